import { createHash } from 'node:crypto';
import { and, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import type { Database, Transaction } from '../../db/client.js';
import { storableJson } from '../../db/queries/record.js';
import { llmCalls } from '../../db/schema/index.js';
import type { ModelCall } from './model-call.js';
import { reserve, settle, settleLost } from './ledger.js';
import { actualUsd } from './money.js';
import type { ChatAnswer, RoutedModel } from './port.js';
import type { BudgetRules } from './scopes.js';

/** What is about to be sent, and what it may cost. */
export interface Offer {
  model: RoutedModel;
  bytes: Buffer;
  /** Whose call it is from the booking on. */
  lease: string;
  reservedUsd: number;
}

export type Booking = { send: number; answer: ChatAnswer | null };

export interface Received extends Offer {
  send: number;
  answer: ChatAnswer;
  latencyMs: number;
}

// Three missed renewals: the holder is dead or stopped. Shorter than the heartbeat timeout after which another attempt comes.
export const LEASE_SECONDS = 3;

/** Books a send and reserves its money, or answers what is stored. Null while another one that lives has the call open. */
export async function book(tx: Transaction, call: ModelCall, offer: Offer, rules?: BudgetRules): Promise<Booking | null> {
  const about = {
    provider: offer.model.provider,
    model: offer.model.model,
    requestDigest: createHash('sha256').update(offer.bytes).digest('hex'),
    requestBytes: offer.bytes.length,
  };
  const { key, buildId, sessionId, turn, purpose } = call;
  const open = { ...about, state: 'open', lease: offer.lease, leasedAt: sql`clock_timestamp()` };
  const reservation = { usd: offer.reservedUsd, provider: about.provider, model: about.model };
  const [first] = await tx
    .insert(llmCalls)
    .values({ key, buildId, sessionId, turn, purpose, ...open, sends: 1 })
    .onConflictDoNothing()
    .returning({ send: llmCalls.sends });
  if (first) {
    await reserve(tx, call, { send: first.send, ...reservation }, rules);
    return { send: first.send, answer: null };
  }
  const isLive = sql<boolean>`${llmCalls.leasedAt} > clock_timestamp() - make_interval(secs => ${LEASE_SECONDS})`;
  const [row] = await tx
    .select({ ...getTableColumns(llmCalls), isLive })
    .from(llmCalls)
    .where(eq(llmCalls.key, key))
    .for('update');
  if (!row) throw new Error(`the call ${key} was not booked`);
  if (row.state === 'open' && row.isLive) return null;
  if (row.state === 'answered') return { send: row.sends, answer: row.answer as unknown as ChatAnswer };
  if (row.state === 'open') await settleLost(tx, call, row.sends, rules);
  const send = row.sends + 1;
  await reserve(tx, call, { send, ...reservation }, rules);
  await tx
    .update(llmCalls)
    .set({ ...open, sends: send })
    .where(eq(llmCalls.key, key));
  return { send, answer: null };
}

/** Says when the holder of an open call was last alive. False when the call is its no more. */
export async function renewLease(db: Database, key: string, lease: string, leasedAt: SQL<Date>): Promise<boolean> {
  const mine = await db.orm
    .update(llmCalls)
    .set({ leasedAt })
    .where(and(eq(llmCalls.key, key), eq(llmCalls.lease, lease), eq(llmCalls.state, 'open')))
    .returning({ key: llmCalls.key });
  return mine.length > 0;
}

/** A call that failed: certainly free, or perhaps charged by the endpoint all the same (cut in the middle, aborted). */
export async function release(tx: Transaction, call: ModelCall, sent: { lease: string; send: number; isFree: boolean }, rules?: BudgetRules): Promise<void> {
  const mine = await tx
    .update(llmCalls)
    .set({ state: 'failed' })
    .where(and(eq(llmCalls.key, call.key), eq(llmCalls.lease, sent.lease), eq(llmCalls.state, 'open')))
    .returning({ key: llmCalls.key });
  if (mine.length === 0) return;
  if (sent.isFree) await settle(tx, call, sent.send, { usd: 0, state: 'released' }, rules);
  else await settleLost(tx, call, sent.send, rules);
}

/** Stores the answer, settles its money and records what belongs to it, if the call is still ours. */
export async function store(tx: Transaction, call: ModelCall, received: Received, rules?: BudgetRules): Promise<ChatAnswer> {
  const answer = storableJson(received.answer);
  const { price } = received.model;
  // What an endpoint does not count is billed at the reservation; what has no price is marked, not called free.
  const usd = price ? (actualUsd(price, answer.usage) ?? received.reservedUsd) : null;
  const mine = await tx
    .update(llmCalls)
    .set({
      state: 'answered',
      answer: answer as unknown as Record<string, unknown>,
      model: answer.model,
      promptTokens: answer.usage?.promptTokens,
      completionTokens: answer.usage?.completionTokens,
      cachedTokens: answer.usage?.cachedTokens,
      reasoningTokens: answer.usage?.reasoningTokens,
      usd,
      latencyMs: received.latencyMs,
      answeredAt: sql`now()`,
    })
    .where(and(eq(llmCalls.key, call.key), eq(llmCalls.lease, received.lease), eq(llmCalls.state, 'open')))
    .returning({ key: llmCalls.key });
  if (mine.length === 0) return foreignAnswer(tx, call.key);
  await settle(tx, call, received.send, { usd: usd ?? 0, state: usd === null ? 'unpriced' : 'settled' }, rules);
  await call.onStored?.(tx, answer, usd ?? 0);
  return answer;
}

/** Another attempt took this call over while ours was away: its answer is the one that counts. Throws LEASE_LOST while there is none. */
export async function foreignAnswer(tx: Transaction, key: string): Promise<ChatAnswer> {
  const [row] = await tx.select({ answer: llmCalls.answer, state: llmCalls.state }).from(llmCalls).where(eq(llmCalls.key, key));
  if (row?.state === 'answered') return row.answer as unknown as ChatAnswer;
  throw new MillwrightError('LEASE_LOST', `the call ${key} belongs to another attempt`);
}
