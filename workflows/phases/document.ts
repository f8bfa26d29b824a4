import type { BuildContext } from '../context.js';
import type { Phase } from '../run-phase.js';
import { runTask } from '../run-task.js';

const GOAL =
  'Write README.md for the users of this project: what it is, how to start, use and test it, with examples that work. For a service, also a Dockerfile.';

/** A technical writer describes what is really there. An existing repository has documents of its own: its plan says when they change. */
export const documentPhase: Phase = {
  name: 'document',
  status: 'documenting',
  from: 85,
  to: 95,
  skip: (context) => !context.facts.options.docs || context.facts.onRepository === true,
  run,
};

async function run(context: BuildContext): Promise<string> {
  if (context.tasks.some((task) => task.role === 'technical-writer')) return 'the plan had a task for the documents';
  const task = { id: context.newTaskId('docs'), role: context.roleFor('technical-writer'), title: 'write the documents' };
  await context.act.quick.addTask({ buildId: context.id, taskId: task.id, role: task.role, goal: GOAL, files: ['README.md', 'Dockerfile'] });
  context.commit = await runTask(context, task, 94);
  return 'documents merged';
}
