import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { MillwrightError } from '../../contracts/failures.js';
import type { Database, Transaction } from '../../db/client.js';
import { databaseIsAway } from '../../db/errors.js';
import { accountTable } from '../../db/queries/account.js';
import { llmCalls } from '../../db/schema/index.js';
import type { Failpoint } from '../failpoint.js';
import { answerRoom } from './answer-room.js';
import { book, foreignAnswer, LEASE_SECONDS, release, renewLease, store, type Booking, type Offer } from './booking.js';
import { worstCaseUsd } from './money.js';
import { currentWaits, tellFailover, tellFailure, waitsOf } from './news.js';
import type { ModelCall } from './model-call.js';
import type { CallOptions, ChatAnswer, ModelRouter, Preference, Route, RoutedModel, Wait } from './port.js';
import type { BudgetRules } from './scopes.js';
import { promptBound } from './token-bound.js';

export type { ModelCall } from './model-call.js';

export interface ModelDeps {
  db: Database;
  models: ModelRouter;
  failpoint: Failpoint;
  /** What beside a build's own budget binds; nothing when absent. */
  budgets?: BudgetRules;
}

// Often enough that a busy process misses one or two and is still believed.
const RENEW_MS = 1_000;
// How often the answer of a living holder is looked for.
const LOOK_MS = 250;

/**
 * Asks a model once per key: the row is booked with a lease and the money reserved before anything is sent, the answer
 * is stored before it is used. While the holder of an open call lives, others wait for its answer; a call that was open
 * when its process died or stopped is sent once more, the lost one booked as uncertain. A model that fails is followed at
 * once by the next of its chain, each send booked at its own model's price.
 * Throws BUDGET_EXHAUSTED, LEASE_LOST and what the last provider threw.
 */
export async function callModel(deps: ModelDeps, call: ModelCall, options: CallOptions = {}): Promise<ChatAnswer> {
  const { answer, route, waits } = await lookUp(deps, call);
  if (answer) return answer;
  deps.models.learn(waits);
  const failed = new Map<RoutedModel, MillwrightError>();
  for (;;) {
    const model = chooseNext(deps, call, route, failed);
    const started = Date.now();
    try {
      const stored = await askOnce(deps, call, model, options);
      deps.models.report(model, null, Date.now() - started);
      return stored;
    } catch (error) {
      if (!(error instanceof MillwrightError) || !isOfTheModel(error) || options.signal?.aborted) throw error;
      deps.models.report(model, error, Date.now() - started);
      failed.set(model, error);
      await tellFailure(deps, call, model, error);
    }
  }
}

/** The next model; that another one takes over is said when it is known which. */
function chooseNext(deps: ModelDeps, call: ModelCall, route: Route, failed: ReadonlyMap<RoutedModel, MillwrightError>): RoutedModel {
  const model = deps.models.choose(route, call.request, failed);
  const last = [...failed].at(-1);
  if (last) tellFailover(deps, call, { from: last[0], failure: last[1], to: model });
  return model;
}

function isOfTheModel(error: MillwrightError): boolean {
  return error.code.startsWith('LLM_');
}

/** The route of a call, its answer if it has one, and the waits that any worker was asked for. */
async function lookUp(deps: ModelDeps, call: ModelCall): Promise<{ route: Route; answer: ChatAnswer | null; waits: Wait[] }> {
  const account = accountTable(call.buildId);
  const [row] = await deps.db.orm
    .select({ preference: account.llmPreference, model: account.modelOverride, answer: llmCalls.answer, waits: currentWaits() })
    .from(account)
    .leftJoin(llmCalls, eq(llmCalls.key, call.key))
    .where(eq(account.id, call.buildId));
  const route: Route = {
    tier: call.tier ?? 'medium',
    escalate: call.escalate ?? 0,
    preference: (row?.preference ?? 'balanced') as Preference,
    model: call.model ?? row?.model ?? null,
  };
  return { route, answer: (row?.answer ?? null) as ChatAnswer | null, waits: waitsOf(row?.waits ?? []) };
}

