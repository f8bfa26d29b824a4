/** One's own edits on top of somebody else's; pure. */
import { planDiff } from './plan-diff.js';
import type { Plan, PlanTask } from './plan.js';

export interface Merged {
  plan: Plan;
  /** Tasks (and `title`, `summary`) that both changed: one's own edit stands. */
  both: string[];
}

/** `mine` was made from `base`, and meanwhile so was `theirs`. Task by task; what only they changed stays theirs. */
export function mergePlans(base: Plan, mine: Plan, theirs: Plan): Merged {
  const ours = new Map(planDiff(base, mine).tasks.map((change) => [change.id, change.kind]));
  const others = new Set(planDiff(base, theirs).tasks.map(({ id }) => id));
  const own = new Map(mine.tasks.map((task) => [task.id, task]));
  const kept = theirs.tasks.flatMap((task) => (ours.get(task.id) === 'removed' ? [] : [ours.has(task.id) ? (own.get(task.id) ?? task) : task]));
  const there = new Set(kept.map(({ id }) => id));
  // Added by us, or changed by us and removed by them.
  const more = mine.tasks.filter(({ id }) => !there.has(id) && ours.has(id));
  const texts = (['title', 'summary'] as const).filter((name) => mine[name] !== base[name]);
  const plan = { ...theirs, ...Object.fromEntries(texts.map((name) => [name, mine[name]])), tasks: sound([...kept, ...more]) };
  const bothTexts = texts.filter((name) => theirs[name] !== base[name]);
  return { plan, both: [...[...ours.keys()].filter((id) => others.has(id)), ...bothTexts] };
}

/** Dependencies on tasks that are gone go too. */
function sound(tasks: PlanTask[]): PlanTask[] {
  const ids = new Set(tasks.map(({ id }) => id));
  return tasks.map((task) => (task.depends_on.every((id) => ids.has(id)) ? task : { ...task, depends_on: task.depends_on.filter((id) => ids.has(id)) }));
}
