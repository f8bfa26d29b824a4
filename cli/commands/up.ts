import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Config } from '../../config.js';
import { openHome } from '../../embedded/home.js';
import { AlreadyRunning } from '../../embedded/lock.js';
import { rotateLog } from '../../embedded/process.js';
import { Stack } from '../../embedded/stack.js';
import { apiClient } from '../client.js';
import { localConnection } from '../connection.js';
import type { CliContext } from '../context.js';
import { EXIT } from '../failure.js';
import { freshLoginLink, pagePath } from '../login-link.js';
import { named } from '../named.js';

interface UpOptions {
  workers: number;
  detach?: boolean;
  install: boolean;
  background?: boolean;
  json?: boolean;
}

// More processes than that on one machine only wait for each other.
const WORKERS_MAX = 16;
// Node ends when nothing is left to wait for; a supervisor always waits.
const KEEP_ALIVE_MS = 2 ** 30;

// The API has just said that it is ready.
const LINK_PATIENCE_SECONDS = 5;

const EXAMPLES = `
Examples:
  mw up              everything in the foreground; Ctrl-C stops it all cleanly
  mw up --detach     in the background; ends when the API is ready
  mw up --detach --json | jq -r .url
  mw up --workers 2  two workers`;

/** `mw up`: Temporal, PostgreSQL, Docker engine, API, worker and proxy, supervised. */
export function registerUp(program: Command, context: CliContext): void {
  program
    .command('up')
    .description('start everything and keep it running')
    .option('--workers <n>', 'how many workers', wholeNumber, 1)
    .option('-d, --detach', 'start in the background and return when the API is ready')
    .option('--no-install', 'never install system packages (a missing Docker engine is an error then)')
    .option('--json', 'with --detach: print {"url", "token_file"}')
    .addOption(new Option('--background').hideHelp())
    .addHelpText('after', EXAMPLES)
    .action((options: UpOptions) => up(context, options));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= WORKERS_MAX) return value;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${WORKERS_MAX}.`);
}

async function up(context: CliContext, options: UpOptions): Promise<void> {
  const config = options.install ? context.config() : withoutInstalling(context.config());
  const say = (sentence: string) => void process.stderr.write(`mw: ${named(sentence)}\n`);
  if (options.detach) {
    const { startDetached } = await import('../../embedded/detach.js');
    await startDetached(config, { say, workers: options.workers });
    const { baseUrl: url } = localConnection(config.settings.MW_HOME, config.settings.MW_PORT, config.settings.MW_HOST);
    if (options.json) return void process.stdout.write(`${JSON.stringify({ url, token_file: join(config.settings.MW_HOME, 'token') })}\n`);
    say(`Millwright is up in the background: ${url}. Stop it: mw down`);
    return sayLink(config);
  }
  try {
    await supervise(config, options);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    say(`${error.message} See it: mw status. Stop it: mw down`);
  }
}

function withoutInstalling(config: Config): Config {
  return { ...config, settings: { ...config.settings, MW_NO_INSTALL: true }, given: { ...config.given, MW_NO_INSTALL: '1' } };
}

/** Runs until a signal comes; then stops everything and sets the exit code. */
async function supervise(config: Config, options: UpOptions): Promise<void> {
  const report = reporter(config, options.background ?? false);
  const interrupted = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
  const keepAlive = setInterval(() => undefined, KEEP_ALIVE_MS);
  try {
    const stack = new Stack(config, { workers: options.workers, report });
    const started = stack.start().then(() => {
      report(readySentence(stack, options.background ?? false));
      return options.background ? undefined : sayLink(config);
    });
    const signal = await Promise.race([interrupted, started.then(() => interrupted)]);
    // A start that is cut short fails by itself; nobody needs to hear of it.
    started.catch(() => undefined);
    report('Stopping everything (a worker gets 20 s to finish).');
    await stack.stop();
    report('Stopped.');
    // Not by itself: a compiler of a start that was cut short may still run.
    process.exit(signal === 'SIGINT' ? EXIT.interrupted : EXIT.done);
  } finally {
    clearInterval(keepAlive);
  }
}

/** Says how a browser gets in: on the terminal only, for the link is a secret until it is used, and logs are kept. */
async function sayLink({ settings }: Config): Promise<void> {
  const connect = () => localConnection(settings.MW_HOME, settings.MW_PORT, settings.MW_HOST);
  const client = apiClient({ connect, patienceSeconds: LINK_PATIENCE_SECONDS });
  const link = await freshLoginLink(client, connect().baseUrl, pagePath(null)).catch(() => null);
  const sentence = link === null ? 'A link that opens the page: mw open' : `Open the page (once, within ten minutes; a new link: mw open): ${link}`;
  process.stderr.write(`mw: ${named(sentence)}\n`);
}

function readySentence(stack: Stack, background: boolean): string {
  const ui = stack.temporalUiUrl ? ` Temporal Web UI: ${stack.temporalUiUrl}.` : '';
  return `Millwright is ready: ${stack.url} (token in ${stack.tokenFile}).${ui} ${background ? '' : 'Ctrl-C or '}'mw down' stops it.`;
}

/** Sentences go to the terminal and to logs/supervisor.log; in the background the terminal is that log. */
function reporter(config: Config, background: boolean): (sentence: string) => void {
  const log = join(openHome(config.settings.MW_HOME).logs, 'supervisor.log');
  if (!background) rotateLog(log);
  // A terminal that was closed must not take the supervisor with it; SIGHUP tells it to stop.
  process.stderr.on('error', () => undefined);
  return (said) => {
    const sentence = named(said);
    const line = `${new Date().toISOString()} mw: ${sentence}\n`;
    if (!background) appendFileSync(log, line, { mode: 0o600 });
    process.stderr.write(background ? line : `mw: ${sentence}\n`);
  };
}