/** One model asked once. */
async function askOnce(deps: ModelDeps, call: ModelCall, model: RoutedModel, options: CallOptions): Promise<ChatAnswer> {
  const bytes = Buffer.from(JSON.stringify(call.request));
  const promptTokens = promptBound(call.request);
  const request = { ...call.request, maxTokens: await answerRoom(call.request, model, promptTokens) };
  const offer: Offer = { model, bytes, lease: randomUUID(), reservedUsd: worstCaseUsd(model.price, promptTokens, request.maxTokens) };
  const booked = await bookWhenFree(deps, options.signal, (tx) => book(tx, call, offer, deps.budgets));
  if (booked.answer) return booked.answer;
  const renewal = setInterval(() => void renewLease(deps.db, call.key, offer.lease, sql<Date>`clock_timestamp()`).catch(() => {}), RENEW_MS);
  // A process has other reasons to live than a lease.
  renewal.unref();
  try {
    return await sendAndStore(deps, { ...call, request }, options, { ...offer, send: booked.send, bookedMs: booked.atMs });
  } catch (error) {
    clearInterval(renewal);
    // Whoever tries again need not wait for us.
    await renewLease(deps.db, call.key, offer.lease, sql<Date>`to_timestamp(0)`).catch(() => {});
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

type Sent = Offer & { send: number; bookedMs: number };

async function sendAndStore(deps: ModelDeps, call: ModelCall, options: CallOptions, sent: Sent): Promise<ChatAnswer> {
  deps.failpoint('llm', 'before');
  if (await wasTakenOver(deps.db, call.key, sent)) return deps.db.orm.transaction((tx) => foreignAnswer(tx, call.key));
  const started = Date.now();
  const answer = await sent.model.complete(call.request, options).catch(async (error: unknown): Promise<never> => {
    const isFree = error instanceof MillwrightError && error.options.unbilled === true;
    await deps.db.orm.transaction((tx) => release(tx, call, { ...sent, isFree }, deps.budgets));
    throw error;
  });
  deps.failpoint('llm', 'after');
  const received = { ...sent, answer, latencyMs: Date.now() - started };
  return patiently(() => deps.db.orm.transaction((tx) => store(tx, call, received, deps.budgets)), options.signal);
}

/** Whether another attempt has the call, since this process was stopped between booking and sending: it must not send then. */
async function wasTakenOver(db: Database, key: string, sent: Sent): Promise<boolean> {
  // Nobody may take a call over while its lease lasts, so the usual call costs no question more.
  if (performance.now() - sent.bookedMs < LEASE_SECONDS * 1_000) return false;
  return !(await renewLease(db, key, sent.lease, sql<Date>`clock_timestamp()`));
}

type TryToBook = (tx: Transaction) => Promise<Booking | null>;

/**
 * Waits while a living holder has the call open: two attempts side by side in one process must not buy it twice. `atMs`
 * of `performance.now()` is no later than the lease's beginning.
 */
async function bookWhenFree(deps: ModelDeps, signal: AbortSignal | undefined, tryToBook: TryToBook): Promise<Booking & { atMs: number }> {
  for (;;) {
    const atMs = performance.now();
    const booked = await deps.db.orm.transaction(tryToBook);
    if (booked) return { ...booked, atMs };
    await sleep(LOOK_MS, undefined, { signal });
  }
}

// An answer that was paid for is worth waiting for a database that restarts; the heartbeat goes on meanwhile.
const STORE_PATIENCE_MS = 60_000;
const STORE_PAUSE_MS = 500;

/** Tries again while the database is away. */
async function patiently<T>(storeIt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (const until = Date.now() + STORE_PATIENCE_MS; ;) {
    try {
      return await storeIt();
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
