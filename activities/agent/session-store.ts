import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database, Executor } from '../../db/client.js';
import { builds, guidance, planVersions, sessions, steps, tasks } from '../../db/schema/index.js';

export type SessionRow = typeof sessions.$inferSelect;
export type BuildRow = typeof builds.$inferSelect;
export type TaskRow = typeof tasks.$inferSelect;
export type StepRow = typeof steps.$inferSelect;

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

/** The plan a build works by: the version its row names. */
export async function loadPlan(executor: Executor, build: BuildRow): Promise<Record<string, unknown>> {
  const [row] = await executor
    .select({ plan: planVersions.plan })
    .from(planVersions)
    .where(and(eq(planVersions.buildId, build.id), eq(planVersions.version, build.planVersion ?? 0)));
  return row?.plan ?? {};
}

export function listSteps(db: Database, sessionId: string): Promise<StepRow[]> {
  return db.orm.select().from(steps).where(eq(steps.sessionId, sessionId)).orderBy(asc(steps.turn), asc(steps.call));
}

/** What people said into the build, oldest first. */
export function listGuidance(db: Database, session: SessionRow): Promise<{ text: string; createdAt: Date }[]> {
  return db.orm
    .select({ text: guidance.text, createdAt: guidance.createdAt })
    .from(guidance)
    .where(eq(guidance.buildId, session.buildId))
    .orderBy(asc(guidance.createdAt));
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
