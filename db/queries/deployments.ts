import { and, desc, eq, gte, inArray, or, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.js';
import { approvals, deployments } from '../schema/index.js';
import { tellOver } from './deployment-output.js';

const UNDER_WAY = ['requested', 'building', 'testing', 'starting', 'switching'];

/** Whether a deployment of this status is still to become live, or not. */
export function isUnderWay(status: string): boolean {
  return UNDER_WAY.includes(status);
}

/** Whether a deployment of this status serves nobody (any more), until a person returns to it. */
export function isOver(status: string): boolean {
  return status !== 'live' && !isUnderWay(status);
}

/** The deployment of a project's environment that is under way; null when none is. */
export async function findUnderWay(orm: Executor, projectId: string, environment: string): Promise<{ id: string; status: string } | null> {
  const here = and(eq(deployments.projectId, projectId), eq(deployments.environment, environment), inArray(deployments.status, UNDER_WAY));
  const rows = await orm.select({ id: deployments.id, status: deployments.status }).from(deployments).where(here).limit(1);
  return rows[0] ?? null;
}

/** The newest deployment of a build to an environment that is under way, or began since a time (ISO); null when there is none. */
export async function findHandedOver(orm: Executor, buildId: string, environment: string, since: string | null): Promise<string | null> {
  const counts = or(inArray(deployments.status, UNDER_WAY), since === null ? undefined : gte(deployments.createdAt, sql`${since}::timestamptz`));
  const rows = await orm
    .select({ id: deployments.id })
    .from(deployments)
    .where(and(eq(deployments.buildId, buildId), eq(deployments.environment, environment), counts))
    .orderBy(desc(deployments.createdAt), desc(deployments.id))
    .limit(1);
  return rows[0]?.id ?? null;
}

/** Whether a deployment of this build was decided within the last half minute and has no row yet: it is about to begin. */
export async function isAboutToDeploy(orm: Executor, buildId: string): Promise<boolean> {
  const young = sql`${approvals.createdAt} > now() - interval '30 seconds'`;
  const begun = sql`exists (select 1 from deployments d where d.build_id = ${buildId} and d.created_at >= ${approvals.createdAt})`;
  const rows = await orm
    .select({ id: approvals.id })
    .from(approvals)
    .where(and(eq(approvals.buildId, buildId), eq(approvals.decision, 'deploy'), young, sql`not ${begun}`))
    .limit(1);
  return rows.length > 0;
}

/** Records deployments of a build that nobody carries on as failed. */
export async function failUnderWay(tx: Transaction, buildId: string, detail: string): Promise<void> {
  const failed = await tx
    .update(deployments)
    .set({ status: 'failed', detail, updatedAt: sql`now()` })
    .where(and(eq(deployments.buildId, buildId), inArray(deployments.status, UNDER_WAY)))
    .returning({ id: deployments.id });
  await tellOver(tx, failed);
}
