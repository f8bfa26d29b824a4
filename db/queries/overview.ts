/** What a person reads over all of their builds at once: deployments, retrospectives, money. */
import { and, desc, eq, isNotNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Executor } from '../client.js';
import { builds, deployments, environments, spending, tasks } from '../schema/index.js';
import type { BuildRow, DeploymentRow } from './builds.js';
import type { Page, PageRequest } from './page.js';
import { findReplacements, type Replacement } from './replacements.js';
import { waitedSeconds, workSeconds } from './work-seconds.js';

export interface DeploymentOfBuild {
  deployment: DeploymentRow;
  build: BuildRow;
  /** Of the one that serves: the one a rollback returns to; null where there is none. */
  before: DeploymentRow | null;
  /** Of one that serves no longer: what serves in its place since. */
  replacedBy: Replacement | null;
}

/** The deployments of a user's builds, newest first. */
export async function listDeployments(
  orm: Executor,
  userId: string,
  filter: PageRequest & { environment?: string | undefined; project_id?: string | undefined },
): Promise<Page<DeploymentOfBuild>> {
  const where = and(
    eq(builds.userId, userId),
    filter.environment === undefined ? undefined : eq(deployments.environment, filter.environment),
    filter.project_id === undefined ? undefined : eq(deployments.projectId, filter.project_id),
    filter.status === undefined ? undefined : eq(deployments.status, filter.status),
  );
  const before = alias(deployments, 'before');
  const from = () =>
    orm
      .select({ deployment: deployments, build: builds, before })
      .from(deployments)
      .innerJoin(builds, eq(builds.id, deployments.buildId))
      .leftJoin(environments, eq(environments.activeDeploymentId, deployments.id))
      .leftJoin(before, eq(before.id, environments.previousDeploymentId))
      .where(where)
      .orderBy(desc(deployments.createdAt), desc(deployments.id));
  const counted = orm
    .select({ total: sql<number>`count(*)::int` })
    .from(deployments)
    .innerJoin(builds, eq(builds.id, deployments.buildId))
    .where(where);
  const [items, [count]] = await Promise.all([
    from()
      .limit(filter.limit)
      .offset((filter.page - 1) * filter.limit),
    counted,
  ]);
  const past = items.flatMap(({ deployment: { id, status } }) => (status === 'superseded' ? [id] : []));
  const replacements = await findReplacements(orm, past);
  return { items: items.map((item) => ({ ...item, replacedBy: replacements.get(item.deployment.id) ?? null })), total: count?.total ?? 0 };
}

export interface EndedBuild {
  build: BuildRow;
  workSeconds: number;
  waitedSeconds: number;
  tasks: number;
  tries: number;
}

/** A user's builds that have ended, newest end first, with their retrospective where one was written. */
export async function listEndedBuilds(orm: Executor, userId: string, page: PageRequest): Promise<Page<EndedBuild>> {
  const where = and(eq(builds.userId, userId), isNotNull(builds.endedAt), page.status === undefined ? undefined : sql`${builds.status} = ${page.status}`);
  const ofBuild = sql`from ${tasks} where ${tasks.buildId} = ${builds.id}`;
  const rows = orm
    .select({
      build: builds,
      workSeconds: workSeconds(sql`${builds}`),
      waitedSeconds: waitedSeconds(sql`${builds}`),
      tasks: sql<number>`(select count(*)::int ${ofBuild})`,
      tries: sql<number>`(select coalesce(sum(${tasks.attempts}), 0)::int ${ofBuild})`,
    })
    .from(builds)
    .where(where)
    .orderBy(desc(builds.endedAt), desc(builds.id))
    .limit(page.limit)
    .offset((page.page - 1) * page.limit);
  const [items, total] = await Promise.all([rows, orm.$count(builds, where)]);
  return { items, total };
}

export interface Spent {
  usd: number;
  /** What a person raised the limit to; null: the setting counts. */
  limitUsd: number | null;
}

/** What a user spent on models today and this month (UTC). */
export async function readSpent(orm: Executor, userId: string, now: Date): Promise<{ day: Spent; month: Spent }> {
  const day = now.toISOString().slice(0, 'yyyy-mm-dd'.length);
  const month = day.slice(0, 'yyyy-mm'.length);
  const periods = or(and(eq(spending.scope, 'day'), eq(spending.period, day)), and(eq(spending.scope, 'month'), eq(spending.period, month)));
  const rows = await orm
    .select()
    .from(spending)
    .where(and(eq(spending.owner, userId), periods));
  const of = (scope: string): Spent => {
    const row = rows.find((one) => one.scope === scope);
    return { usd: row?.costUsd ?? 0, limitUsd: row?.limitUsd ?? null };
  };
  return { day: of('day'), month: of('month') };
}
