import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { ReplayAnswer } from '../answers.js';
import { fullId } from '../builds.js';
import { CliFailure, EXIT, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { renderReplay } from '../view/replay.js';
import { shortId } from '../view/status.js';

const LOOK_MS = 300;

const EXAMPLES = `
Examples:
  mw replay abc123
  mw replay abc123 --json

Carries out the stored answers of an ended build once more, without any model, and compares the trees.
Exit codes: 0 the same trees, 1 others (or it could not be replayed).`;

/** `mw replay <id>`: an ended build once more from its stored answers. */
export function registerReplay(program: Command, context: ApiContext): void {
  program
    .command('replay')
    .description('carry out the stored answers of an ended build once more, offline, and compare the trees')
    .argument('<id>', 'id of a build, or its last part')
    .option('--json', "print the API's answer")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, options: { json?: boolean }): Promise<ExitCode> {
  const id = fullId(typed);
  const { number } = await scope.client.replayBuild(id);
  scope.whenInterrupted.push(`The replay goes on; mw replay ${shortId(id)} joins it or does it again.`);
  const answer = await ended(scope, id, number);
  if (options.json) scope.terminal.out(JSON.stringify(answer));
  else for (const line of renderReplay(answer, scope.terminal)) scope.terminal.out(named(line));
  if (answer.state === 'failed' && !options.json) throw new CliFailure(`${id} could not be replayed`, { why: answer.detail ?? 'mw logs worker shows more' });
  return answer.state === 'same' ? EXIT.done : EXIT.failed;
}

async function ended(scope: Scope, id: string, number: number): Promise<ReplayAnswer> {
  for (;;) {
    const answer = await scope.patient.getReplay(id, { number });
    if (answer.state !== 'running') return answer;
    await sleep(LOOK_MS, undefined, { signal: scope.signal });
  }
}
