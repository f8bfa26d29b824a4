import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { InferSelectModel, SQL } from 'drizzle-orm';
import type { BuildStatus } from '../../contracts/messages.js';
import type { Executor } from '../client.js';
import { artifacts, builds, deployments, events, planVersions, spending, tasks } from '../schema/index.js';
import { readPage, type Page, type PageRequest } from './page.js';
import { sandboxPlace } from './sandbox-queue.js';

export type BuildRow = InferSelectModel<typeof builds>;
export type TaskRow = InferSelectModel<typeof tasks>;
export type DeploymentRow = InferSelectModel<typeof deployments>;

export interface TimelineRow {
  seq: number;
  at: Date;
  kind: string;
  data: Record<string, unknown>;
}

/** What the timeline tells: phases, gates, deployments and the ends of the story; turns and tools are left out. */
export const TIMELINE_KINDS = [
  'build.created',
  'phase.started',
  'phase.ended',
  'plan.ready',
  'plan.edited',
  'forked',
  'model.changed',
  'gate.opened',
  'gate.passed',
  'gate.decided',
  'deploy.started',
  'deploy.ended',
  'build.ended',
];
// A status answer stays small; the whole timeline has its own route.
const STATUS_TIMELINE_MAX = 50;

/** One user's build; null when it is unknown or somebody else's. */
export async function findBuild(orm: Executor, userId: string, id: string): Promise<BuildRow | null> {
  const rows = await orm
    .select()
    .from(builds)
    .where(and(eq(builds.id, id), eq(builds.userId, userId)));
  return rows[0] ?? null;
}

/** Tasks, deployments, artifact heads and the latest of the timeline of one build. */
export async function readBuildParts(orm: Executor, buildId: string) {
  const [taskRows, deploymentRows, artifactRows, timelineRows, queue, phaseCosts] = await Promise.all([
    orm.select().from(tasks).where(eq(tasks.buildId, buildId)).orderBy(asc(tasks.ordinal)),
    orm.select().from(deployments).where(eq(deployments.buildId, buildId)).orderBy(asc(deployments.createdAt), asc(deployments.id)),
    orm
      .select({ id: artifacts.id, gate: artifacts.gate, name: artifacts.name, mediaType: artifacts.mediaType, bytes: artifacts.bytes })
      .from(artifacts)
      .where(eq(artifacts.buildId, buildId))
      .orderBy(asc(artifacts.createdAt), asc(artifacts.id))
      .limit(200),
    orm
      .select({ seq: events.seq, at: events.at, kind: events.kind, data: events.data })
      .from(events)
      .where(and(eq(events.buildId, buildId), sql`${events.kind} in ${TIMELINE_KINDS}`))
      .orderBy(desc(events.seq))
      .limit(STATUS_TIMELINE_MAX),
    sandboxPlace(orm, buildId),
    orm
      .select({ phase: spending.period, usd: spending.costUsd })
      .from(spending)
      .where(and(eq(spending.scope, 'phase'), eq(spending.owner, buildId))),
  ]);
  return { tasks: taskRows, deployments: deploymentRows, artifacts: artifactRows, timeline: timelineRows.toReversed(), queue, phaseCosts };
}

/** Builds of a user that have not ended, those of one status, or those of a group (`waiting` for a person, `ended`, `any`); newest first. */
export function listActiveBuilds(orm: Executor, userId: string, page: PageRequest): Promise<Page<BuildRow>> {
  const mine = eq(builds.userId, userId);
  const groups: Readonly<Record<string, SQL | undefined>> = {
    waiting: and(isNull(builds.endedAt), isNotNull(builds.waitingFor)),
    ended: isNotNull(builds.endedAt),
    any: undefined,
  };
  const status = page.status;
  const which = status === undefined ? isNull(builds.endedAt) : Object.hasOwn(groups, status) ? groups[status] : eq(builds.status, status as BuildStatus);
  const where = and(mine, which);
  return readPage(orm, builds, where, [desc(builds.createdAt), desc(builds.id)], page);
}

/** The language that the plan of each of these builds names, by its id; left out where there is no plan, or it names none. */
export async function languagesPlanned(orm: Executor, buildIds: readonly string[]): Promise<Map<string, string>> {
  if (buildIds.length === 0) return new Map();
  const rows = await orm
    .select({ buildId: builds.id, language: sql<string | null>`${planVersions.plan}->>'language'` })
    .from(builds)
    .innerJoin(planVersions, and(eq(planVersions.buildId, builds.id), eq(planVersions.version, builds.planVersion)))
    .where(inArray(builds.id, [...buildIds]));
  return new Map(rows.flatMap(({ buildId, language }) => (language === null ? [] : [[buildId, language] as const])));
}

/** The environments that each of these builds serves, by its id; a build that serves none is left out. */
export async function liveEnvironments(orm: Executor, buildIds: readonly string[]): Promise<Map<string, string[]>> {
  if (buildIds.length === 0) return new Map();
  const rows = await orm
    .selectDistinct({ buildId: deployments.buildId, environment: deployments.environment })
    .from(deployments)
    .where(and(inArray(deployments.buildId, [...buildIds]), eq(deployments.status, 'live')))
    .orderBy(asc(deployments.environment));
  const found = new Map<string, string[]>();
  for (const { buildId, environment } of rows) found.set(buildId, [...(found.get(buildId) ?? []), environment]);
  return found;
}
