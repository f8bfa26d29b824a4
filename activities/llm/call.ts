import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import type { Database, Transaction } from '../../db/client.js';
import { databaseIsAway } from '../../db/errors.js';
import { storableJson } from '../../db/queries/record.js';
import { budgetLedger, builds, llmCalls } from '../../db/schema/index.js';
import type { Failpoint } from '../failpoint.js';
import type { CallOptions, ChatAnswer, ChatRequest, LlmProvider } from './port.js';

export interface ModelCall {
  /** build / session or purpose / generation / turn: a stored answer under this key is never bought again. */
  key: string;
  buildId: string;
  sessionId?: string;
  turn?: number;
  purpose: string;
  request: ChatRequest;
  /** Runs in the transaction that stores the answer: what must be recorded exactly when the answer is. */
  onStored?: (tx: Transaction, answer: ChatAnswer, usd: number) => Promise<void>;
}

export interface ModelDeps {
  db: Database;
  provider: LlmProvider;
  failpoint: Failpoint;
}

// A token of English or code is about 4 bytes; 3 makes the reservation the worst case.
const BYTES_PER_TOKEN_MIN = 3;

// Often enough that a busy process misses one or two and is still believed.
const RENEW_MS = 1_000;
// Three missed renewals: the holder is dead or stopped. Shorter than the heartbeat timeout after which another attempt comes.
const LEASE_SECONDS = 3;
// How often the answer of a living holder is looked for.
const LOOK_MS = 250;

/**
 * Asks the model once per key: the row is booked with a lease and the money reserved before anything is sent, the answer
 * is stored before it is used. While the holder of an open call lives, others wait for its answer; a call that was open
 * when its process died or stopped is sent once more, the lost one booked as uncertain.
 * Throws BUDGET_EXHAUSTED, LEASE_LOST and what the provider throws.
 */
