import type { TaskRef } from '../contracts/messages.js';
import type { Decision } from './build-state.js';
import type { BuildContext } from './context.js';
import { endBuild } from './failure.js';
import type { Tried } from './try-task.js';

/**
 * A task goes to a person: with what was tried, which checks fail, what there is of the work and what the engine suggests.
 * Their answer is guidance for the tries to come; a rejection ends the build.
 */
export async function askForHelp(context: BuildContext, task: TaskRef, tried: Tried): Promise<void> {
  const decision = await explainAndAsk(context, task, tried, 'failed');
  if (decision.name === 'reject')
    endBuild('TASK_FAILED', `task ${task.id}: ${decision.text ? `${decision.text.slice(0, 500)}\n` : ''}${tried.summary.slice(0, 2_000)}`);
  await keepGuidance(context, decision);
}

/** A change whose checks pass has findings that a person must weigh (G5). True: it is merged as it is. */
export async function askAboutChange(context: BuildContext, task: TaskRef, tried: Tried): Promise<boolean> {
  const decision = await explainAndAsk(context, task, tried, 'findings');
  if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? `the change of task ${task.id} was rejected`);
  await keepGuidance(context, decision);
  if (decision.name !== 'approve') return false;
  const { sessionId } = tried.session;
  await context.act.quick.acceptTry.executeWithOptions({ summary: `accepted: ${task.id}` }, [{ sessionId, by: decision.userId }]);
  return true;
}

async function explainAndAsk(context: BuildContext, task: TaskRef, tried: Tried, why: 'failed' | 'findings'): Promise<Decision> {
  const { sessionId } = tried.session;
  const { digest, summary } = await context.act.quick.explainTask.executeWithOptions({ summary: `explain: ${task.id}` }, [{ sessionId, why }]);
  return context.ask({ kind: 'question', gate: 'G5', digest, summary, actions: ['answer', 'approve', 'reject'] });
}

async function keepGuidance(context: BuildContext, decision: Decision): Promise<void> {
  if (!decision.text) return;
  await context.record({
    event: { kind: 'guidance', text: decision.text, by: decision.userId },
    guidance: { id: decision.id, userId: decision.userId, text: decision.text },
  });
}
