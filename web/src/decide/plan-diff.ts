/** What one plan has that another had not, in words; pure. */
import type { Plan, PlanTask } from './plan.js';

export interface TaskChange {
  id: string;
  kind: 'added' | 'removed' | 'changed';
  goal: string;
  /** Of a changed one: what differs. */
  parts: { name: string; before: string; after: string }[];
}

export interface PlanDiff {
  tasks: TaskChange[];
  /** The rest: title, summary, risks, estimate ... */
  parts: { name: string; before: string; after: string }[];
  /** The tasks that both have run in another order. */
  reordered: boolean;
}

export function planDiff(before: Plan, after: Plan): PlanDiff {
  const old = new Map(before.tasks.map((task) => [task.id, task]));
  const now = new Map(after.tasks.map((task) => [task.id, task]));
  const tasks: TaskChange[] = [];
  for (const task of after.tasks) {
    const twin = old.get(task.id);
    const parts = twin ? taskParts(twin, task) : [];
    if (!twin) tasks.push({ id: task.id, kind: 'added', goal: task.goal, parts });
    else if (parts.length > 0) tasks.push({ id: task.id, kind: 'changed', goal: task.goal, parts });
  }
  for (const task of before.tasks) if (!now.has(task.id)) tasks.push({ id: task.id, kind: 'removed', goal: task.goal, parts: [] });
  const common = (plan: Plan) =>
    plan.tasks
      .map((task) => task.id)
      .filter((id) => old.has(id) && now.has(id))
      .join(' ');
  return { tasks, parts: planParts(before, after), reordered: common(before) !== common(after) };
}

export function isSame({ tasks, parts, reordered }: PlanDiff): boolean {
  return tasks.length === 0 && parts.length === 0 && !reordered;
}

/** A few words: `2 tasks added, 1 task changed, tasks reordered, other: risks`. */
export function diffSentence({ tasks, parts, reordered }: PlanDiff): string {
  const counted = (['added', 'removed', 'changed'] as const).flatMap((kind) => {
    const count = tasks.filter((task) => task.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? 'task' : 'tasks'} ${kind}`];
  });
  const rest = [...(reordered ? ['tasks reordered'] : []), ...(parts.length > 0 ? [`other: ${parts.map(({ name }) => name).join(', ')}`] : [])];
  return [...counted, ...rest].join(', ') || 'nothing';
}

function taskParts(before: PlanTask, after: PlanTask) {
  return different([
    ['goal', before.goal, after.goal],
    ['role', before.role, after.role],
    ['files', list(before.files), list(after.files)],
    ['depends on', list(before.depends_on), list(after.depends_on)],
    ['symbols', list(before.symbols), list(after.symbols)],
    ['complexity', String(before.complexity), String(after.complexity)],
  ]);
}

function planParts(before: Plan, after: Plan) {
  return different([
    ['title', before.title, after.title],
    ['summary', before.summary, after.summary],
    ['language', before.language ?? '', after.language ?? ''],
    ['requirements', before.requirements.join('\n'), after.requirements.join('\n')],
    ['stack', before.stack.join('\n'), after.stack.join('\n')],
    ['risks', before.risks.join('\n'), after.risks.join('\n')],
    ['questions', before.questions.join('\n'), after.questions.join('\n')],
    ['estimate', estimate(before), estimate(after)],
  ]);
}

function different(rows: [name: string, before: string, after: string][]) {
  return rows.filter(([, before, after]) => before !== after).map(([name, before, after]) => ({ name, before, after }));
}

function list(items: readonly string[]): string {
  return [...items].sort().join(', ');
}

function estimate({ estimate: { hours, usd } }: Plan): string {
  return `${hours} h, $${usd}`;
}
