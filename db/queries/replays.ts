import { and, desc, eq, sql } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.js';
import { auditLog, builds, outbox, replays } from '../schema/index.js';

export type ReplayRow = InferSelectModel<typeof replays>;

/**
 * Promises a replay of a build: its row, the promise to start it and the audit row in the caller's transaction. While one
 * is under way that one is answered.
 */
export async function promiseReplay(tx: Transaction, wish: { buildId: string; userId: string }): Promise<ReplayRow> {
  const { buildId, userId } = wish;
  await tx.select({ id: builds.id }).from(builds).where(eq(builds.id, buildId)).for('no key update');
  const [running] = await tx
    .select()
    .from(replays)
    .where(and(eq(replays.buildId, buildId), eq(replays.state, 'running')));
  if (running) return running;
  const next = sql<number>`(select coalesce(max(number), 0) + 1 from replays where build_id = ${buildId})`;
  const [row] = await tx.insert(replays).values({ buildId, userId, number: next }).returning();
  if (!row) throw new Error(`no replay of ${buildId} was stored`);
  await tx.insert(outbox).values({ buildId, kind: `replay:${row.number}`, payload: { number: row.number, user: userId } });
  await tx.insert(auditLog).values({ key: `${buildId}/replay/${row.number}`, actor: userId, action: 'build.replay', subject: buildId, detail: {} });
  return row;
}

/** A replay of a build, the newest when no number is given; null when there is none. */
export async function findReplay(orm: Executor, buildId: string, number?: number): Promise<ReplayRow | null> {
  const [row] = await orm
    .select()
    .from(replays)
    .where(and(eq(replays.buildId, buildId), number === undefined ? undefined : eq(replays.number, number)))
    .orderBy(desc(replays.number))
    .limit(1);
  return row ?? null;
}
