import { and, eq, isNotNull, like, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.js';
import { auditLog, builds, deployments, environments, outbox } from '../schema/index.js';
import { findUnderWay } from './deployments.js';

/** A promised return to the deployment before. */
export interface RollbackPromise {
  /** Of the outbox row. */
  id: number;
  buildId: string;
  /** `rollback:<number>`, numbered per build. */
  kind: string;
  deploymentId: string;
  /** Of the environment when it was promised: every change of what is live raises it. */
  generation: number;
  /** Its workflow was started. */
  handedOver: boolean;
}
export type RollbackOutcome =
  | { made: true; promise: RollbackPromise }
  /** It was promised before and has not ended. */
  | { made: false; promise: RollbackPromise }
  | { refused: 'nothing' }
  | { refused: 'under_way'; deployment: { id: string; status: string } };

interface Wish {
  buildId: string;
  projectId: string;
  userId: string;
  environment: string;
  title: string;
  /** Names the request: its repeats get the promise that it made, whatever was made live since. */
  attempt: string;
}

/**
 * Promises a return to the deployment before, once per environment, deployment returned to and generation: the same wish
 * again gets the promise made first, until that has failed. `lost`: a promise whose workflow nobody carries on; it does not count.
 */
export async function promiseRollback(tx: Transaction, wish: Wish, lost: RollbackPromise | null = null): Promise<RollbackOutcome> {
  const { buildId, projectId, environment } = wish;
  // Build before environment, as whoever ends a deployment locks them.
  await tx.select({ id: builds.id }).from(builds).where(eq(builds.id, buildId)).for('no key update');
  const here = and(eq(environments.projectId, projectId), eq(environments.name, environment));
  const [served] = await tx.select().from(environments).where(here).for('update');
  const deploymentId = served?.previousDeploymentId;
  // It was not lost after all: its end raised the generation while we looked.
  if (lost && lost.generation !== served?.generation) return { made: false, promise: lost };
  const earlier = await findPromise(tx, wish, { deploymentId: deploymentId ?? '', generation: served?.generation ?? 0 }, lost?.id ?? 0);
  if (earlier) return { made: false, promise: earlier };
  const deployment = await findUnderWay(tx, projectId, environment);
  if (deployment) return { refused: 'under_way', deployment };
  if (!served || !deploymentId) return { refused: 'nothing' };
  return { made: true, promise: await writePromise(tx, wish, { deploymentId, generation: served.generation }) };
}

async function findPromise(tx: Transaction, wish: Wish, target: { deploymentId: string; generation: number }, lostId: number): Promise<RollbackPromise | null> {
  // The end of a return is an event named by its workflow, in the story of the build whose deployment is live then.
  const { rows } = await tx.execute<{ id: string; build_id: string; kind: string; deployment: string; generation: number; handed_over: boolean }>(sql`
    select o.id, o.build_id, o.kind, o.payload->>'deploymentId' as deployment, (o.payload->>'generation')::int as generation, o.done_at is not null as handed_over
    from outbox o join builds b on b.id = o.build_id
    where b.project_id = ${wish.projectId} and o.kind like 'rollback:%' and o.payload->>'environment' = ${wish.environment} and o.id <> ${lostId}
      and (o.payload->>'attempt' = ${wish.attempt} or (
        o.payload->>'deploymentId' = ${target.deploymentId} and (o.payload->>'generation')::int = ${target.generation}
        and not exists (select 1 from deployments d join events e on e.build_id = d.build_id
          where d.id = o.payload->>'deploymentId' and e.key = o.build_id || '/deploy/' || replace(o.kind, ':', '-') || '/end')))
    order by o.id desc limit 1`);
  const row = rows[0];
  if (!row) return null;
  const { build_id: buildId, kind, deployment: deploymentId, generation, handed_over: handedOver } = row;
  return { id: Number(row.id), buildId, kind, deploymentId, generation, handedOver };
}

async function writePromise(tx: Transaction, wish: Wish, target: { deploymentId: string; generation: number }): Promise<RollbackPromise> {
  const { buildId, userId, environment, title, attempt } = wish;
  const { deploymentId, generation } = target;
  const number = 1 + (await tx.$count(outbox, and(eq(outbox.buildId, buildId), like(outbox.kind, 'rollback:%'))));
  const kind = `rollback:${number}`;
  const payload = { environment, deploymentId, generation, attempt, title, user: userId };
  const rows = await tx.insert(outbox).values({ buildId, kind, payload }).returning({ id: outbox.id });
  const detail = { environment, deployment_id: deploymentId };
  await tx.insert(auditLog).values({ key: `${buildId}/${kind}`, actor: userId, action: 'build.rollback', subject: buildId, detail });
  return { id: rows[0]?.id ?? 0, buildId, kind, deploymentId, generation, handedOver: false };
}

/** Where a return would have somewhere to go: what serves there now, of which build, has a deployment before it. */
export interface WayBack {
  projectId: string;
  environment: string;
  /** The build whose deployment serves. */
  buildId: string;
}

/** Of a user's environments those that can be returned to the deployment before. */
export function listWaysBack(orm: Executor, userId: string): Promise<WayBack[]> {
  return orm
    .select({ projectId: environments.projectId, environment: environments.name, buildId: builds.id })
    .from(environments)
    .innerJoin(deployments, eq(deployments.id, environments.activeDeploymentId))
    .innerJoin(builds, eq(builds.id, deployments.buildId))
    .where(and(eq(builds.userId, userId), isNotNull(environments.previousDeploymentId)));
}

/** Why an environment cannot be returned to the deployment before just now; null when it can. `promiseRollback` decides in the end. */
export async function whyNoWayBack(orm: Executor, projectId: string, environment: string): Promise<'nothing served' | 'nothing before' | 'under way' | null> {
  const here = and(eq(environments.projectId, projectId), eq(environments.name, environment));
  const [served] = await orm.select({ active: environments.activeDeploymentId, previous: environments.previousDeploymentId }).from(environments).where(here);
  if (await findUnderWay(orm, projectId, environment)) return 'under way';
  if (!served?.active) return 'nothing served';
  return served.previous ? null : 'nothing before';
}
