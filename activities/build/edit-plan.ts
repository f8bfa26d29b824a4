import { and, eq, inArray } from 'drizzle-orm';
import type { TaskRef } from '../../contracts/messages.js';
import { orderTasks, planSchema, type Plan, type PlanTask } from '../../schemas/plan.js';
import { taskRef } from '../../schemas/plan-edit.js';
import type { Executor, Transaction } from '../../db/client.js';
import { titleAfterEdit, withProjectName } from '../../db/queries/plans.js';
import { recordChange, storable } from '../../db/queries/record.js';
import { planVersions, tasks } from '../../db/schema/index.js';
import { loadBuild, loadPlan } from '../agent/session-store.js';
import type { BuildDeps } from './deps.js';
import { assigned, keepPrd } from './tasks.js';

type Deps = Pick<BuildDeps, 'db' | 'failpoint' | 'roles' | 'team'>;

export interface PlanEdit {
  buildId: string;
  decisionId: string;
  userId: string;
  planVersion: number;
  planDigest: string;
  /** Done tasks that run again. */
  again: string[];
}

/**
 * Brings the rows to what the workflow's board already is: tasks that have not begun follow the new plan, what began keeps
 * its row. One transaction, once per decision. The caller has made sure that no touched task is at work. Answers the tasks
 * with the roles that do them in this build.
 */
export async function applyPlanEdit(deps: Deps, edit: PlanEdit): Promise<{ tasks: TaskRef[] }> {
  const [build, plan] = await Promise.all([loadBuild(deps.db.orm, edit.buildId), planOf(deps.db.orm, edit.buildId, edit.planVersion)]);
  const ordered = assigned(deps, build, orderTasks(plan.tasks)).map(({ task }) => task);
  deps.failpoint('plan-edit', 'before');
  await deps.db.orm.transaction(async (tx) => {
    const before = await loadBuild(tx, edit.buildId);
    const change = {
      buildId: edit.buildId,
      key: `edit/${edit.decisionId}`,
      event: { kind: 'plan.edited', version: edit.planVersion, digest: edit.planDigest, by: edit.userId, again: edit.again },
      patch: { planVersion: edit.planVersion, planDigest: edit.planDigest, title: titleAfterEdit(edit.buildId, edit.planVersion) },
      audit: { actor: edit.userId, action: 'build.editPlan', detail: { version: edit.planVersion, digest: edit.planDigest, again: edit.again } },
    } as const;
    const { seq } = await withProjectName(tx, edit.buildId, () => recordChange(tx, change));
    if (seq !== null) await moveTasks(tx, edit, before.planVersion ?? 0, ordered);
  });
  deps.failpoint('plan-edit', 'after');
  await keepPrd(deps, build, planSchema.parse(await loadPlan(deps.db.orm, { ...build, planVersion: edit.planVersion })), edit.planVersion);
  return { tasks: ordered.map(taskRef) };
}

async function moveTasks(tx: Transaction, edit: PlanEdit, oldVersion: number, ordered: readonly PlanTask[]): Promise<void> {
  const old = await planOf(tx, edit.buildId, oldVersion);
  const rows = await tx.select({ id: tasks.taskId, status: tasks.status }).from(tasks).where(eq(tasks.buildId, edit.buildId));
  const statusOf = new Map(rows.map((row) => [row.id, row.status]));
  for (const [ordinal, task] of ordered.entries()) {
    const status = edit.again.includes(task.id) ? 'again' : statusOf.get(task.id);
    const row = and(eq(tasks.buildId, edit.buildId), eq(tasks.taskId, task.id));
    if (status === undefined) await tx.insert(tasks).values({ buildId: edit.buildId, taskId: task.id, ...contentOf(task), ordinal });
    else if (status === 'pending')
      await tx
        .update(tasks)
        .set({ ...contentOf(task), ordinal })
        .where(row);
    else if (status === 'again')
      await tx
        .update(tasks)
        .set({ ...contentOf(task), ...UNBEGUN, ordinal })
        .where(row);
    else await tx.update(tasks).set({ ordinal }).where(row);
  }
  // Only what the plan itself brought: the engine's own tasks are in no plan.
  const gone = old.tasks.map(({ id }) => id).filter((id) => !ordered.some((task) => task.id === id));
  if (gone.length > 0) await tx.delete(tasks).where(and(eq(tasks.buildId, edit.buildId), inArray(tasks.taskId, gone), eq(tasks.status, 'pending')));
}

const UNBEGUN = { status: 'pending', attempts: 0, result: null, startedAt: null, endedAt: null };

function contentOf(task: PlanTask) {
  return { goal: storable(task.goal), role: storable(task.role), files: task.files, dependsOn: task.depends_on, complexity: task.complexity };
}

async function planOf(executor: Executor, buildId: string, version: number): Promise<Pick<Plan, 'tasks'>> {
  const [row] = await executor
    .select({ plan: planVersions.plan })
    .from(planVersions)
    .where(and(eq(planVersions.buildId, buildId), eq(planVersions.version, version)));
  return row ? planSchema.parse(row.plan) : { tasks: [] };
}

export interface ModelChange {
  buildId: string;
  /** The decision's id. */
  id: string;
  userId: string;
  /** Null leaves it to the routing. */
  model: string | null;
  /** Null keeps the preference of now. */
  llmPreference: string | null;
}

/** The build's model from its next call on. Once per decision. */
export async function changeModel(deps: Pick<BuildDeps, 'db'>, change: ModelChange): Promise<void> {
  await deps.db.orm.transaction(async (tx) => {
    const preference = change.llmPreference ?? (await loadBuild(tx, change.buildId)).llmPreference;
    await recordChange(tx, {
      buildId: change.buildId,
      key: `said/${change.id}`,
      event: { kind: 'model.changed', model: change.model, llm_preference: preference, by: change.userId },
      patch: { modelOverride: change.model, llmPreference: preference },
      audit: { actor: change.userId, action: 'build.changeModel', detail: { model: change.model, llm_preference: preference } },
    });
  });
}
