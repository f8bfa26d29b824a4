import { executeChild, isCancellation, ParentClosePolicy, uuid4 } from '@temporalio/workflow';
import type { PublicFailure } from '../contracts/failures.js';
import { WORKFLOW, type OpenSession, type SessionInput, type SessionResult, type TaskRef } from '../contracts/messages.js';
import type { BuildContext } from './context.js';
import { endBuild, failureOf } from './failure.js';
import { waitForBudget } from './with-budget.js';

/** How a session ended for good. `failure`: its workflow broke; a value, so that who runs several can go on. */
export interface SessionEnd {
  outcome: Exclude<SessionResult['outcome'], 'QUESTION'>;
  summary: string;
  /** It went in circles. */
  stuck?: boolean;
  failure?: PublicFailure;
}

/** Whom a session turns to between its pieces. */
export interface People {
  /** Sees to it that the waiting tool call gets its answer. */
  answer(context: BuildContext, sessionId: string, result: SessionResult): Promise<void>;
  /** True when there is money again and the same turn goes on. */
  findMoney(context: BuildContext, result: SessionResult): Promise<boolean>;
}

/** The build waits for a person. */
export const ASK_PEOPLE: People = {
  answer: putQuestion,
  async findMoney(context, result) {
    await waitForBudget(context, result.summary);
    return true;
  },
};

/** Runs the session's workflow piece by piece until it ends. Throws only when the build is stopped or a person ends it. */
export async function runSession(
  context: BuildContext,
  task: TaskRef,
  session: OpenSession & { progressTo: number },
  people: People = ASK_PEOPLE,
): Promise<SessionEnd> {
  const { sessionId } = session;
  let turn = 1;
  for (let piece = 1; ; piece += 1) {
    const result = await runPiece(context, task, session, { piece, turn });
    if (result.outcome === 'QUESTION') await people.answer(context, sessionId, result);
    else if (result.outcome !== 'BUDGET' || !(await people.findMoney(context, result))) return { ...result, outcome: result.outcome };
    // A question's turn is done; a turn without money starts again.
    turn = result.outcome === 'QUESTION' ? result.turn + 1 : result.turn;
  }
}

async function runPiece(
  context: BuildContext,
  task: TaskRef,
  session: OpenSession & { progressTo: number },
  at: { piece: number; turn: number },
): Promise<SessionResult & { failure?: PublicFailure }> {
  const { sessionId, turnsMax, minutesMax, progressTo } = session;
  const input: SessionInput = {
    v: 1,
    buildId: context.id,
    sessionId,
    taskId: task.id,
    role: task.role,
    title: task.title,
    turnsMax,
    minutesMax,
    progressTo,
    queues: context.input.queues,
    turn: at.turn,
  };
  try {
    return await executeChild(WORKFLOW.agentSession, {
      workflowId: at.piece === 1 ? sessionId : `${sessionId}/${at.piece}`,
      args: [input],
      // The child cleans up by itself when the build is stopped (temporal.md 71).
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      staticSummary: `${task.role}: ${task.title}`.slice(0, 190),
    });
  } catch (error) {
    if (isCancellation(error)) throw error;
    const failure = failureOf(error);
    return { outcome: 'HARD_FAIL', summary: failure.detail, turn: at.turn, failure };
  }
}

async function putQuestion(context: BuildContext, sessionId: string, result: SessionResult): Promise<void> {
  const digest = uuid4().replaceAll('-', '').padEnd(64, '0');
  const decision = await context.ask({ kind: 'question', gate: null, digest, summary: result.summary, actions: ['answer', 'approve', 'reject'] });
  if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? 'the question was not answered');
  const answer = decision.text ?? 'Yes, go on as you think best.';
  await context.act.quick.answerStep({ sessionId, turn: result.turn, call: result.call ?? 0, answer });
  await context.record({ event: { kind: 'answer', answer, by: decision.userId } });
}
