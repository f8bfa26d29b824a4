/** `mw demo` without engines: everything is real but the start of the stack, which here is somebody else's. */
import { join } from 'node:path';
import { Command } from 'commander';
import { registerBuild } from '../../cli/commands/build.js';
import { registerDemo } from '../../cli/commands/demo.js';
import { loadConfig } from '../../config.js';

const { settings } = loadConfig();
const program = new Command('mw');
const context = {
  home: settings.MW_HOME,
  port: settings.MW_PORT,
  repositories: join(settings.MW_HOME, 'git'),
  root: settings.MW_HOME,
  unattended: settings.CI,
  isSupervised: () => true,
  start: (say: (sentence: string) => void) => Promise.resolve(say('everything runs already.')),
};
registerDemo(program, context);
registerBuild(program, context);
await program.parseAsync(process.argv.slice(2), { from: 'user' });
