import { executeChild, ParentClosePolicy, uuid4 } from '@temporalio/workflow';
import { TASK_ATTEMPTS_MAX } from '../contracts/limits.js';
import { WORKFLOW, type SessionInput, type SessionResult } from '../contracts/messages.js';
import type { BuildContext } from './context.js';
import { endBuild } from './failure.js';
import { waitForBudget } from './with-budget.js';

export interface TaskToRun {
  id: string;
  role: string;
  title: string;
}

/**
 * One task to its end: sessions until one succeeds and its commit is on main. After three tries a person is asked, with
 * what is known; an answer gives three more. Answers the commit of main.
 */
export async function runTask(context: BuildContext, task: TaskToRun, progress: number): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const { sessionId, turnsMax } = await context.act.quick.openSession.executeWithOptions({ summary: `open: ${task.id}, try ${attempt}` }, [
      { buildId: context.id, taskId: task.id, generation: context.facts.generation, attempt },
    ]);
    const result = await runSession(context, task, { sessionId, turnsMax, progressTo: progress });
    const ok = result.outcome === 'SUCCESS';
    await context.act.quick.closeSession.executeWithOptions({ summary: `close: ${task.id} ${result.outcome}` }, [
      { sessionId, outcome: result.outcome, summary: result.summary, progress: ok ? progress : context.progress },
    ]);
    if (ok) {
      context.progress = progress;
      const { commit } = await context.act.quick.mergeTask.executeWithOptions({ summary: `merge: ${task.id}` }, [{ sessionId }]);
      return commit;
    }
    await context.askReviews();
    if (attempt % TASK_ATTEMPTS_MAX === 0) await escalate(context, task, result, attempt);
  }
}

/** Runs the session's workflow; between its pieces a person answers what it asks. */
async function runSession(
  context: BuildContext,
  task: TaskToRun,
  session: { sessionId: string; turnsMax: number; progressTo: number },
): Promise<SessionResult> {
  const { sessionId } = session;
  let turn = 1;
  for (let piece = 1; ; piece += 1) {
    const input: SessionInput = {
      v: 1,
      buildId: context.id,
      ...session,
      taskId: task.id,
      role: task.role,
      title: task.title,
      queues: context.input.queues,
      turn,
    };
    const result: SessionResult = await executeChild(WORKFLOW.agentSession, {
      workflowId: piece === 1 ? sessionId : `${sessionId}/${piece}`,
      args: [input],
      // The child cleans up by itself when the build is stopped (temporal.md 71).
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      staticSummary: `${task.role}: ${task.title}`.slice(0, 190),
    });
    if (result.outcome === 'QUESTION') await putQuestion(context, sessionId, result);
    else if (result.outcome === 'BUDGET') await waitForBudget(context, result.summary);
    else return result;
    // A question's turn is done; a turn without money starts again.
    turn = result.outcome === 'QUESTION' ? result.turn + 1 : result.turn;
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

async function escalate(context: BuildContext, task: TaskToRun, result: SessionResult, attempt: number): Promise<void> {
  const digest = uuid4().replaceAll('-', '').padEnd(64, '0');
  const summary = `Task ${task.id} was tried ${attempt} times and its checks do not pass yet. Its partial work is kept on its branch. Last result: ${result.summary.slice(0, 2_000)}\nAnswer with guidance to try again, or reject to end the build.`;
  const decision = await context.ask({ kind: 'question', gate: 'G5', digest, summary, actions: ['answer', 'approve', 'reject'] });
  if (decision.name === 'reject') endBuild('TASK_FAILED', `task ${task.id}: ${result.summary.slice(0, 2_000)}`);
  if (decision.text)
    await context.record({
      event: { kind: 'guidance', text: decision.text, by: decision.userId },
      guidance: { id: decision.id, userId: decision.userId, text: decision.text },
    });
}
