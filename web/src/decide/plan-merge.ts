/** One's own edits on top of somebody else's; pure. */
import { changedTasks } from './plan-diff.js';
import type { Plan, PlanTask } from './plan.js';

export interface Merged {
  plan: Plan;
  /** Tasks (and `title`, `summary`) that both changed: one's own edit stands. */
  both: string[];
}

/** `mine` was made from `base`, and meanwhile so was `theirs`. Task by task; what only they changed stays theirs. */
export function mergePlans(base: Plan, mine: Plan, theirs: Plan): Merged {
  const ours = new Map(changedTasks(base, mine).map((change) => [change.id, change.kind]));
  const others = new Set(changedTasks(base, theirs).map(({ id }) => id));
  const own = new Map(mine.tasks.map((task) => [task.id, task]));
  const kept = theirs.tasks.flatMap((task) => (ours.get(task.id) === 'removed' ? [] : [ours.has(task.id) ? (own.get(task.id) ?? task) : task]));
  const there = new Set(kept.map(({ id }) => id));
  // Added by us, or changed by us and removed by them.
  const more = mine.tasks.filter(({ id }) => !there.has(id) && ours.has(id));
  const texts = (['title', 'summary'] as const).filter((name) => mine[name] !== base[name]);
  const requirements = mergeItems(base.requirements, mine.requirements, theirs.requirements);
  const plan = { ...theirs, ...Object.fromEntries(texts.map((name) => [name, mine[name]])), requirements, tasks: sound([...kept, ...more]) };
  const bothTexts = texts.filter((name) => theirs[name] !== base[name]);
  return { plan, both: [...[...ours.keys()].filter((id) => others.has(id)), ...bothTexts] };
}

/** Theirs without what we took out, and what we added. */
function mergeItems(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const kept = theirs.filter((item) => mine.includes(item) || !base.includes(item));
  return [...kept, ...mine.filter((item) => !base.includes(item) && !kept.includes(item))];
}

/** Dependencies on tasks that are gone go too. */
function sound(tasks: PlanTask[]): PlanTask[] {
  const ids = new Set(tasks.map(({ id }) => id));
  return tasks.map((task) => (task.depends_on.every((id) => ids.has(id)) ? task : { ...task, depends_on: task.depends_on.filter((id) => ids.has(id)) }));
}
