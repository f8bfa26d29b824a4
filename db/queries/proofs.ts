import { and, desc, eq, getTableColumns, isNotNull, sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { artifacts, builds, gates } from '../schema/index.js';
import type { OwnedArtifact } from './artifacts.js';
import type { Page, PageRequest } from './page.js';

export interface ProofFilter extends PageRequest {
  gate?: string | undefined;
  buildId?: string | undefined;
  projectId?: string | undefined;
  /** One visit of the gate: what was there when it was decided. */
  generation?: number | undefined;
}

const { content: _content, ...head } = getTableColumns(artifacts);

/** What justifies the gates of a user's builds, newest first, without its contents. All are there: the only `status` is `available`. */
export async function listProofs(orm: Executor, userId: string, filter: ProofFilter): Promise<Page<OwnedArtifact>> {
  const where = and(
    eq(builds.userId, userId),
    isNotNull(artifacts.gate),
    filter.gate === undefined ? undefined : eq(artifacts.gate, filter.gate),
    filter.buildId === undefined ? undefined : eq(artifacts.buildId, filter.buildId),
    filter.projectId === undefined ? undefined : eq(builds.projectId, filter.projectId),
    filter.generation === undefined ? undefined : seenAt(filter.generation),
    filter.status === undefined || filter.status === 'available' ? undefined : sql`false`,
  );
  const [items, [counted]] = await Promise.all([
    orm
      .select({ ...head, buildEndedAt: builds.endedAt })
      .from(artifacts)
      .innerJoin(builds, eq(builds.id, artifacts.buildId))
      .where(where)
      .orderBy(desc(artifacts.createdAt), desc(artifacts.id))
      .limit(filter.limit)
      .offset((filter.page - 1) * filter.limit),
    orm
      .select({ total: sql<number>`count(*)::int` })
      .from(artifacts)
      .innerJoin(builds, eq(builds.id, artifacts.buildId))
      .where(where),
  ]);
  return { items, total: counted?.total ?? 0 };
}

function seenAt(generation: number) {
  return sql`exists (select 1 from ${gates} where ${gates.buildId} = ${artifacts.buildId} and ${gates.gate} = ${artifacts.gate}
    and ${gates.generation} = ${generation} and ${artifacts.createdAt} <= coalesce(${gates.decidedAt}, 'infinity'))`;
}
