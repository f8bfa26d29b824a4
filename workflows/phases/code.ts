import type { BuildContext } from '../context.js';
import type { Phase } from '../run-phase.js';
import { runTask } from '../run-task.js';

/** The plan's tasks, one after the other in the order of their dependencies; each is merged when its checks passed (G5). */
export const codePhase: Phase = { name: 'code', status: 'coding', from: 25, to: 70, run };

async function run(context: BuildContext): Promise<string> {
  // Asked anew before each: a person may have changed, moved, added or removed what has not begun.
  for (let task = await context.nextTask(); task; task = await context.nextTask()) {
    context.commit = await runTask(context, task, context.progressAfterTask(25, 70), task.id === context.goesOn ? 1 : context.facts.team.candidates);
    context.finishTask(task.id);
    await context.askReviews();
  }
  const { tasks } = context;
  await context.passGate('G5', `${tasks.length} tasks merged`, { commit: context.commit });
  return `${tasks.length} tasks merged`;
}
