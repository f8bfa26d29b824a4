import { and, eq, lt, sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { idempotencyKeys } from '../schema/index.js';

export interface KeptAnswer {
  bodySha256: string;
  status: number;
  response: Record<string, unknown>;
}

const EXPIRY = sql`now() - interval '24 hours'`;

/** The first answer to this user's key, while it counts (24 hours); null otherwise. */
export async function findKeptAnswer(orm: Executor, userId: string, key: string): Promise<KeptAnswer | null> {
  const rows = await orm
    .select({ bodySha256: idempotencyKeys.bodySha256, status: idempotencyKeys.status, response: idempotencyKeys.response })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key), sql`${idempotencyKeys.createdAt} >= ${EXPIRY}`));
  return rows[0] ?? null;
}

/** Keeps the answer to a request; an expired one of the same key is replaced, a live one stays. */
export async function keepAnswer(orm: Executor, userId: string, key: string, answer: KeptAnswer): Promise<void> {
  await orm
    .insert(idempotencyKeys)
    .values({ userId, key, ...answer })
    .onConflictDoUpdate({
      target: [idempotencyKeys.userId, idempotencyKeys.key],
      set: { ...answer, createdAt: sql`now()` },
      setWhere: sql`${idempotencyKeys.createdAt} < ${EXPIRY}`,
    });
}

/** Forgets keys that no longer count. */
export async function deleteExpiredAnswers(orm: Executor): Promise<void> {
  await orm.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, EXPIRY));
}
