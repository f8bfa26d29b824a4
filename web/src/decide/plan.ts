/** Plans as the page has them, and what one does to them; pure. */
import type { Plan, PlanTask } from '../../../schemas/plan.js';
import { splitRisks } from '../../../contracts/not-built.js';
import { sentence } from '../ui/format.js';

export type { Plan, PlanTask };

/** A plan that came over the wire, or null when it is none: an old version may lack what newer ones have. */
export function asPlan(value: unknown): Plan | null {
  if (typeof value !== 'object' || value === null || !Array.isArray((value as { tasks?: unknown }).tasks)) return null;
  const given = value as Partial<Plan>;
  const tasks = (given.tasks ?? []).filter((task) => typeof task?.id === 'string' && typeof task.goal === 'string');
  return {
    ...given,
    title: given.title ?? '',
    summary: given.summary ?? '',
    requirements: given.requirements ?? [],
    phases: given.phases ?? [],
    stack: given.stack ?? [],
    risks: given.risks ?? [],
    questions: given.questions ?? [],
    estimate: given.estimate ?? { hours: 0, usd: 0, basis: '' },
    tasks: tasks.map((task) => ({
      ...task,
      role: task.role ?? 'backend-developer',
      files: task.files ?? [],
      depends_on: task.depends_on ?? [],
      symbols: task.symbols ?? [],
      complexity: task.complexity ?? 1,
    })),
  };
}

/** Whether a build ended because its plan was rejected: the newest version is then in force nowhere. */
export function isRejected({ failure }: { failure: { code: string } | null }): boolean {
  return failure?.code === 'PLAN_REJECTED';
}

// The words of activities/llm/template/parse/feedback.ts.
const UNMADE = /^a requested change that ([^"]+): "(.*?)"(?: \((.*)\))?$/s;

/** What was asked to be different and is not, as the planner says it among the risks: in whole sentences. */
export function unmadeChanges({ risks }: Pick<Plan, 'risks'>): string[] {
  const { notBuilt, others } = splitRisks(risks);
  return [...notBuilt, ...others].flatMap((risk) => {
    const [, why = '', change = '', hint] = UNMADE.exec(risk) ?? [];
    if (why === '') return [];
    const told = `“${change}” ${why.startsWith('this template') ? `was left out: ${why} it` : why}.`;
    return [hint === undefined ? told : `${told} ${sentence(hint)}${/[.!?]$/.test(hint) ? '' : '.'}`];
  });
}

/** Moves a task one place; the order decides where dependencies do not. */
export function moveTask(plan: Plan, id: string, by: -1 | 1): Plan {
  const from = plan.tasks.findIndex((task) => task.id === id);
  const to = from + by;
  const moved = plan.tasks[from];
  if (!moved || to < 0 || to >= plan.tasks.length) return plan;
  const tasks = plan.tasks.filter((task) => task.id !== id);
  tasks.splice(to, 0, moved);
  return { ...plan, tasks };
}

/** Takes a task out; what depended on it depends on what it depended on. */
export function removeTask(plan: Plan, id: string): Plan {
  const gone = plan.tasks.find((task) => task.id === id);
  if (!gone || plan.tasks.length === 1) return plan;
  const tasks = plan.tasks
    .filter((task) => task.id !== id)
    .map((task) => {
      if (!task.depends_on.includes(id)) return task;
      const inherited = [...task.depends_on.filter((other) => other !== id), ...gone.depends_on];
      return { ...task, depends_on: [...new Set(inherited)] };
    });
  return { ...plan, tasks };
}

export function changeTask(plan: Plan, id: string, change: Partial<Omit<PlanTask, 'id'>>): Plan {
  return { ...plan, tasks: plan.tasks.map((task) => (task.id === id ? { ...task, ...change } : task)) };
}

/** Adds an empty task at the end, under an id that is free. */
export function addTask(plan: Plan, goal = ''): { plan: Plan; id: string } {
  const taken = new Set(plan.tasks.map((task) => task.id));
  let number = plan.tasks.length + 1;
  while (taken.has(`task-${number}`)) number += 1;
  const id = `task-${number}`;
  const role = plan.tasks.at(-1)?.role ?? 'backend-developer';
  return { id, plan: { ...plan, tasks: [...plan.tasks, { id, goal, role, files: [], depends_on: [], symbols: [], complexity: 1 }] } };
}

/** One more requirement, to be written. */
export function addRequirement(plan: Plan): Plan {
  return { ...plan, requirements: [...plan.requirements, ''] };
}

export function changeRequirement(plan: Plan, index: number, text: string): Plan {
  return { ...plan, requirements: plan.requirements.map((line, at) => (at === index ? text : line)) };
}

export function removeRequirement(plan: Plan, index: number): Plan {
  return { ...plan, requirements: plan.requirements.filter((_, at) => at !== index) };
}

/** What a task may depend on without a circle: every other that does not depend on it, directly or not. */
export function possibleDependencies(tasks: readonly PlanTask[], id: string): string[] {
  const dependents = new Set([id]);
  for (let before = -1; before !== dependents.size;) {
    before = dependents.size;
    for (const task of tasks) if (task.depends_on.some((other) => dependents.has(other))) dependents.add(task.id);
  }
  return tasks.map((task) => task.id).filter((other) => !dependents.has(other));
}

/** What keeps a plan from being sent, by JSON pointer; empty when nothing does. */
export function problemsOf(plan: Plan): Map<string, string> {
  const problems = new Map<string, string>();
  if (plan.title.trim() === '') problems.set('/plan/title', 'A plan needs a title.');
  for (const [index, line] of plan.requirements.entries())
    if (line.trim() === '') problems.set(`/plan/requirements/${index}`, 'Say what must be true of the result, or remove this line.');
  for (const [index, task] of plan.tasks.entries())
    if (task.goal.trim() === '') problems.set(`/plan/tasks/${index}/goal`, 'Say what this task should achieve.');
  return problems;
}
