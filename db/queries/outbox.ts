import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.js';
import { outbox } from '../schema/index.js';

export type OutboxRow = InferSelectModel<typeof outbox>;

// Promises that failed for a reason of their own let the others pass first.
const TROUBLED_ATTEMPTS = 3;

/**
 * Takes open promises for the length of the transaction; rows another process holds are passed over.
 * `buildId` takes the promises of one build only.
 */
export function claimOutbox(tx: Transaction, limit: number, buildId?: string): Promise<OutboxRow[]> {
  return tx
    .select()
    .from(outbox)
    .where(and(isNull(outbox.doneAt), buildId === undefined ? undefined : eq(outbox.buildId, buildId)))
    .orderBy(sql`(${outbox.attempts} >= ${TROUBLED_ATTEMPTS})`, asc(outbox.id))
    .limit(limit)
    .for('update', buildId === undefined ? { skipLocked: true } : {});
}

export async function finishOutbox(tx: Transaction, ids: number[]): Promise<void> {
  if (ids.length > 0)
    await tx
      .update(outbox)
      .set({ doneAt: sql`now()`, lastError: null })
      .where(sql`${outbox.id} in ${ids}`);
}

/** Notes why a promise could not be kept yet; it stays open. */
export async function noteOutboxError(tx: Transaction, id: number, error: string): Promise<void> {
  await tx
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, lastError: error.slice(0, 500) })
    .where(eq(outbox.id, id));
}

/** The promise to start a build's workflow: `open`, `done`, or `none` when there never was one. */
export async function startPromise(orm: Executor, buildId: string): Promise<'open' | 'done' | 'none'> {
  const rows = await orm
    .select({ doneAt: outbox.doneAt })
    .from(outbox)
    .where(and(eq(outbox.buildId, buildId), eq(outbox.kind, 'start')));
  if (!rows[0]) return 'none';
  return rows[0].doneAt === null ? 'open' : 'done';
}

/** Promises (again) to start a build's workflow. */
export async function reopenStart(orm: Executor, build: { id: string; title: string; userId: string; projectId: string }): Promise<void> {
  const payload = { title: build.title, user: build.userId, project: build.projectId };
  await orm
    .insert(outbox)
    .values({ buildId: build.id, kind: 'start', payload })
    .onConflictDoUpdate({ target: [outbox.buildId, outbox.kind], set: { doneAt: null, payload } });
}
