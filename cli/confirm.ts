/** Asks before what cannot be taken back by the next command: only a person at the terminal, who did not say `--yes`. */
import type { StatusAnswer } from './answers.js';
import { EXIT, type ExitCode } from './failure.js';
import type { Scope } from './scope.js';
import { cleanLine, shortDigest } from './view/clean.js';
import type { Environment } from '../contracts/messages.js';

export interface AskOptions {
  yes?: boolean;
  /** What is printed is for a program: nobody is asked. */
  json?: boolean;
}

export const YES = ['-y, --yes', 'do not ask'] as const;
/** For the help of each command that asks. */
export const ASKS = 'At a terminal it says what will happen and asks; with --yes or --json, and where nobody is at the terminal, it goes on at once.';

/** What a person who said no has done: nothing. */
export const DECLINED: ExitCode = EXIT.failed;

/** Whether to go on. `tell` reads what will happen, a line each; it is called only when somebody is asked. */
export async function goOn(scope: Scope, { yes, json }: AskOptions, question: string, tell: () => Promise<string[]>): Promise<boolean> {
  if (yes || json || !scope.terminal.interactive) return true;
  for (const line of await tell()) scope.terminal.out(line);
  const answer = await scope.terminal.ask(`${question} [y/N] `, scope.signal);
  if (/^y(es)?$/i.test(answer?.trim() ?? '')) return true;
  scope.say('nothing was done.');
  return false;
}

/** A build in one line: its id and its title. */
export function buildLine({ id, title }: Pick<StatusAnswer, 'id' | 'title'>): string {
  return `${id}: ${cleanLine(title, 120)}`;
}

/** What a deployment would do: what goes where, as which version, and in whose place. */
export async function deploymentLines(scope: Scope, id: string, environment: Environment): Promise<string[]> {
  const status = await scope.client.getBuild(id);
  const serving = await servingIn(scope, status.project_id, environment);
  return [
    facts([
      ['build', buildLine(status)],
      ['environment', environment],
      ['version', status.result?.commit ? shortDigest(status.result.commit) : 'not known'],
      ['replaces', serving ? servingWords(serving) : 'nothing: it serves nothing yet'],
    ]),
    ...(environment === 'production' ? ['Once production serves it, the build is completed.'] : []),
  ];
}

/** What a return to the deployment before would do. */
export async function rollbackLines(scope: Scope, id: string, environment: Environment): Promise<string[]> {
  const status = await scope.client.getBuild(id);
  const serving = await servingIn(scope, status.project_id, environment);
  return [
    facts([
      ['build', buildLine(status)],
      ['environment', environment],
      ['serves now', serving ? servingWords(serving) : 'nothing'],
    ]),
    'The deployment before it serves again, on the data as it is now.',
  ];
}

/** How a build stands, before it is ended. */
export async function endingLines(scope: Scope, id: string, effect: string): Promise<string[]> {
  const status = await scope.client.getBuild(id);
  const how = `${cleanLine(status.status, 30)}, ${Math.round(status.progress)} %, $${status.cost_usd.toFixed(2)} spent`;
  return [
    facts([
      ['build', buildLine(status)],
      ['status', how],
    ]),
    effect,
  ];
}

/** The deployment of a project that an environment serves now. */
async function servingIn(scope: Scope, projectId: string, environment: Environment) {
  const { items } = await scope.client.listDeployments({ environment, project_id: projectId, status: 'live', limit: 1 });
  return items[0];
}

function servingWords({ build_id, build_title, commit }: { build_id: string; build_title: string; commit: string | null }): string {
  const version = commit ? `, version ${shortDigest(commit)}` : '';
  return `${buildLine({ id: cleanLine(build_id, 60), title: build_title })}${version}`;
}

function facts(rows: [name: string, value: string][]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}
