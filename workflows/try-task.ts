import type { Finding, OpenSession, TaskOutcome, TaskRef } from '../contracts/messages.js';
import type { BuildContext } from './context.js';
import { endBuild } from './failure.js';
import { judge, type Judgement } from './judge.js';
import type { Move } from './ladder.js';
import { runSession, type SessionEnd } from './run-session.js';

/** A try at a task as it ended. */
export interface Tried {
  session: OpenSession;
  outcome: TaskOutcome;
  summary: string;
  /** Set when the checks passed; without it the session itself failed. */
  judgement: Judgement | null;
  /** The session went in circles: the same model would again. */
  isStuck: boolean;
}

/** How a try is made. */
export interface Try extends Move {
  attempt: number;
  /** The build's progress in percent when the task is done. */
  progress: number;
}

/** One session makes the try; how it ended is kept. Its work is not merged yet. */
export async function tryTask(context: BuildContext, task: TaskRef, how: Try): Promise<Tried> {
  const session = await openSession(context, task, how, 0);
  const end = await runSession(context, task, { ...session, progressTo: how.progress });
  if (end.failure) endBuild(end.failure.code, end.failure.detail);
  const judgement = end.outcome === 'SUCCESS' ? await judge(context, task, session.sessionId, true) : null;
  return closeTry(context, task, session, how, end, judgement);
}

/** `candidate`: its number from 1, or 0 for a session alone. */
export function openSession(context: BuildContext, task: TaskRef, how: Try, candidate: number): Promise<OpenSession> {
  const summary = `open: ${task.id}, try ${how.attempt}${candidate > 0 ? `, candidate ${candidate} of ${how.candidates}` : ''}`;
  return context.act.quick.openSession.executeWithOptions({ summary }, [
    {
      buildId: context.id,
      taskId: task.id,
      generation: context.generationOf(task.id),
      attempt: how.attempt,
      escalate: how.escalate,
      ...(candidate > 0 ? { candidate: { number: candidate, of: how.candidates } } : {}),
    },
  ]);
}

/** Keeps how a session ended; its container goes. What it wrote counts as done only when nothing stands against it. */
export async function closeTry(
  context: BuildContext,
  task: TaskRef,
  session: OpenSession,
  how: Try,
  end: SessionEnd,
  judgement: Judgement | null,
): Promise<Tried> {
  const accepted = judgement?.verdict === 'accept';
  const outcome = accepted ? 'SUCCESS' : end.outcome === 'HARD_FAIL' ? 'HARD_FAIL' : 'SOFT_FAIL';
  const summary = accepted || !judgement ? end.summary : judgement.summary;
  const closed = await context.act.quick.closeSession.executeWithOptions({ summary: `close: ${task.id} ${outcome}` }, [
    {
      sessionId: session.sessionId,
      outcome,
      summary,
      progress: accepted ? how.progress : context.progress,
      ...against(judgement),
    },
  ]);
  return { session, outcome: closed.outcome, summary, judgement, isStuck: end.stuck === true };
}

function against(judgement: Judgement | null): { objection?: { by: Judgement['by']; findings: Finding[] } } {
  return judgement && judgement.verdict !== 'accept' ? { objection: { by: judgement.by, findings: judgement.findings } } : {};
}
