import { randomUUID } from 'node:crypto';
import { and, eq, lt, sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { idempotencyKeys } from '../schema/index.js';

export interface KeptAnswer {
  bodySha256: string;
  /** PENDING while the first request with this key is still under way. */
  status: number;
  response: Record<string, unknown>;
}

/** A request's hold on its key: it alone runs, until it answers or dies. */
export interface Claim {
  userId: string;
  key: string;
  /** Whose hold it is: one that was taken over can no longer answer. */
  holder: string;
  /** Names what is done under this key: the same when a repeat takes over. */
  attempt: string;
  /** ISO time of the first try, when this one took over from it; null for a first try. */
  resumedSince: string | null;
}

/** No HTTP status: nobody was answered yet. */
export const PENDING = 0;
const EXPIRY = sql`now() - interval '24 hours'`;
// A holder that lives says so every three seconds (CLAIM_BEAT_MS); after three missed beats its process is gone.
const ABANDONED = sql`now() - interval '10 seconds'`;
export const CLAIM_BEAT_MS = 3_000;

/**
 * Takes a user's key for one request. Gives the claim, or what is there: an answer, or (status PENDING) another's claim.
 * A claim whose holder let go or died is taken over, but only by the same body; whatever is older than 24 hours does not count.
 */
export async function claimKey(
  orm: Executor,
  request: { userId: string; key: string; bodySha256: string },
): Promise<{ claim: Claim } | { kept: KeptAnswer } | null> {
  const { userId, key, bodySha256 } = request;
  const holder = randomUUID();
  const { rows } = await orm.execute<{ attempt: string; since: string | null }>(sql`
    insert into idempotency_keys as k (user_id, key, body_sha256, status, response)
    values (${userId}, ${key}, ${bodySha256}, ${PENDING}, jsonb_build_object('holder', ${holder}::text, 'attempt', ${holder}::text, 'first', now()))
    on conflict (user_id, key) do update set body_sha256 = excluded.body_sha256, status = excluded.status, created_at = now(),
      response = case when k.created_at < ${EXPIRY} then excluded.response
        else excluded.response || jsonb_build_object('attempt', k.response->'attempt', 'first', k.response->'first', 'since', k.response->'first') end
    where k.created_at < ${EXPIRY} or (k.status = ${PENDING} and k.body_sha256 = excluded.body_sha256
      and (k.created_at < ${ABANDONED} or k.response->>'free' = 'true'))
    returning response->>'attempt' as attempt, response->>'since' as since`);
  if (rows[0]) return { claim: { userId, key, holder, attempt: rows[0].attempt, resumedSince: rows[0].since } };
  const kept = await findKeptAnswer(orm, userId, key);
  // Let go of between the two statements: the caller asks again.
  return kept && { kept };
}

function held(claim: Claim) {
  const { userId, key, holder } = claim;
  return and(
    eq(idempotencyKeys.userId, userId),
    eq(idempotencyKeys.key, key),
    eq(idempotencyKeys.status, PENDING),
    sql`${idempotencyKeys.response}->>'holder' = ${holder}`,
  );
}

/** Says that the claim's holder is still at it. */
export async function beatClaim(orm: Executor, claim: Claim): Promise<void> {
  await orm
    .update(idempotencyKeys)
    .set({ createdAt: sql`now()` })
    .where(held(claim));
}

/** Turns a claim into the answer its repeats get; nothing when another took it over. */
export async function keepAnswer(orm: Executor, claim: Claim, answer: { status: number; response: Record<string, unknown> }): Promise<void> {
  await orm
    .update(idempotencyKeys)
    .set({ ...answer, createdAt: sql`now()` })
    .where(held(claim));
}

/** Gives a key back after a refusal: nothing was done, so it may be used anew, with another body too. */
export async function dropClaim(orm: Executor, claim: Claim): Promise<void> {
  await orm.delete(idempotencyKeys).where(held(claim));
}

/** Lets go of a key after a failure that leaves open what was done: a repeat goes on as the same attempt. */
export async function freeClaim(orm: Executor, claim: Claim): Promise<void> {
  await orm
    .update(idempotencyKeys)
    .set({ response: sql`${idempotencyKeys.response} || '{"free": "true"}'::jsonb` })
    .where(held(claim));
}

/** What is kept under this user's key, while it counts (24 hours); null otherwise. */
export async function findKeptAnswer(orm: Executor, userId: string, key: string): Promise<KeptAnswer | null> {
  const rows = await orm
    .select({ bodySha256: idempotencyKeys.bodySha256, status: idempotencyKeys.status, response: idempotencyKeys.response })
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, key), sql`${idempotencyKeys.createdAt} >= ${EXPIRY}`));
  return rows[0] ?? null;
}

/** Forgets keys that no longer count. */
export async function deleteExpiredAnswers(orm: Executor): Promise<void> {
  await orm.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, EXPIRY));
}
