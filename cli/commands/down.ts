import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Config } from '../../config.js';
import { stopAll } from '../../embedded/down.js';
import { purgeEngine, removeHome, requireOurs } from '../../embedded/purge.js';
import type { CliContext } from '../context.js';
import { usageFailure } from '../failure.js';
import { named } from '../named.js';
import { createTerminal } from '../terminal.js';

interface DownOptions {
  json?: boolean;
  purge?: boolean;
  yes?: boolean;
}

/** `mw down`. */
export function registerDown(program: Command, context: CliContext): void {
  program
    .command('down')
    .description('stop everything, deployments included; the next start brings all of it back')
    .option('--json', 'print {"was_running": true|false}, with --purge what was removed too')
    .option('--purge', 'then remove its containers, networks, volumes and app images, and MW_HOME; nothing brings them back')
    .option('-y, --yes', 'with --purge: do not ask')
    .addHelpText('after', '\nExamples:\n  mw down\n  mw down --purge --yes   remove everything of this installation, for good')
    .action(async (options: DownOptions) => {
      const config = context.config();
      // Before anything is asked or stopped.
      if (options.purge && existsSync(config.settings.MW_HOME)) requireOurs(config);
      if (options.purge && !(await agreed(config, options, context.unattended))) return say('Nothing was changed.');
      const wasRunning = await stopAll(config, say);
      say(wasRunning ? 'Everything is stopped.' : 'Nothing was running.');
      const removed = options.purge ? await purge(config) : undefined;
      if (options.json) process.stdout.write(`${JSON.stringify({ was_running: wasRunning, ...(removed ? { removed } : {}) })}\n`);
    });
}

function say(sentence: string): void {
  process.stderr.write(`mw: ${named(sentence)}\n`);
}

/** Asks on a terminal; without one only `--yes` counts. */
async function agreed(config: Config, { yes }: DownOptions, unattended: boolean): Promise<boolean> {
  if (yes) return true;
  const terminal = createTerminal(process);
  if (!terminal.interactive || unattended)
    throw usageFailure('--purge removes everything, and nobody is here to be asked', 'Say it with: mw down --purge --yes');
  const question = `This removes every project, build and deployment of ${config.settings.MW_HOME}, for good. Type "yes" to go on: `;
  return (await terminal.ask(question))?.trim().toLowerCase() === 'yes';
}

async function purge(config: Config) {
  const { MW_HOME, DATABASE_URL, TEMPORAL_ADDRESS } = config.settings;
  if (!existsSync(MW_HOME)) {
    say(`There is no ${MW_HOME}: nothing to remove.`);
    return undefined;
  }
  const removed = await purgeEngine(config, say);
  removeHome(config);
  const counts = Object.entries(removed).map(([what, count]) => `${count} ${count === 1 ? what.replace(/s$/, '') : what}`);
  say(`Removed ${counts.join(', ')} and ${MW_HOME}. Sandbox images and installed dependencies stay: other installations share them.`);
  const outside = [...(DATABASE_URL ? ['the database of DATABASE_URL'] : []), ...(TEMPORAL_ADDRESS ? ['the workflows of TEMPORAL_ADDRESS'] : [])];
  if (outside.length > 0) say(`Not ours, so left as it is: ${outside.join(' and ')}.`);
  return removed;
}
