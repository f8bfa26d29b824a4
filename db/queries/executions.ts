import { and, desc, eq, getTableColumns, isNotNull, sql, type InferInsertModel, type InferSelectModel } from 'drizzle-orm';
import type { ExecutionEvent } from '../../contracts/execution.js';
import { EXECUTION_DAYS, EXECUTION_LOGS_KEPT } from '../../contracts/limits.js';
import type { Executor, Transaction } from '../client.js';
import { executionAttempts, executionRepositories, executions, outbox } from '../schema/index.js';
import { recordExecutionChange } from './record.js';
import type { Page, PageRequest } from './page.js';

export type ExecutionRow = InferSelectModel<typeof executions>;
export type AttemptRow = InferSelectModel<typeof executionAttempts>;
export type ExecutionRepositoryRow = InferSelectModel<typeof executionRepositories>;
export type NewExecution = Omit<InferInsertModel<typeof executions>, 'status' | 'round' | 'eventSeq'> & {
  /** The existing repository to work in; none: it writes files of its own. */
  repository?: Pick<ExecutionRepositoryRow, 'url' | 'ref' | 'commit'> | null;
};

/**
 * Counts one execution of a user's day, if the limit leaves room: one statement, so parallel submissions cannot pass it
 * together. 0: no limit.
 */
