import { and, asc, eq, getTableColumns, gt, sql } from 'drizzle-orm';
import type { Database, Executor } from '../../db/client.js';
import { builds, planVersions, sessions, steps, tasks } from '../../db/schema/index.js';

export type SessionRow = typeof sessions.$inferSelect;
export type BuildRow = typeof builds.$inferSelect;
export type TaskRow = typeof tasks.$inferSelect;

const { whole: _whole, ...columns } = getTableColumns(steps);
/** Of a step all but its whole output, which may be a megabyte. */
export const STEP_COLUMNS = columns;
export type StepRow = Omit<typeof steps.$inferSelect, 'whole'>;

export interface SessionContext {
  session: SessionRow;
  build: BuildRow;
  task: TaskRow;
}

/** Session, build and task in one query. */
export async function loadSession(db: Database, sessionId: string): Promise<SessionContext> {
  const [row] = await db.orm
    .select({ session: sessions, build: builds, task: tasks })
    .from(sessions)
    .innerJoin(builds, eq(builds.id, sessions.buildId))
    .innerJoin(tasks, and(eq(tasks.buildId, sessions.buildId), eq(tasks.taskId, sessions.taskId)))
    .where(eq(sessions.id, sessionId));
  if (!row) throw new Error(`there is no session ${sessionId}`);
  return row;
}

export async function loadBuild(executor: Executor, buildId: string): Promise<BuildRow> {
  const [row] = await executor.select().from(builds).where(eq(builds.id, buildId));
  if (!row) throw new Error(`there is no build ${buildId}`);
  return row;
}

export async function loadTask(executor: Executor, buildId: string, taskId: string): Promise<TaskRow> {
  const [row] = await executor
    .select()
    .from(tasks)
    .where(and(eq(tasks.buildId, buildId), eq(tasks.taskId, taskId)));
  if (!row) throw new Error(`build ${buildId} has no task ${taskId}`);
  return row;
}

/** The plan a build works by: the version its row names. */
export async function loadPlan(executor: Executor, build: BuildRow): Promise<Record<string, unknown>> {
  const [row] = await executor
    .select({ plan: planVersions.plan })
    .from(planVersions)
    .where(and(eq(planVersions.buildId, build.id), eq(planVersions.version, build.planVersion ?? 0)));
  return row?.plan ?? {};
}

/** Steps of the turns after `after`, oldest first; of turns up to `cut` without their results. */
export function listSteps(db: Database, sessionId: string, after: number, cut: number): Promise<StepRow[]> {
  const result = sql<string>`case when ${steps.turn} > ${cut} then ${steps.result} else '' end`;
  return db.orm
    .select({ ...STEP_COLUMNS, result })
    .from(steps)
    .where(and(eq(steps.sessionId, sessionId), gt(steps.turn, after)))
    .orderBy(asc(steps.turn), asc(steps.call));
}

/** The whole output of a step whose result was cut, or null. */
export async function readWhole(db: Database, sessionId: string, turn: number, call: number): Promise<string | null> {
  const [row] = await db.orm
    .select({ whole: steps.whole })
    .from(steps)
    .where(and(eq(steps.sessionId, sessionId), eq(steps.turn, turn), eq(steps.call, call)));
  return row?.whole ?? null;
}

export async function addSessionCost(executor: Executor, sessionId: string, usd: number): Promise<void> {
  await executor
    .update(sessions)
    .set({ costUsd: sql`${sessions.costUsd} + ${usd}` })
    .where(eq(sessions.id, sessionId));
}

/** Takes the session's sandbox: raises its generation, so that whoever held it before holds nothing. */
export async function takeSandbox(db: Database, sessionId: string): Promise<number> {
  const [row] = await db.orm
    .update(sessions)
    .set({ sandboxGeneration: sql`${sessions.sandboxGeneration} + 1` })
    .where(eq(sessions.id, sessionId))
    .returning({ generation: sessions.sandboxGeneration });
  return row?.generation ?? 0;
}
