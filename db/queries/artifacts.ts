import { and, desc, eq, exists, getTableColumns, inArray, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { artifacts, builds } from '../schema/index.js';
import type { Page, PageRequest } from './page.js';

type Row = typeof artifacts.$inferSelect;
/** An artifact without what it holds, and where its owner stands. */
export type OwnedArtifact = Omit<Row, 'content'> & { buildEndedAt: Date | null };

export interface ArtifactFilter extends PageRequest {
  buildId?: string | undefined;
  gate?: string | undefined;
  name?: string | undefined;
  mediaType?: string | undefined;
  source?: 'upload' | 'build' | undefined;
}

/** Their own uploads and what their own builds left; nobody else's. */
function ownedBy(orm: Executor, userId: string): SQL | undefined {
  const ofTheirBuild = orm
    .select({ one: sql`1` })
    .from(builds)
    .where(and(eq(builds.id, artifacts.buildId), eq(builds.userId, userId)));
  return or(eq(artifacts.userId, userId), exists(ofTheirBuild));
}

const { content: _content, ...head } = getTableColumns(artifacts);
const owned = { ...head, buildEndedAt: builds.endedAt };

/** One page of a user's artifacts, newest first. */
export async function listUserArtifacts(orm: Executor, userId: string, filter: ArtifactFilter): Promise<Page<OwnedArtifact>> {
  const where = and(
    ownedBy(orm, userId),
    filter.buildId === undefined ? undefined : eq(artifacts.buildId, filter.buildId),
    filter.gate === undefined ? undefined : eq(artifacts.gate, filter.gate),
    filter.name === undefined ? undefined : eq(artifacts.name, filter.name),
    filter.mediaType === undefined ? undefined : eq(artifacts.mediaType, filter.mediaType),
    filter.source === undefined ? undefined : filter.source === 'upload' ? isNotNull(artifacts.userId) : isNull(artifacts.userId),
    filter.status !== undefined && filter.status !== 'available' ? sql`false` : undefined,
  );
  const rows = orm
    .select(owned)
    .from(artifacts)
    .leftJoin(builds, eq(builds.id, artifacts.buildId))
    .where(where)
    .orderBy(desc(artifacts.createdAt), desc(artifacts.id))
    .limit(filter.limit)
    .offset((filter.page - 1) * filter.limit);
  const [items, total] = await Promise.all([rows, orm.$count(artifacts, where)]);
  return { items, total };
}

/** One artifact of a user with its text (null: it is a blob); null when there is none of theirs. */
export async function findUserArtifact(orm: Executor, userId: string, id: string): Promise<(OwnedArtifact & { content: string | null }) | null> {
  const [row] = await orm
    .select({ ...owned, content: artifacts.content })
    .from(artifacts)
    .leftJoin(builds, eq(builds.id, artifacts.buildId))
    .where(and(eq(artifacts.id, id), ownedBy(orm, userId)));
  return row ?? null;
}

/** Those of these ids that are a user's. */
export function findUserArtifacts(orm: Executor, userId: string, ids: string[]): Promise<(Omit<Row, 'content'> & { content: string | null })[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return orm
    .select()
    .from(artifacts)
    .where(and(inArray(artifacts.id, ids), ownedBy(orm, userId)));
}

export async function insertUpload(
  orm: Executor,
  upload: Pick<Row, 'id' | 'name' | 'mediaType' | 'bytes' | 'sha256'> & { userId: string; retentionDays: number },
): Promise<OwnedArtifact> {
  const { retentionDays, ...values } = upload;
  const [row] = await orm
    .insert(artifacts)
    .values({ ...values, content: null, expiresAt: sql`now() + make_interval(days => ${retentionDays})` })
    .returning(head);
  if (!row) throw new Error(`the artifact ${upload.id} has no row`);
  return { ...row, buildEndedAt: null };
}

// A build that is at work, or waits for a person, may still need what its intent names.
// (The table's name is written out: a query of one table drops it, and `id` would then be the build's.)
const needed = sql`exists (select 1 from builds b where b.ended_at is null and b.artifacts -> 'inputs' @> jsonb_build_array(jsonb_build_object('id', artifacts.id)))`;

/** Whether a build that has not ended names it. */
export async function isNeeded(orm: Executor, id: string): Promise<boolean> {
  const [row] = await orm.select({ needed }).from(artifacts).where(eq(artifacts.id, id));
  return row?.needed === true;
}

/** Removes one row; false when another did. */
export async function deleteArtifact(orm: Executor, id: string): Promise<boolean> {
  return (await orm.delete(artifacts).where(eq(artifacts.id, id)).returning({ id: artifacts.id })).length > 0;
}

/**
 * Removes the rows of what has expired, at most `limit`: uploads past their date, and what builds left that ended
 * `retentionDays` ago. Answers their ids; two sweeps at once share the work, neither gets what the other has.
 */
export async function deleteExpired(orm: Executor, retentionDays: number, limit: number): Promise<string[]> {
  const { rows } = await orm.execute<{ id: string }>(sql`
    delete from artifacts where id in (
      select artifacts.id from artifacts left join builds on builds.id = artifacts.build_id
      where (artifacts.expires_at < now() or builds.ended_at < now() - make_interval(days => ${retentionDays})) and not ${needed}
      order by artifacts.id limit ${limit} for update of artifacts skip locked)
    returning id`);
  return rows.map(({ id }) => id);
}

/** Those of these ids that have a row. */
export async function knownArtifacts(orm: Executor, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await orm.select({ id: artifacts.id }).from(artifacts).where(inArray(artifacts.id, ids));
  return new Set(rows.map(({ id }) => id));
}
