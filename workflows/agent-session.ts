import { CancellationScope, continueAsNew, isCancellation, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { TURNS_PER_RUN_MAX } from '../contracts/limits.js';
import type { SessionInput, SessionResult } from '../contracts/messages.js';
import { escapeMarkdown } from './details-page.js';
import { codeOf, failureOf } from './failure.js';
import { proxiesFor, type Proxies } from './proxies.js';

// The same number as for turns that say nothing: three in a row mean the model is lost.
const IDLE_TURNS_MAX = 3;
// A session whose finish was refused this often has had its chances; a new try starts with a fresh context.
const REFUSED_FINISHES_MAX = 3;

/** One role at work on one task: LLM turn, tool calls, until finish is accepted or a limit is reached. */
export async function agentSession(input: SessionInput): Promise<SessionResult> {
  const act = proxiesFor(input.queues);
  const first = input.turn;
  for (let turn = first; turn <= input.turnsMax; turn += 1) {
    setCurrentDetails(`**${escapeMarkdown(input.role)}** on ${escapeMarkdown(input.title)}: turn ${turn} of at most ${input.turnsMax}`);
    const result = await oneTurn(act, input, turn).catch((error: unknown) => endOf(error, turn));
    if (result) return result;
    if (turn - first + 1 >= TURNS_PER_RUN_MAX || workflowInfo().continueAsNewSuggested) await continueAsNew<typeof agentSession>({ ...input, turn: turn + 1 });
  }
  return { outcome: 'SOFT_FAIL', summary: `the session reached its limit of ${input.turnsMax} turns`, turn: input.turnsMax };
}

/** A result ends the session; null goes on. */
async function oneTurn(act: Proxies, input: SessionInput, turn: number): Promise<SessionResult | null> {
  const { sessionId } = input;
  const thought = await act.llm.think.executeWithOptions({ summary: `think: ${input.role}, turn ${turn}` }, [{ sessionId, turn }]);
  if (thought.tools.length === 0) {
    if (thought.idleTurns >= IDLE_TURNS_MAX) return { outcome: 'SOFT_FAIL', summary: `the model answered ${IDLE_TURNS_MAX} times in a row without using a tool`, turn };
    return null;
  }
  const done = await act.sandbox.act.executeWithOptions({ summary: `act: ${thought.tools.join(', ')}`.slice(0, 190) }, [{ sessionId, turn }]);
  if (done.finished) return { outcome: 'SUCCESS', summary: done.finished.summary || 'finished', turn };
  if (done.question) return { outcome: 'QUESTION', summary: done.question.text, turn, call: done.question.call };
  if (done.refusedFinishes >= REFUSED_FINISHES_MAX) return { outcome: 'SOFT_FAIL', summary: `finish was refused ${REFUSED_FINISHES_MAX} times: the checks do not pass`, turn };
  return null;
}

/** Failures a build can live with become results; a cancellation and the rest go up. */
function endOf(error: unknown, turn: number): SessionResult {
  if (isCancellation(error) && CancellationScope.current().consideredCancelled) throw error;
  if (codeOf(error) === 'BUDGET_EXHAUSTED') return { outcome: 'BUDGET', summary: failureOf(error).detail, turn };
  throw error;
}
