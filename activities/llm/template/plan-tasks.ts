import type { Blueprint, TaskBlueprint } from './blueprint.js';
import { type Conversation, textOf, textsOf } from './conversation.js';
import { plain } from './source.js';

/** Which tasks of a plan, perhaps edited by a person, are which of ours, and what of them nobody does. */

export const DOCS_TASK = 'docs';
// The engine's own task when the checks fail on main: all a template can do is to put its files back.
export const MEND_TASK = 'mend';

// Of a goal people read, enough to find it again.
const GOAL_CHARS = 200;

type Task = Record<string, unknown>;

export function planTasks(conversation: Conversation): Task[] {
  const tasks = conversation.plan?.tasks;
  return Array.isArray(tasks) ? tasks.filter((task) => typeof task === 'object' && task !== null) : [];
}

export function idOf(task: Task): string {
  return typeof task.id === 'number' ? String(task.id) : textOf(task, 'id');
}

/** Which of our tasks a task of the plan is: by its id, its files, or the words of its goal. */
export function kindOfTask(task: Task, blueprint: Blueprint): string | null {
  const id = idOf(task);
  if (id === DOCS_TASK || textOf(task, 'role') === 'technical-writer') return DOCS_TASK;
  if (blueprint.tasks.some((own) => own.id === id)) return id;
  if (id.startsWith('mend-') && textOf(task, 'role') === 'qa-engineer') return MEND_TASK;
  const files = textsOf(task, 'files');
  const byFiles = blueprint.tasks.findLast((own) => own.files.some((file) => files.includes(file.path)));
  if (byFiles) return byFiles.id;
  const goal = textOf(task, 'goal');
  // A goal in a person's own words only counts when it names the whole of what a task makes.
  if (isWhole(goal)) return blueprint.tasks.at(-1)?.id ?? null;
  return blueprint.tasks.find((own) => own.goal === goal)?.id ?? null;
}

function isWhole(goal: string): boolean {
  return /\b(?:everything|whole service|complete service|entire service)\b/i.test(goal);
}

/** What of the plan's tasks is not done: those there is no template for, and the words a person gave to those there is one for. */
export function tasksLeft(conversation: Conversation, blueprint: Blueprint): string[] {
  return planTasks(conversation).flatMap((task) => leftOfTask(task, blueprint));
}

/** The same of one task. */
export function leftOfTask(task: Task, blueprint: Blueprint): string[] {
  const kind = kindOfTask(task, blueprint);
  const goal = textOf(task, 'goal');
  if (kind === null) return [`the task "${idOf(task)}": ${plain(goal, GOAL_CHARS)}`];
  const own = blueprint.tasks.find((one) => one.id === kind);
  if (own === undefined || isOwnGoal(goal, own)) return [];
  return [`other words for the task "${idOf(task)}", which is done as its template has it: ${plain(goal, GOAL_CHARS)}`];
}

/** The things a task is about change with the requirements, and its goal says the same of them. */
function isOwnGoal(goal: string, own: TaskBlueprint): boolean {
  return goal.trim() === '' || isWhole(goal) || withoutThings(goal) === withoutThings(own.goal);
}

const THINGS = /\b(of|for|around)(?: (?!with |and |plus )[\w-]+,?)+(?=[:;])/;

function withoutThings(goal: string): string {
  return goal.trim().replace(THINGS, '$1');
}
