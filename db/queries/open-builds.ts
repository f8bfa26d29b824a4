import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.js';
import { builds, outbox } from '../schema/index.js';

export interface OpenBuild {
  id: string;
  title: string;
  userId: string;
  projectId: string;
  eventSeq: number;
  /** The promise to start it: null when there never was one. */
  start: 'open' | 'done' | null;
}

/** Builds that have not ended, after an id, in the order of ids; young ones are left to the relay. */
export async function listOpenBuilds(orm: Executor, afterId: string, limit: number, minAgeSeconds: number): Promise<OpenBuild[]> {
  const rows = await orm
    .select({
      id: builds.id,
      title: builds.title,
      userId: builds.userId,
      projectId: builds.projectId,
      eventSeq: builds.eventSeq,
      outboxId: outbox.id,
      doneAt: outbox.doneAt,
    })
    .from(builds)
    .leftJoin(outbox, and(eq(outbox.buildId, builds.id), eq(outbox.kind, 'start')))
    .where(and(isNull(builds.endedAt), gt(builds.id, afterId), sql`${builds.createdAt} < now() - make_interval(secs => ${minAgeSeconds})`))
    .orderBy(asc(builds.id))
    .limit(limit);
  return rows.map(({ outboxId, doneAt, ...build }) => ({ ...build, start: outboxId === null ? null : doneAt === null ? 'open' : 'done' }));
}

/** Locks a build row (as `recordChange` does) and says whether the build is still open. */
export async function lockIfOpen(tx: Transaction, buildId: string): Promise<boolean> {
  const rows = await tx.select({ endedAt: builds.endedAt }).from(builds).where(eq(builds.id, buildId)).for('no key update');
  return rows[0]?.endedAt === null;
}