export async function callModel(deps: ModelDeps, call: ModelCall, options: CallOptions = {}): Promise<ChatAnswer> {
  const bytes = Buffer.from(JSON.stringify(call.request));
  const reservedUsd = worstCaseUsd(deps.provider, bytes.length, call.request.maxTokens);
  const lease = randomUUID();
  const booked = await bookWhenFree(deps, options.signal, (tx) => book(tx, deps.provider, call, bytes, lease, reservedUsd));
  if (booked.answer) return booked.answer;
  const renewal = setInterval(() => void setLease(deps.db, call.key, lease, sql<Date>`clock_timestamp()`).catch(() => {}), RENEW_MS);
  // A process has other reasons to live than a lease.
  renewal.unref();
  try {
    return await sendAndStore(deps, call, options, { lease, send: booked.send, reservedUsd });
  } catch (error) {
    clearInterval(renewal);
    // Whoever tries again need not wait for us.
    await setLease(deps.db, call.key, lease, sql<Date>`to_timestamp(0)`).catch(() => {});
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

async function sendAndStore(
  deps: ModelDeps,
  call: ModelCall,
  options: CallOptions,
  sent: { lease: string; send: number; reservedUsd: number },
): Promise<ChatAnswer> {
  deps.failpoint('llm', 'before');
  const started = Date.now();
  const answer = await deps.provider.complete(call.request, options).catch(async (error: unknown): Promise<never> => {
    const isFree = error instanceof MillwrightError && error.options.unbilled === true;
    await deps.db.orm.transaction((tx) => release(tx, call, sent.lease, sent.send, isFree));
    throw error;
  });
  deps.failpoint('llm', 'after');
  const received = { ...sent, answer, latencyMs: Date.now() - started };
  return patiently(() => deps.db.orm.transaction((tx) => store(tx, deps.provider, call, received)), options.signal);
}

type Booking = { send: number; answer: ChatAnswer | null };

/** Waits while a living holder has the call open: two attempts side by side in one process must not buy it twice. */
async function bookWhenFree(deps: ModelDeps, signal: AbortSignal | undefined, tryToBook: (tx: Transaction) => Promise<Booking | null>): Promise<Booking> {
  for (;;) {
    const booked = await deps.db.orm.transaction(tryToBook);
    if (booked) return booked;
    await sleep(LOOK_MS, undefined, { signal });
  }
}

async function setLease(db: Database, key: string, lease: string, leasedAt: SQL<Date>): Promise<void> {
  await db.orm
    .update(llmCalls)
    .set({ leasedAt })
    .where(and(eq(llmCalls.key, key), eq(llmCalls.lease, lease), eq(llmCalls.state, 'open')));
}

// An answer that was paid for is worth waiting for a database that restarts; the heartbeat goes on meanwhile.
const STORE_PATIENCE_MS = 60_000;
const STORE_PAUSE_MS = 500;

/** Tries again while the database is away. */
async function patiently<T>(store: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (const until = Date.now() + STORE_PATIENCE_MS; ;) {
    try {
      return await store();
    } catch (error) {
      if (!databaseIsAway(error) || Date.now() > until || signal?.aborted) throw error;
      await sleep(STORE_PAUSE_MS);
    }
  }
}

/** The stored answer of a key, or null. */
export async function storedAnswer(deps: Pick<ModelDeps, 'db'>, key: string): Promise<ChatAnswer | null> {
  const [row] = await deps.db.orm.select({ answer: llmCalls.answer }).from(llmCalls).where(eq(llmCalls.key, key));
  return row?.answer ? (row.answer as unknown as ChatAnswer) : null;
}

/** Null while another one that lives has the call open. */
async function book(tx: Transaction, provider: LlmProvider, call: ModelCall, bytes: Buffer, lease: string, reservedUsd: number): Promise<Booking | null> {
  const digest = createHash('sha256').update(bytes).digest('hex');
  await tx
    .insert(llmCalls)
    .values({
      key: call.key,
      buildId: call.buildId,
      sessionId: call.sessionId,
      turn: call.turn,
      purpose: call.purpose,
      requestDigest: digest,
      requestBytes: bytes.length,
      model: provider.model,
      state: 'new',
      lease,
    })
    .onConflictDoNothing();
  const isLive = sql<boolean>`${llmCalls.leasedAt} > clock_timestamp() - make_interval(secs => ${LEASE_SECONDS})`;
  const [row] = await tx
    .select({ ...getTableColumns(llmCalls), isLive })
    .from(llmCalls)
    .where(eq(llmCalls.key, call.key))
    .for('update');
  if (!row) throw new Error(`the call ${call.key} was not booked`);
  if (row.state === 'open' && row.isLive) return null;
  if (row.state === 'answered') return { send: row.sends, answer: row.answer as unknown as ChatAnswer };
  if (row.state === 'open') await settleLost(tx, call, row.sends);
  await reserve(tx, call.buildId, reservedUsd);
  const send = row.sends + 1;
  await tx
    .update(llmCalls)
    .set({ state: 'open', lease, leasedAt: sql`clock_timestamp()`, sends: send, requestDigest: digest, requestBytes: bytes.length })
    .where(eq(llmCalls.key, call.key));
  await tx.insert(budgetLedger).values({ callKey: call.key, send, buildId: call.buildId, reservedUsd, state: 'reserved' });
  return { send, answer: null };
}

/** One UPDATE decides: parallel calls cannot overspend together. */
async function reserve(tx: Transaction, buildId: string, usd: number): Promise<void> {
  const reserved = await tx
    .update(builds)
    .set({ reservedUsd: sql`${builds.reservedUsd} + ${usd}` })
    .where(and(eq(builds.id, buildId), sql`${builds.costUsd} + ${builds.reservedUsd} + ${usd} <= ${builds.budgetUsd}`))
    .returning({ id: builds.id });
  if (reserved.length === 0)
    throw new MillwrightError(
      'BUDGET_EXHAUSTED',
      `the next call may cost up to $${usd.toFixed(4)}, which is more than what is left of the budget; raise it to go on`,
    );
}

/** The process that sent it died: nobody knows whether it was charged, so it is, at the reservation. */
async function settleLost(tx: Transaction, call: ModelCall, send: number): Promise<void> {
  const [lost] = await tx
    .update(budgetLedger)
    .set({ state: 'uncertain', settledUsd: sql`${budgetLedger.reservedUsd}`, settledAt: sql`now()` })
    .where(and(eq(budgetLedger.callKey, call.key), eq(budgetLedger.send, send), eq(budgetLedger.state, 'reserved')))
    .returning({ usd: budgetLedger.reservedUsd });
  if (lost) await charge(tx, call.buildId, lost.usd, lost.usd);
}

async function charge(tx: Transaction, buildId: string, reservedUsd: number, usd: number): Promise<void> {
  await tx
    .update(builds)
    .set({ reservedUsd: sql`greatest(0, ${builds.reservedUsd} - ${reservedUsd})`, costUsd: sql`${builds.costUsd} + ${usd}` })
    .where(eq(builds.id, buildId));
}

/** A call that failed: certainly free, or perhaps charged by the endpoint all the same (cut in the middle, aborted). */
async function release(tx: Transaction, call: ModelCall, lease: string, send: number, isFree: boolean): Promise<void> {
  const mine = await tx
    .update(llmCalls)
    .set({ state: 'failed' })
    .where(and(eq(llmCalls.key, call.key), eq(llmCalls.lease, lease), eq(llmCalls.state, 'open')))
    .returning({ key: llmCalls.key });
  if (mine.length === 0) return;
  if (!isFree) return settleLost(tx, call, send);
  const [row] = await tx
    .update(budgetLedger)
    .set({ state: 'released', settledUsd: 0, settledAt: sql`now()` })
    .where(and(eq(budgetLedger.callKey, call.key), eq(budgetLedger.send, send), eq(budgetLedger.state, 'reserved')))
    .returning({ usd: budgetLedger.reservedUsd });
  if (row) await charge(tx, call.buildId, row.usd, 0);
}

interface Received {
  lease: string;
  send: number;
  reservedUsd: number;
  answer: ChatAnswer;
  latencyMs: number;
}

async function store(tx: Transaction, provider: LlmProvider, call: ModelCall, received: Received): Promise<ChatAnswer> {
  const answer = storableJson(received.answer);
  const usd = actualUsd(provider, answer) ?? received.reservedUsd;
  const mine = await tx
    .update(llmCalls)
    .set({
      state: 'answered',
      answer: answer as unknown as Record<string, unknown>,
      model: answer.model,
      promptTokens: answer.usage?.promptTokens,
      completionTokens: answer.usage?.completionTokens,
      usd,
      latencyMs: received.latencyMs,
      answeredAt: sql`now()`,
    })
    .where(and(eq(llmCalls.key, call.key), eq(llmCalls.lease, received.lease), eq(llmCalls.state, 'open')))
    .returning({ key: llmCalls.key });
  if (mine.length === 0) return foreignAnswer(tx, call.key);
  await tx
    .update(budgetLedger)
    .set({ state: 'settled', settledUsd: usd, settledAt: sql`now()` })
    .where(and(eq(budgetLedger.callKey, call.key), eq(budgetLedger.send, received.send)));
  await charge(tx, call.buildId, received.reservedUsd, usd);
  await call.onStored?.(tx, answer, usd);
  return answer;
}

/** Another attempt took this call over while ours was away: its answer is the one that counts. */
async function foreignAnswer(tx: Transaction, key: string): Promise<ChatAnswer> {
  const [row] = await tx.select({ answer: llmCalls.answer, state: llmCalls.state }).from(llmCalls).where(eq(llmCalls.key, key));
  if (row?.state === 'answered') return row.answer as unknown as ChatAnswer;
  throw new MillwrightError('LEASE_LOST', `the call ${key} belongs to another attempt`);
}

// Money is kept in millionths of a dollar (db/schema): what is finer would be rounded there, differently at each booking,
// and a rest of it would stay reserved for ever. A price per million tokens is that many millionths a token.
const MICRO = 1e6;

function worstCaseUsd(provider: LlmProvider, requestBytes: number, maxTokens: number): number {
  if (!provider.price) return 0;
  return Math.ceil(provider.price.promptUsdPerMillion * (requestBytes / BYTES_PER_TOKEN_MIN) + provider.price.completionUsdPerMillion * maxTokens) / MICRO;
}

function actualUsd(provider: LlmProvider, answer: ChatAnswer): number | null {
  if (!provider.price) return 0;
  if (!answer.usage) return null;
  return (
    Math.ceil(provider.price.promptUsdPerMillion * answer.usage.promptTokens + provider.price.completionUsdPerMillion * answer.usage.completionTokens) / MICRO
  );
}
