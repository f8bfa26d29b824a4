import { continueAsNew, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { escapeMarkdown } from '../contracts/markdown.js';
import { SESSION_MINUTES_MAX, TURNS_PER_RUN_MAX } from '../contracts/limits.js';
import type { SessionInput, SessionResult } from '../contracts/messages.js';
import { proxiesFor } from './proxies.js';

/** One role at work on one task: turns of thinking and acting, until finish is accepted, a person is needed or a limit is reached. */
export async function agentSession(input: SessionInput): Promise<SessionResult> {
  const { sandbox } = proxiesFor(input.queues);
  const { sessionId, turnsMax, progressTo } = input;
  const startedAtMs = input.startedAtMs ?? Date.now();
  const deadlineMs = startedAtMs + (input.minutesMax ?? SESSION_MINUTES_MAX) * 60_000;
  for (let turn = input.turn; turn <= turnsMax;) {
    setCurrentDetails(`**${escapeMarkdown(input.role)}** on ${escapeMarkdown(input.title)}: turn ${turn} of at most ${turnsMax}`);
    const done = await sandbox.work.executeWithOptions({ summary: `${input.role}, turn ${turn}` }, [{ sessionId, turn, turnsMax, progressTo, deadlineMs }]);
    if (done.ended) return { ...done.ended, turn: done.turn };
    turn = done.turn + 1;
    if (turn - input.turn >= TURNS_PER_RUN_MAX || workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof agentSession>({ ...input, turn, startedAtMs });
  }
  return { outcome: 'SOFT_FAIL', summary: `the session reached its limit of ${turnsMax} turns`, turn: turnsMax };
}
