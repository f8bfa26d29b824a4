import { z } from 'zod';
import { text } from './text.js';

const line = text({ max: 2_000 });
// A model may answer a list as one string or leave it out; a plan is judged by its tasks, not by its punctuation.
const lines = z
  .union([z.array(z.union([line, z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value))])), line])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .default([]);
// Part of a branch name: git refuses two dots in a row, a dot at the end and `.lock`.
const TASK_ID = /^(?!.*(?:\.\.|\.$|\.lock$))[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

export const planTaskSchema = z.object({
  id: z.union([z.number().transform(String), z.string()]).pipe(z.string().regex(TASK_ID, 'must be 1 to 40 of A-Z a-z 0-9 . _ - without two dots in a row')),
  goal: text({ min: 1, max: 4_000 }),
  role: text({ max: 60 }).default('backend-developer'),
  files: z
    .array(text({ min: 1, max: 300 }))
    .max(200)
    .default([]),
  depends_on: z
    .array(z.union([z.number().transform(String), z.string()]))
    .max(60)
    .default([]),
  symbols: z.array(line).max(200).default([]),
  complexity: z.number().min(0).max(100).default(1),
});

/** The language of a project, by a name its image goes by: which there are, the folders in sandbox-images/ say. */
export const languageName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9+#.]{0,39}$/, 'must be the name of a programming language, such as python, typescript, go, java or csharp');

/** A plan: what the planner answers and what a person approves or edits (spec.md section 2). */
export const planSchema = z
  .object({
    title: text({ min: 1, max: 200 }),
    summary: text({ max: 8_000 }).default(''),
    language: languageName.optional(),
    requirements: lines,
    phases: lines,
    // 60 tasks: contracts/limits.ts PLAN_TASKS_MAX.
    tasks: z.array(planTaskSchema).min(1).max(60),
    stack: lines,
    risks: lines,
    questions: lines,
    estimate: z
      .object({ hours: z.number().min(0).max(10_000).default(0), usd: z.number().min(0).max(100_000).default(0), basis: text({ max: 2_000 }).default('') })
      .default({ hours: 0, usd: 0, basis: '' }),
    /** Who made it: a model's name; `template` says so of itself. */
    made_by: text({ max: 200 }).optional(),
  })
  .superRefine((plan, context) => {
    for (const problem of graphProblems(plan.tasks)) context.addIssue({ code: 'custom', path: ['tasks'], message: problem });
  })
  .meta({ id: 'Plan' });

export type Plan = z.infer<typeof planSchema>;
export type PlanTask = z.infer<typeof planTaskSchema>;

/** What is wrong with the dependency graph: double ids, unknown dependencies, cycles. Empty when sound. */
export function graphProblems(tasks: { id: string; depends_on: string[] }[]): string[] {
  const ids = new Set<string>();
  const problems: string[] = [];
  for (const task of tasks) {
    if (ids.has(task.id)) problems.push(`task id ${task.id} is used twice`);
    ids.add(task.id);
  }
  for (const task of tasks)
    for (const dependency of task.depends_on) if (!ids.has(dependency)) problems.push(`task ${task.id} depends on ${dependency}, which is not in the plan`);
  if (problems.length === 0 && orderTasks(tasks).length < tasks.length) problems.push('the tasks depend on each other in a circle');
  return problems;
}

/** The tasks in an order that respects their dependencies, stable; tasks of a cycle are left out. */
export function orderTasks<T extends { id: string; depends_on: string[] }>(tasks: T[]): T[] {
  const done = new Set<string>();
  const ordered: T[] = [];
  for (let moved = true; moved;) {
    moved = false;
    for (const task of tasks) {
      if (done.has(task.id) || !task.depends_on.every((id) => done.has(id))) continue;
      done.add(task.id);
      ordered.push(task);
      moved = true;
    }
  }
  return ordered;
}
