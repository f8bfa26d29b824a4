import type { StatusAnswer } from './answers.js';
import { sayWaiting } from './decide.js';
import type { ChatMessage } from '../client/index.js';
import { EXIT, type ExitCode } from './failure.js';
import type { Scope } from './scope.js';
import { named } from './named.js';
import { cleanLine, shortDigest } from './view/clean.js';
import { cloneCommand } from './view/code.js';
import { renderFailure, shortId } from './view/status.js';
import type { WatchEnd } from './watch.js';

/** The exit code a build's state stands for: 3 waits for a person, 1 failed, else 0. */
export function exitOf(status: StatusAnswer): ExitCode {
  if (status.status === 'failed') return EXIT.failed;
  return status.waiting_for || status.status === 'awaiting_review' ? EXIT.waiting : EXIT.done;
}

/** The exit code for whoever waited for the result: a build that was stopped has none. */
export function exitOfResult(status: StatusAnswer): ExitCode {
  return status.status === 'stopped' ? EXIT.failed : exitOf(status);
}

/** The exit code an answer of a conversation stands for: 3 when its card waits to be confirmed. */
export function exitOfReply(reply: Pick<ChatMessage, 'state' | 'card'>): ExitCode {
  if (reply.state === 'failed') return EXIT.failed;
  return reply.card?.state === 'open' ? EXIT.waiting : EXIT.done;
}

// From best to worst: what waits can still be done, wrong use has to be put right first.
const BY_BADNESS: readonly ExitCode[] = [EXIT.done, EXIT.waiting, EXIT.failed, EXIT.usage, EXIT.interrupted];

/** The exit code of several things done one after the other. */
export function worstOf(one: ExitCode, other: ExitCode): ExitCode {
  return BY_BADNESS.indexOf(other) > BY_BADNESS.indexOf(one) ? other : one;
}

/** The same scope for machine-readable output: nobody is asked, nothing is coloured. */
export function quiet(scope: Scope): Scope {
  return { ...scope, terminal: { ...scope.terminal, interactive: false } };
}

/** Says on stderr how a watched build ended, failed or waits, and what to do; answers the exit code. */
export async function finishWatch(scope: Scope, id: string, end: WatchEnd): Promise<ExitCode> {
  const status = await scope.client.getBuild(id);
  if (end === 'waiting') {
    await sayWaiting(scope, status);
    sayCode(scope, status);
    return EXIT.waiting;
  }
  sayEnd(scope, status);
  return exitOfResult(status);
}

/** The last words about a build that has ended. */
export function sayEnd(scope: Scope, status: StatusAnswer): void {
  const { colors, width } = scope.terminal;
  if (status.failure) for (const line of renderFailure(status.failure, { colors, width })) scope.terminal.err(line);
  if (status.failure) scope.terminal.err(`  ${colors.bold('What to do:')} ${named(afterFailure(status))}`);
  else if (status.status === 'stopped') scope.say('the build was stopped; the work so far is kept on its branch.');
  else if (status.result) {
    scope.say(`the code is on branch ${cleanLine(status.result.branch, 100)}, commit ${shortDigest(status.result.commit)}.`);
    sayCode(scope, status);
  }
}

/** How to get the finished code, when there is any. */
function sayCode(scope: Scope, status: StatusAnswer): void {
  const clone = cloneCommand(status, scope.context.repositories);
  if (clone) scope.say(`get the code: ${clone}`);
}

/** The next step after a failure, by its code. */
function afterFailure(status: StatusAnswer): string {
  const id = shortId(status.id);
  switch (status.failure?.code) {
    case 'PLAN_REJECTED':
    case 'GATE_REJECTED':
      return 'Describe what you want differently: mw build "<intent>".';
    case 'INTENT_NOT_UNDERSTOOD':
      return 'Say it as "a REST API for <things> with <fields>, in Python", or set OPENAI_API_KEY for a real model.';
    case 'BUDGET_EXHAUSTED':
      return 'Start it anew with a larger one: mw build "<intent>" --budget <dollars>.';
    case 'LLM_AUTH':
    case 'LLM_REQUEST_REFUSED':
      return 'See what is wrong with: mw models. Then mw down, mw up and build again.';
    case 'SANDBOX_UNAVAILABLE':
    case 'IMAGE_BUILD_FAILED':
    case 'DISK_FULL':
      return 'mw doctor finds what is wrong with this machine; then build again.';
    default:
      return `mw status ${id} shows every task; mw logs worker has the details.`;
  }
}
