/** What the routes of executions share: finding one, submitting one, and how one is shown. */
import { createHash } from 'node:crypto';
import { MillwrightError } from '../contracts/failures.js';
import { isExecutionId, executionIdFrom } from '../contracts/ids.js';
import type { QueuePlace } from '../contracts/queue.js';
import type { Orm, Transaction } from '../db/client.js';
import { averageExecution, countExecution, findExecution, insertExecution, type ExecutionRow, type NewExecution } from '../db/queries/executions.js';
import { sandboxPlace, startPlace } from '../db/queries/sandbox-queue.js';
import type { AppDeps } from './deps.js';
import { notFound } from './errors.js';
import type { User } from './roles.js';

const DAY_MS = 86_400_000;
// What a first attempt that passes takes on a small machine, where nothing is known yet.
const SECONDS_UNKNOWN = 30;

/** The user's execution. NOT_FOUND, with one text whether it is unknown, impossible or somebody else's. */
export async function loadExecution(deps: AppDeps, user: User, id: string): Promise<ExecutionRow> {
  const row = isExecutionId(id) ? await findExecution(deps.database.orm, user.id, id) : null;
  if (!row) throw notFound('execution');
  return row;
}

/** Counts one execution of today in the caller's transaction. Throws QUOTA_EXHAUSTED, with the seconds until the next day. */
export async function takeQuota(tx: Transaction, deps: AppDeps, userId: string): Promise<void> {
  const { dailyLimit } = deps.executions;
  const now = Date.now();
  if (await countExecution(tx, userId, new Date(now).toISOString().slice(0, 10), dailyLimit)) return;
  throw new MillwrightError(
    'QUOTA_EXHAUSTED',
    `You have begun ${dailyLimit} executions today (EXECUTION_DAILY_LIMIT). The count begins anew at midnight UTC; an equal one that passed can be had with "cache": true.`,
    { retryAfterSeconds: Math.ceil((DAY_MS - (now % DAY_MS)) / 1_000) },
  );
}

/** Stores an execution with its quota, once for each `attemptId`, and answers its row. */
export async function submitExecution(deps: AppDeps, attemptId: string, draft: Omit<NewExecution, 'id'>): Promise<ExecutionRow> {
  const id = executionIdFrom(createHash('sha256').update(`execution/${attemptId}`).digest());
  const { orm } = deps.database;
  // A request that was cut off after it was stored finds its own row.
  const earlier = await findExecution(orm, draft.userId, id);
  if (earlier) return earlier;
  await orm.transaction(async (tx) => {
    await takeQuota(tx, deps, draft.userId);
    if (!(await insertExecution(tx, { ...draft, id }))) throw new MillwrightError('UNAVAILABLE', 'Send it again.', { retryAfterSeconds: 1 });
  });
  deps.outbox.nudge();
  const row = await findExecution(orm, draft.userId, id);
  if (!row) throw new Error(`the execution ${id} has no row`);
  return row;
}

/** Where an execution waits: to begin, or for a sandbox; null when it works, has ended or waits for a person. */
export async function queueOf(orm: Orm, { id, attempt, endedAt, waitingFor }: ExecutionRow): Promise<QueuePlace | null> {
  if (endedAt !== null || waitingFor !== null) return null;
  return attempt === 0 ? startPlace(orm, id) : sandboxPlace(orm, id);
}

/** What `POST /execute` and its family answer: where it stands and how to follow it. */
export async function startedAnswer(deps: AppDeps, row: ExecutionRow, cached = false) {
  const { seconds, usd, count } = await averageExecution(deps.database.orm, row.language);
  const known = count > 0;
  return {
    execution_id: row.id,
    // Until it begins; what is answered from the cache has ended.
    status: row.status === 'pending' ? 'queued' : row.status,
    language: row.dialect ?? row.language,
    language_source: row.languageSource,
    waiting_for: row.waitingFor,
    round: row.round,
    cached,
    estimate: {
      seconds: Math.round((known ? seconds : SECONDS_UNKNOWN) * 10) / 10,
      usd: known ? usd : 0,
      basis: known ? `the mean of ${count} ended executions${row.language ? ` in ${row.language}` : ''}` : 'no execution has ended yet: a guess',
    },
    ...urlsOf(row.id),
  };
}

export function urlsOf(id: string) {
  return { status_url: `/api/execute/${id}`, stream_url: `/api/execute/${id}/stream` };
}
