import { MillwrightError } from '../../contracts/failures.js';
import { act, refusedFinishes } from './act.js';
import { endOfPatience } from './circles.js';
import type { AgentDeps } from './deps.js';
import { loadSessionRun, type SessionRun } from './session-run.js';
import { callsOf } from './text-answer.js';
import { idleTurns, think } from './think.js';

export interface WorkInput {
  sessionId: string;
  /** The turn to begin with. */
  turn: number;
  turnsMax: number;
  /** The build's progress in percent when the task is done. */
  progressTo: number;
  /** Epoch milliseconds after which the session is over. */
  deadlineMs: number;
}

export interface WorkResult {
  /** The last turn that was worked on. */
  turn: number;
  /** Null when the session simply goes on with the next turn. `stuck`: it went in circles, so that only a stronger model helps. */
  ended: { outcome: 'SUCCESS' | 'SOFT_FAIL' | 'QUESTION' | 'BUDGET'; summary: string; call?: number; stuck?: boolean } | null;
}

// A real model's turn takes longer than this, so each is an activity of its own, seen and retried one by one; turns that
// take milliseconds (the template model) share one instead of paying for a round trip to the server each.
const SHARE_MS = 1_000;
// Three answers in a row without a tool call mean the model is lost.
const IDLE_TURNS_MAX = 3;
// A session whose finish was refused this often has had its chances; a new try starts with a fresh context.
const REFUSED_FINISHES_MAX = 3;

/**
 * Works on a session from `turn` on: LLM turn, then its tool calls, each stored before the next begins. What an earlier
 * attempt stored is read, not done again. Throws what a retry can mend; everything else is a result.
 */
export async function work(deps: AgentDeps, input: WorkInput, options: { signal?: AbortSignal; retry: boolean }): Promise<WorkResult> {
  const run = await loadSessionRun(deps, input, options.retry);
  const deadline = Date.now() + SHARE_MS;
  for (let turn = input.turn; ; turn += 1) {
    options.signal?.throwIfAborted();
    const ended = limitReached(run, input.deadlineMs) ?? (await workTurn(deps, run, turn, options.signal));
    if (ended || turn >= input.turnsMax || Date.now() >= deadline) return { turn, ended };
  }
}

/** The session's own limits on minutes and dollars; its partial work is kept for the next try or a person. */
function limitReached(run: SessionRun, deadlineMs: number): WorkResult['ended'] {
  if (Date.now() > deadlineMs) return { outcome: 'SOFT_FAIL', summary: `the session reached its limit of ${run.role.minutesMax} minutes` };
  if (run.costUsd > run.role.usdMax) return { outcome: 'SOFT_FAIL', summary: `the session reached its limit of $${run.role.usdMax}` };
  return null;
}

async function workTurn(deps: AgentDeps, run: SessionRun, turn: number, signal: AbortSignal | undefined): Promise<WorkResult['ended']> {
  const answer = await think(deps, run, turn, { signal }).catch((error: unknown) => {
    // A request the endpoint took before and refuses now has grown too large for the model: a new try starts afresh.
    if (error instanceof MillwrightError && (error.code === 'BUDGET_EXHAUSTED' || (error.code === 'LLM_REQUEST_REFUSED' && turn > 1))) return error;
    throw error;
  });
  if (answer instanceof MillwrightError) return { outcome: answer.code === 'BUDGET_EXHAUSTED' ? 'BUDGET' : 'SOFT_FAIL', summary: answer.detail };
  if (callsOf(answer, run.role.tools).length === 0) {
    if (idleTurns(run, turn) < IDLE_TURNS_MAX) return null;
    return { outcome: 'SOFT_FAIL', summary: `the model answered ${IDLE_TURNS_MAX} times in a row without using a tool` };
  }
  const { finished, question } = await act(deps, run, turn, answer, { signal });
  if (finished) return { outcome: 'SUCCESS', summary: finished.summary || 'finished' };
  if (question) return { outcome: 'QUESTION', summary: question.text, call: question.call };
  if (refusedFinishes(run, turn) >= REFUSED_FINISHES_MAX)
    return { outcome: 'SOFT_FAIL', summary: `finish was refused ${REFUSED_FINISHES_MAX} times: the checks do not pass` };
  const stuck = await endOfPatience(deps, run, turn);
  return stuck === null ? null : { outcome: 'SOFT_FAIL', summary: stuck, stuck: true };
}
