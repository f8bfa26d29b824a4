import type { BuildContext } from '../context.js';
import type { Phase } from '../run-phase.js';
import { runTask } from '../run-task.js';

/** The plan's tasks, one after the other in the order of their dependencies; each is merged when its checks passed (G5). */
export const codePhase: Phase = { name: 'code', status: 'coding', from: 25, to: 70, run };

async function run(context: BuildContext): Promise<string> {
  const { tasks } = context;
  for (const [index, task] of tasks.entries()) {
    const progress = 25 + (45 * (index + 1)) / tasks.length;
    context.commit = await runTask(context, task, progress);
    await context.askReviews();
  }
  await context.passGate('G5', `${tasks.length} tasks merged`, { commit: context.commit });
  return `${tasks.length} tasks merged`;
}
