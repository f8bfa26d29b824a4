import type { Plan, PlanTask } from './plan.js';

/** What an edit does to the tasks of a plan. */
export interface PlanChanges {
  /** Tasks of the base whose definition differs, and those that are gone. */
  touched: string[];
  removed: string[];
  /** The changed tasks of the new plan and all that depends on them, directly or not. */
  affected: string[];
}

/** Compares two plans task by task; the order of the tasks, title, summary and the like are no change of a task. */
export function planChanges(base: Plan, next: Plan): PlanChanges {
  const now = new Map(next.tasks.map((task) => [task.id, task]));
  const removed = base.tasks.filter(({ id }) => !now.has(id)).map(({ id }) => id);
  const changed = base.tasks.filter((task) => {
    const twin = now.get(task.id);
    return twin !== undefined && !sameTask(task, twin);
  });
  const touched = [...changed.map(({ id }) => id), ...removed];
  return { touched, removed, affected: withDependents(next.tasks, new Set(changed.map(({ id }) => id))) };
}

function sameTask(left: PlanTask, right: PlanTask): boolean {
  const essence = (task: PlanTask) =>
    JSON.stringify([task.goal, task.role, [...task.files].sort(), [...task.depends_on].sort(), [...task.symbols].sort(), task.complexity]);
  return essence(left) === essence(right);
}

/** The seeds and every task that depends on one of them, in the order of the tasks. */
function withDependents(tasks: readonly PlanTask[], seeds: ReadonlySet<string>): string[] {
  const found = new Set(seeds);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const task of tasks) if (task.depends_on.some((id) => found.has(id))) found.add(task.id);
  }
  return tasks.filter(({ id }) => found.has(id)).map(({ id }) => id);
}

/** A task as the workflow knows it: its id, who does it and what it is called. */
export function taskRef(task: PlanTask): { id: string; role: string; title: string } {
  return { id: task.id, role: task.role.slice(0, 60), title: task.goal.split('\n')[0]?.slice(0, 120) || task.id };
}
