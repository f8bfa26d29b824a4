/** What one plan has that another had not, in words; pure. */
import { money, roughly } from '../ui/format.js';
import type { Plan, PlanTask } from './plan.js';
import { diffItems, diffText, type DiffLine } from './text-diff.js';

/** One field that differs, and only the lines of it that do. */
export interface PartChange {
  name: string;
  lines: DiffLine[];
}

export interface TaskChange {
  id: string;
  kind: 'added' | 'removed' | 'changed';
  goal: string;
  /** Of a changed one: what differs. */
  parts: PartChange[];
}

export interface PlanDiff {
  tasks: TaskChange[];
  /** The rest: title, summary, risks, estimate ... */
  parts: PartChange[];
  /** The tasks that both have run in another order. */
  reordered: boolean;
}

/** A task that only got another id counts as changed: its text is the same, so it is not told again. */
export function planDiff(before: Plan, after: Plan): PlanDiff {
  const newIds = renamed(before, after);
  const oldIds = new Map([...newIds].map(([old, now]) => [now, old]));
  const idsNow = (ids: readonly string[]) => ids.map((id) => newIds.get(id) ?? id);
  const aligned = { ...before, tasks: before.tasks.map((task) => ({ ...task, id: newIds.get(task.id) ?? task.id, depends_on: idsNow(task.depends_on) })) };
  const changes = new Map(changedTasks(aligned, after).map((change) => [change.id, change]));
  for (const task of after.tasks) {
    const old = oldIds.get(task.id);
    if (old === undefined) continue;
    const id = { name: 'id', lines: diffText(old, task.id) };
    changes.set(task.id, { id: task.id, kind: 'changed', goal: task.goal, parts: [id, ...(changes.get(task.id)?.parts ?? [])] });
  }
  return { tasks: [...changes.values()], parts: planParts(before, after), reordered: isReordered(aligned, after) };
}

/** The tasks that differ, by their ids: in the order of the new plan, those that are gone last. */
export function changedTasks(before: Plan, after: Plan): TaskChange[] {
  const old = new Map(before.tasks.map((task) => [task.id, task]));
  const now = new Set(after.tasks.map(({ id }) => id));
  const changed = after.tasks.flatMap((task): TaskChange[] => {
    const twin = old.get(task.id);
    if (!twin) return [{ id: task.id, kind: 'added', goal: task.goal, parts: [] }];
    const parts = taskParts(twin, task);
    return parts.length === 0 ? [] : [{ id: task.id, kind: 'changed', goal: task.goal, parts }];
  });
  const gone = before.tasks.filter(({ id }) => !now.has(id));
  return [...changed, ...gone.map(({ id, goal }): TaskChange => ({ id, kind: 'removed', goal, parts: [] }))];
}

/** Old id -> new id of tasks that say the same under another id. */
function renamed(before: Plan, after: Plan): Map<string, string> {
  const [old, now] = [new Set(before.tasks.map(({ id }) => id)), new Set(after.tasks.map(({ id }) => id))];
  const free = after.tasks.filter(({ id }) => !old.has(id));
  const found = new Map<string, string>();
  for (const task of before.tasks) {
    if (now.has(task.id)) continue;
    const at = free.findIndex(({ goal, role }) => goal === task.goal && role === task.role);
    const [twin] = at < 0 ? [] : free.splice(at, 1);
    if (twin) found.set(task.id, twin.id);
  }
  return found;
}

function isReordered(before: Plan, after: Plan): boolean {
  const common = (of: Plan, other: Plan) => {
    const there = new Set(other.tasks.map(({ id }) => id));
    return of.tasks.map(({ id }) => id).filter((id) => there.has(id));
  };
  return common(before, after).join(' ') !== common(after, before).join(' ');
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
  const ofTasks = [...counted, ...(reordered ? ['tasks reordered'] : [])];
  const names = parts.map(({ name }) => name).join(', ');
  return [...ofTasks, ...(names === '' ? [] : [ofTasks.length > 0 ? `other: ${names}` : names])].join(', ') || 'nothing';
}

function taskParts(before: PlanTask, after: PlanTask): PartChange[] {
  return different([
    ['goal', diffText(before.goal, after.goal)],
    ['role', diffText(before.role, after.role)],
    ['files', diffItems(before.files, after.files)],
    ['depends on', diffItems(before.depends_on, after.depends_on)],
    ['symbols', diffItems(before.symbols, after.symbols)],
    ['complexity', diffText(String(before.complexity), String(after.complexity))],
  ]);
}

function planParts(before: Plan, after: Plan): PartChange[] {
  return different([
    ['title', diffText(before.title, after.title)],
    ['summary', diffText(before.summary, after.summary)],
    ['language', diffText(before.language ?? '', after.language ?? '')],
    ['requirements', diffItems(before.requirements, after.requirements)],
    ['phases', diffItems(before.phases, after.phases)],
    ['stack', diffItems(before.stack, after.stack)],
    ['risks', diffItems(before.risks, after.risks)],
    ['questions', diffItems(before.questions, after.questions)],
    ['estimate', diffText(estimate(before), estimate(after))],
  ]);
}

function different(rows: [name: string, lines: DiffLine[]][]): PartChange[] {
  return rows.filter(([, lines]) => lines.length > 0).map(([name, lines]) => ({ name, lines }));
}

function estimate({ estimate: { hours, usd } }: Plan): string {
  return `${roughly(hours)}, ${money(usd)}`;
}
