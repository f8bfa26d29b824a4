import { Argument, InvalidArgumentError, type Command } from 'commander';
import type { Deployment, DeploymentOutput } from '../../client/index.js';
import { LINE_EVENT, OVER_EVENT } from '../../contracts/deployment-output.js';
import type { Environment } from '../../contracts/messages.js';
import { fullId } from '../builds.js';
import { telling } from '../client.js';
import { environmentOf, ENVIRONMENTS } from '../environment.js';
import { CliFailure, EXIT, type ExitCode } from '../failure.js';
import { action, WATCH_PATIENCE_SECONDS, type ApiContext, type Scope } from '../scope.js';
import { cleanText } from '../view/clean.js';
import { shortId } from '../view/status.js';

type Line = DeploymentOutput['lines'][number];

interface OutputOptions {
  follow?: boolean;
  latest?: boolean;
  lines: number;
  json?: boolean;
}

// As many as are kept of a service.
const LINES_MAX = 2_000;
// What reading a log begins with everywhere.
const LINES_DEFAULT = 50;

const EXAMPLES = `
Examples:
  mw output abc123                   the last lines of what serves
  mw output abc123 staging -f        what staging prints from now on, too
  mw output abc123 -n 2000 | grep -i error
  mw output abc123 staging --latest  of a version that failed

Of each deployment the last 2,000 lines or 256 KiB are kept, also of one that did not become healthy. "err" marks stderr.
What Millwright itself writes is in: mw logs`;

/** `mw output <id> [environment]`. */
export function registerOutput(program: Command, context: ApiContext): void {
  program
    .command('output')
    .description('what a deployed service prints')
    .argument('<id>', 'id of a build, or its last part')
    .addArgument(new Argument('[environment]', 'where it runs; where it serves without it, production first').choices(ENVIRONMENTS).argParser(environmentOf))
    .option('-f, --follow', 'go on with what is added')
    .option('--latest', 'of the newest deployment, also where it did not become healthy and an older one serves')
    .option('-n, --lines <n>', 'how many lines', lineCount, LINES_DEFAULT)
    .option('--json', 'one JSON object a line: {seq, at, source, text}')
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

function lineCount(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= LINES_MAX) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${LINES_MAX}.`);
}

async function run(scope: Scope, typed: string, environment: Environment | undefined, options: OutputOptions): Promise<ExitCode> {
  const id = fullId(typed);
  const deployment = chosen(id, (await scope.client.getBuild(id)).deployments, environment, options);
  const kept = await scope.client.getDeploymentOutput(deployment.id, { limit: options.lines });
  if (!environment) scope.say(`${deployment.environment}, ${cleanText(deployment.status)}`);
  if (kept.lines.length === 0) scope.say(deployment.status === 'live' ? 'it has printed nothing yet.' : 'nothing that it printed is kept.');
  for (const line of kept.lines) print(scope, line, options);
  if (options.follow) await follow(scope, deployment, kept.lines.at(-1)?.seq ?? kept.last_seq, options);
  return EXIT.done;
}

/** What serves, production first; else (or when asked for) the newest that was tried. Throws when there is none. */
function chosen(id: string, all: readonly Deployment[], environment: Environment | undefined, { latest }: OutputOptions): Deployment {
  const there = all.filter((one) => environment === undefined || one.environment === environment);
  const newest = there.toSorted((one, other) => Date.parse(other.created_at) - Date.parse(one.created_at));
  const live = latest ? [] : newest.filter(({ status }) => status === 'live');
  const found = live.find((one) => one.environment === 'production') ?? live[0] ?? newest[0];
  if (found) return found;
  throw new CliFailure(`${id} was not deployed${environment ? ` to ${environment}` : ''} yet`, {
    todo: `mw deploy ${shortId(id)} ${environment ?? 'staging'}`,
  });
}

/** Until Ctrl-C, or until it serves no longer and everything was shown. */
async function follow(scope: Scope, { id, environment }: Deployment, after: number, options: OutputOptions): Promise<void> {
  const retry = telling(WATCH_PATIENCE_SECONDS, () => `The output of ${environment} has stopped coming.`, scope.say);
  const stream = scope.client.streamDeploymentOutput(id, {}, { signal: scope.signal, retry, lastEventId: String(after) });
  for await (const { event, data } of stream) {
    if (event === LINE_EVENT) print(scope, data as Line, options);
    if (event === OVER_EVENT) return scope.say(`${environment}: this deployment serves no longer.`);
  }
}

function print({ terminal: { out, colors } }: Scope, { seq, at, source, text }: Line, { json }: OutputOptions): void {
  if (json) return out(JSON.stringify({ seq, at, source, text }));
  const clean = cleanText(text).replaceAll('\n', ' ');
  const head = colors.dim(new Date(at).toTimeString().slice(0, 'hh:mm:ss'.length));
  if (source === 'note') out(`${head}      ${colors.dim(`(${clean})`)}`);
  else out(`${head} ${source === 'stderr' ? colors.red(`err  ${clean}`) : `     ${clean}`}`);
}
