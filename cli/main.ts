/** What `mw` hands over to: settings for the commands, and exit codes for what they throw. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { ConfigError, loadConfig, projectRoot, type Config } from '../config.js';
import { homeAt } from '../embedded/home.js';
import { supervisorOf } from '../embedded/lock.js';
import { missingParts } from '../embedded/parts.js';
import type { CliContext } from './context.js';
import { CliFailure, EXIT, type ExitCode } from './failure.js';
import { named } from './named.js';
import { createProgram } from './table.js';
import { endWithReader } from './terminal.js';
import { asksForJson, failureJson } from './view/failure-json.js';

function createContext(): CliContext {
  let loaded: Config | null = null;
  const config = () => (loaded ??= loadConfig());
  return {
    config,
    root: projectRoot,
    get home() {
      return config().settings.MW_HOME;
    },
    get repositories() {
      return config().settings.GIT_REMOTE_BASE ?? join(config().settings.MW_HOME, 'git');
    },
    get port() {
      return config().settings.MW_PORT;
    },
    get host() {
      return config().settings.MW_HOST;
    },
    get unattended() {
      return config().settings.CI;
    },
    isSupervised: () => supervisorOf(homeAt(config().settings.MW_HOME).run) !== null,
    notRunning: () => missingParts(config()).map(({ name, todo }) => `${name}: not running. ${todo}`),
    start: async (say, signal) => (await import('../embedded/detach.js')).startDetached(config(), { say, signal }),
  };
}

function versionOf(): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

async function main(argv: string[]): Promise<void> {
  // What decides about colours reads it by itself; commander would refuse it behind a command.
  const rest = argv.filter((argument, index) => argument !== '--no-color' || argv.slice(0, index).includes('--'));
  try {
    const program = await createProgram(rest, createContext(), versionOf());
    await program.parseAsync(rest, { from: 'user' });
  } catch (error) {
    process.exitCode = failed(error, asksForJson(rest));
  }
}

function failed(error: unknown, isJson: boolean): ExitCode {
  // Asking for help is no failure.
  if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')) return EXIT.done;
  if (isJson) process.stdout.write(`${JSON.stringify(failureJson(error))}\n`);
  // Commander has said it already.
  if (error instanceof CommanderError) return EXIT.usage;
  if (error instanceof CliFailure) {
    process.stderr.write(`mw: ${error.message}\n${error.options.todo ? `    ${named(error.options.todo)}\n` : ''}`);
    return error.exit;
  }
  process.stderr.write(`mw: ${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof ConfigError ? EXIT.usage : EXIT.failed;
}

endWithReader(process.stdout, process.stderr);
await main(process.argv.slice(2));
