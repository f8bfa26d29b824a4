import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { fullId } from '../builds.js';
import { ASKS, DECLINED, endingLines, goOn, YES, type AskOptions } from '../confirm.js';
import { CliFailure, EXIT, type ExitCode } from '../failure.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { FINAL_STATUSES } from '../../contracts/messages.js';
import { shortId } from '../view/status.js';
import { cleanLine } from '../view/clean.js';

// The product promises 10 s; twice that is worth a look at what hangs.
const STOP_MS = 20_000;
const LOOK_MS = 250;

/** `mw stop <id>`: cancels and waits until it has stopped. */
export function registerStop(program: Command, context: ApiContext): void {
  program
    .command('stop')
    .description('stop a build: its containers go, the work so far stays')
    .argument('<id>', 'id of a build, or its last part')
    .option('--no-wait', 'do not wait until it has stopped')
    .option(...YES)
    .option('--json', "print the API's answer")
    .addHelpText('after', `\nExample:\n  mw stop abc123\n\n${ASKS}`)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, options: AskOptions & { wait: boolean }): Promise<ExitCode> {
  const id = fullId(typed);
  const effect = 'It ends here and cannot go on; its containers go. The work so far is kept, and what is deployed serves on.';
  if (!(await goOn(scope, options, 'Stop it?', () => endingLines(scope, id, effect)))) return DECLINED;
  const answer = await scope.client.stopBuild(id);
  if (options.json) scope.terminal.out(JSON.stringify(answer));
  const say = options.json ? () => {} : scope.terminal.out;
  if (!options.wait) {
    say(`${id} is being stopped.`);
    return EXIT.done;
  }
  for (const until = Date.now() + STOP_MS; Date.now() < until; await sleep(LOOK_MS)) {
    scope.signal.throwIfAborted();
    const { status } = await scope.client.getBuild(id);
    if (!FINAL_STATUSES.includes(status)) continue;
    say(`${id} has ended: ${cleanLine(status, 30)}. The work so far is kept.`);
    return EXIT.done;
  }
  throw new CliFailure(`${id} has not stopped within ${STOP_MS / 1_000} s`, { todo: `mw status ${shortId(id)} and mw logs worker show what it still does.` });
}