export async function countExecution(tx: Transaction, userId: string, day: string, limit: number): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    insert into execution_days as d (user_id, day, used) select ${userId}, ${day}, 1
    on conflict (user_id, day) do update set used = d.used + 1 where ${limit} = 0 or d.used < ${limit}
    returning used`);
  return rows.length > 0;
}

/** Forgets what the attempts of older executions printed, of users who had one end lately; code, errors and the result's output stay. */
export async function trimLogs(orm: Executor): Promise<void> {
  await orm.execute(sql`
    with older as (
      select id, row_number() over (partition by user_id order by created_at desc, id) as newest
      from executions
      where ended_at is not null and user_id in (select user_id from executions where ended_at > now() - interval '10 minutes'))
    update execution_attempts a set output = null from older
    where a.execution_id = older.id and older.newest > ${EXECUTION_LOGS_KEPT} and a.output is not null`);
}

/** Forgets how many were begun on days that nobody asks about any more. */
export async function forgetOldDays(orm: Executor): Promise<void> {
  await orm.execute(sql`delete from execution_days where day < to_char(now() at time zone 'utc' - interval '7 days', 'YYYY-MM-DD')`);
}

/**
 * Stores an execution, its first event and, unless it waits for a person, the promise to start it. False when it is there
 * already: an earlier try of the same request wrote it.
 */
export async function insertExecution(tx: Transaction, { repository, ...execution }: NewExecution): Promise<boolean> {
  const added = await tx
    .insert(executions)
    .values({ ...execution, status: 'pending' })
    .onConflictDoNothing()
    .returning({ id: executions.id });
  if (added.length === 0) return false;
  if (repository) await tx.insert(executionRepositories).values({ executionId: execution.id, ...repository });
  const { id, userId, language = null, outputPreference, waitingFor } = execution;
  const event: ExecutionEvent = { kind: 'execution.queued', round: 1, language, output_preference: outputPreference };
  await recordExecutionChange(tx, { executionId: id, key: 'queued/1', event, audit: { actor: userId, action: 'execution.create' } });
  if (!waitingFor) await promiseRound(tx, { id, userId, prompt: execution.prompt, round: 1 });
  return true;
}

/** Promises to Temporal that this round will be started; written beside the row that asks for it. */
export async function promiseRound(tx: Executor, about: { id: string; userId: string; prompt: string; round: number }): Promise<void> {
  const payload = { round: about.round, user: about.userId, title: about.prompt.slice(0, 200).toWellFormed() };
  await tx
    .insert(outbox)
    .values({ buildId: about.id, kind: `execute:${about.round}`, payload })
    .onConflictDoUpdate({ target: [outbox.buildId, outbox.kind], set: { doneAt: null } });
}

/** The execution of a user, or null. */
export async function findExecution(orm: Executor, userId: string, id: string): Promise<ExecutionRow | null> {
  const [row] = await orm
    .select()
    .from(executions)
    .where(and(eq(executions.id, id), eq(executions.userId, userId)));
  return row ?? null;
}

/** The repository an execution works in, or null. */
export async function findExecutionRepository(orm: Executor, executionId: string): Promise<ExecutionRepositoryRow | null> {
  const [row] = await orm.select().from(executionRepositories).where(eq(executionRepositories.executionId, executionId));
  return row ?? null;
}

/** The execution of a user, locked until the transaction ends. */
export async function lockExecution(tx: Transaction, userId: string, id: string): Promise<ExecutionRow | null> {
  const [row] = await tx
    .select()
    .from(executions)
    .where(and(eq(executions.id, id), eq(executions.userId, userId)))
    .for('no key update');
  return row ?? null;
}

/** The newest execution of a user that asked for the same and passed. */
export async function findCached(orm: Executor, userId: string, askedSha256: string): Promise<ExecutionRow | null> {
  const [row] = await orm
    .select()
    .from(executions)
    .where(and(eq(executions.userId, userId), eq(executions.askedSha256, askedSha256), eq(executions.status, 'passed')))
    .orderBy(desc(executions.createdAt))
    .limit(1);
  return row ?? null;
}

/** All attempts of an execution (or those of a round), in the order they were made. */
export function readAttempts(orm: Executor, id: string, round?: number): Promise<AttemptRow[]> {
  return orm
    .select()
    .from(executionAttempts)
    .where(and(eq(executionAttempts.executionId, id), round === undefined ? undefined : eq(executionAttempts.round, round)))
    .orderBy(executionAttempts.round, executionAttempts.attempt);
}

// Megabytes each, and a list has many rows.
const { files: _attemptFiles, output: _attemptOutput, ...attemptHead } = getTableColumns(executionAttempts);
const { files: _files, output: _output, context: _context, explanation: _explanation, ...executionHead } = getTableColumns(executions);
export type AttemptHead = Omit<AttemptRow, 'files' | 'output'>;
export type ExecutionHead = Omit<ExecutionRow, 'files' | 'output' | 'context' | 'explanation'>;

/** `readAttempts` without what was written and printed. */
export function readAttemptHeads(orm: Executor, id: string): Promise<AttemptHead[]> {
  return orm
    .select(attemptHead)
    .from(executionAttempts)
    .where(eq(executionAttempts.executionId, id))
    .orderBy(executionAttempts.round, executionAttempts.attempt);
}

/** One page of a user's executions, newest first, without their files. */
export async function listExecutions(orm: Executor, userId: string, page: PageRequest & { sessionId?: string | undefined }): Promise<Page<ExecutionHead>> {
  const where = and(
    eq(executions.userId, userId),
    page.status === undefined ? undefined : sql`${executions.status} = ${page.status}`,
    page.sessionId === undefined ? undefined : eq(executions.sessionId, page.sessionId),
  );
  const rows = orm
    .select(executionHead)
    .from(executions)
    .where(where)
    .orderBy(desc(executions.createdAt), desc(executions.id))
    .limit(page.limit)
    .offset((page.page - 1) * page.limit);
  const [items, total] = await Promise.all([rows, orm.$count(executions, where)]);
  return { items, total };
}

// As many ended executions tell what the next one will take.
const ESTIMATE_ROWS = 50;

/** Mean seconds and dollars of the newest ended executions, of this language when one is given. */
export async function averageExecution(orm: Executor, language: string | null): Promise<{ seconds: number; usd: number; count: number }> {
  const newest = orm
    .select({
      seconds: sql<number>`extract(epoch from ${executions.endedAt} - ${executions.startedAt})`.as('seconds'),
      usd: sql<number>`${executions.costUsd} / ${executions.round}`.as('usd'),
    })
    .from(executions)
    .where(and(isNotNull(executions.endedAt), isNotNull(executions.startedAt), language === null ? undefined : eq(executions.language, language)))
    .orderBy(desc(executions.createdAt))
    .limit(ESTIMATE_ROWS)
    .as('newest');
  const [row] = await orm
    .select({ seconds: sql<number>`coalesce(avg(seconds), 0)::float`, usd: sql<number>`coalesce(avg(usd), 0)::float`, count: sql<number>`count(*)::int` })
    .from(newest);
  return row ?? { seconds: 0, usd: 0, count: 0 };
}

/** Executions that have not ended though they were promised a while ago. */
export function listOpenExecutions(
  orm: Executor,
  minAgeSeconds: number,
  limit: number,
): Promise<{ id: string; userId: string; prompt: string; round: number; attempt: number; promise: 'open' | 'done' | 'none' }[]> {
  // The table's name is written out: a query of one table drops it, and `id` would be the outbox's.
  const promise = sql<'open' | 'done' | 'none'>`coalesce((select case when o.done_at is null then 'open' else 'done' end from outbox o
    where o.build_id = executions.id and o.kind = 'execute:' || executions.round), 'none')`;
  return orm
    .select({ id: executions.id, userId: executions.userId, prompt: executions.prompt, round: executions.round, attempt: executions.attempt, promise })
    .from(executions)
    .where(
      sql`${executions.endedAt} is null and ${executions.waitingFor} is null and ${executions.updatedAt} < now() - make_interval(secs => ${minAgeSeconds})`,
    )
    .orderBy(executions.createdAt)
    .limit(limit);
}

/**
 * Removes executions past their time, with their events, calls and promises; the ledger of money stays. What waits for a
 * person who never came goes too. Answers how many.
 */
export async function deleteExpiredExecutions(orm: Executor, limit: number): Promise<number> {
  const { rows } = await orm.execute(sql`
    with old as (
      delete from executions where id in (
        select e.id from executions e join users u on u.id = e.user_id
        where coalesce(e.ended_at, case when e.waiting_for is not null then e.created_at end)
          < now() - make_interval(days => case u.tier when 'free' then ${EXECUTION_DAYS.free}::int else ${EXECUTION_DAYS.registered}::int end)
        order by e.id limit ${limit} for update of e skip locked)
      returning id),
    gone_events as (delete from events where build_id in (select id from old)),
    gone_calls as (delete from llm_calls where build_id in (select id from old)),
    gone_promises as (delete from outbox where build_id in (select id from old)),
    gone_journal as (delete from journal where build_id in (select id from old))
    select id from old`);
  return rows.length;
}
