import { and, eq, or, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.js';
import { baselines, builds, repositories } from '../../db/schema/index.js';
import type { CheckReport } from '../checks/port.js';

export type RepositoryRow = typeof repositories.$inferSelect;

export interface RepositoryOfBuild {
  repository: RepositoryRow;
  /** Main when the build began; null before it was taken in. */
  baseCommit: string | null;
  /** What the checks said of that commit; null when they have not run yet. */
  baseline: CheckReport | null;
}

/** The repository a build works on, found through its project or, for a fork, through its parent's; null when it was started here. */
export async function repositoryOfBuild(executor: Executor, buildId: string): Promise<RepositoryOfBuild | null> {
  const [row] = await executor
    .select({ repository: repositories, baseCommit: builds.baseCommit, baseline: baselines.report })
    .from(builds)
    .innerJoin(repositories, or(eq(repositories.projectId, builds.projectId), eq(repositories.projectId, sql`${builds.fork}->>'fromProject'`)))
    .leftJoin(
      baselines,
      and(eq(baselines.projectId, repositories.projectId), eq(baselines.commit, sql`coalesce(${builds.baseCommit}, ${repositories.baseCommit})`)),
    )
    .where(eq(builds.id, buildId));
  if (!row) return null;
  return { repository: row.repository, baseCommit: row.baseCommit ?? row.repository.baseCommit, baseline: row.baseline as unknown as CheckReport | null };
}

/** Whether a build works on an existing repository: asked for in its intent, or what its project was made from. */
export async function isOnRepository(executor: Executor, build: { projectId: string; artifacts: Record<string, unknown> }): Promise<boolean> {
  if (build.artifacts['repo'] !== undefined) return true;
  const [row] = await executor.select({ id: repositories.projectId }).from(repositories).where(eq(repositories.projectId, build.projectId));
  return row !== undefined;
}
