import type { BuildContext } from '../context.js';
import type { Phase } from '../run-phase.js';
import { runTask } from '../run-task.js';

/** One role by itself on a project: what it was asked, and its work on main. */
export const agentPhase: Phase = { name: 'code', status: 'coding', from: 25, to: 95, run };

async function run(context: BuildContext): Promise<string> {
  const { tasks } = await context.act.quick.planAgentRun.executeWithOptions({ summary: `prepare: ${context.facts.agent}` }, [{ buildId: context.id }]);
  context.tasks = tasks;
  for (let task = await context.nextTask(); task; task = await context.nextTask()) {
    context.commit = await runTask(context, task, 94, context.facts.team.candidates);
    context.finishTask(task.id);
  }
  return `commit ${context.commit?.slice(0, 12) ?? '(none)'}`;
}
