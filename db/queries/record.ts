import { and, eq, not, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { BuildEvent } from '../../contracts/events.js';
import type { ExecutionEvent } from '../../contracts/execution.js';
import { isChatId, type ChatEvent } from '../../contracts/chat.js';
import { isExecutionId } from '../../contracts/ids.js';
import type { Executor, Orm, Transaction } from '../client.js';
import { builds, chatSessions, executions } from '../schema/index.js';
import { ERROR_KINDS, withErrors } from './error-history.js';
import { isForOthers, tellOthers } from './tell.js';

type BuildRow = typeof builds.$inferInsert;
/** Columns to set, as values or SQL. */
type BuildPatch = { [Column in keyof BuildRow]?: BuildRow[Column] | SQL };

type ExecutionRow = typeof executions.$inferInsert;
export type ExecutionPatch = { [Column in keyof ExecutionRow]?: ExecutionRow[Column] | SQL };

/** A change of an execution, which has events of its own and of those that builds have. */
export interface ExecutionChange extends Omit<BuildChange, 'buildId' | 'event' | 'patch'> {
  executionId: string;
  event: ExecutionEvent;
  patch?: ExecutionPatch;
}

type ChatRow = typeof chatSessions.$inferInsert;
export type ChatPatch = { [Column in keyof ChatRow]?: ChatRow[Column] | SQL };

/** A change of a conversation. */
export interface ChatChange extends Omit<BuildChange, 'buildId' | 'event' | 'patch' | 'journal' | 'resolves'> {
  sessionId: string;
  event: ChatEvent;
  patch?: ChatPatch;
}

export interface BuildChange {
  /** Or the id of an execution or a conversation: what they have in common (notes, retries, budgets) is recorded for each. */
  buildId: string;
  /** Names the step that makes this change: the same key again changes nothing. */
  key: string;
  event?: BuildEvent;
  patch?: BuildPatch;
  audit?: { actor: string; action: string; subject?: string; detail?: Record<string, unknown> };
  journal?: { kind: string; owner: string; text: string; state?: string };
  /** How the keys of errors begin that this change puts right: those still open are resolved. */
  resolves?: string;
}

/** PostgreSQL channel that hears `<build id>:<seq>` of each new event. */
export const EVENTS_CHANNEL = 'build_events';
/** PostgreSQL channel that hears events in passing, as JSON: kept nowhere. */
export const PASSING_CHANNEL = 'build_passing';

/**
 * The only writer of build rows (after submission), events, audit and journal: all of one change in the caller's
 * transaction, numbered under the build row's lock. Answers seq null when this key was recorded before: then nothing changes.
 */
export async function recordChange(tx: Transaction, asked: BuildChange): Promise<{ seq: number | null }> {
  const change = withErrors(asked);
  const row = await write(tx, change, advanceOwner(tx, change));
  if (row?.user_id && change.event)
    await tellOthers(tx, { buildId: change.buildId, seq: row.seq, userId: row.user_id, title: row.title ?? '' }, storableJson(change.event));
  return answerOf(tx, change, row);
}

/** `recordChange` of an execution. */
export async function recordExecutionChange(tx: Transaction, { executionId, event, patch, ...rest }: ExecutionChange): Promise<{ seq: number | null }> {
  const change = { ...rest, buildId: executionId, event };
  return answerOf(tx, change, await write(tx, change, advanceExecution(tx, change, patch ?? {})));
}

/** `recordChange` of a conversation. */
export async function recordChatChange(tx: Transaction, { sessionId, event, patch, ...rest }: ChatChange): Promise<{ seq: number | null }> {
  const change = { ...rest, buildId: sessionId, event };
  return answerOf(tx, change, await write(tx, change, advanceChat(tx, change, patch ?? {})));
}

/** A change of any of them, once the row's own part is done. */
type AnyChange = Omit<BuildChange, 'event' | 'patch'> & { event?: BuildEvent | ExecutionEvent | ChatEvent };

/** The number of the change; of a build also what others are told about it. */
interface Written extends Record<string, unknown> {
  seq: number;
  user_id?: string;
  title?: string;
}

/**
 * One statement, so one round trip of the hottest path: it locks the row (not its key, which rows that refer to the build
 * share), looks, changes it and adds the rest. A twin that committed while it waited for the lock is not in its snapshot: the
 * unique key of the event then refuses the whole change. Null when the key was recorded before.
 */
async function write(orm: Executor, change: AnyChange, advance: SQLWrapper): Promise<Written | null> {
  const parts = [sql`advanced as ${advance}`];
  if (change.event) parts.push(addedEvent(change, change.event));
  if (change.audit) parts.push(addedAudit(change, change.audit));
  if (change.journal) parts.push(addedNote(change, change.journal));
  if (change.resolves !== undefined) parts.push(putRight(change, change.resolves));
  const told = change.event ? sql`, pg_notify(${EVENTS_CHANNEL}, ${change.buildId} || ':' || event_seq)` : sql``;
  const { rows } = await orm.execute<Written>(sql`with ${sql.join(parts, sql`, `)} select *, event_seq as seq${told} from advanced`);
  return rows[0] ?? null;
}

function advanceOwner(orm: Executor, change: BuildChange): SQLWrapper {
  if (isExecutionId(change.buildId)) return advanceExecution(orm, change, {});
  return isChatId(change.buildId) ? advanceChat(orm, change, {}) : advanceBuild(orm, change);
}

function advanceBuild(orm: Executor, change: BuildChange): SQLWrapper {
  return orm
    .update(builds)
    .set({ ...change.patch, eventSeq: change.event ? sql`${builds.eventSeq} + 1` : sql`${builds.eventSeq}`, updatedAt: sql`now()` })
    .where(and(eq(builds.id, change.buildId), not(isRecorded(change))))
    .returning({ seq: builds.eventSeq, progress: builds.progress, userId: builds.userId, title: builds.title });
}

function advanceChat(orm: Executor, change: AnyChange, patch: ChatPatch): SQLWrapper {
  return orm
    .update(chatSessions)
    .set({ ...patch, eventSeq: change.event ? sql`${chatSessions.eventSeq} + 1` : sql`${chatSessions.eventSeq}`, updatedAt: sql`now()` })
    .where(and(eq(chatSessions.id, change.buildId), not(isRecorded(change))))
    .returning({ seq: chatSessions.eventSeq, progress: sql`0::float8`.as('progress') });
}

function advanceExecution(orm: Executor, change: AnyChange, patch: ExecutionPatch): SQLWrapper {
  return orm
    .update(executions)
    .set({ ...patch, eventSeq: change.event ? sql`${executions.eventSeq} + 1` : sql`${executions.eventSeq}`, updatedAt: sql`now()` })
    .where(and(eq(executions.id, change.buildId), not(isRecorded(change))))
    .returning({ seq: executions.eventSeq, progress: sql`0::float8`.as('progress') });
}

/** Without a row nothing was changed: the key was recorded before, or there is no such build. */
async function answerOf(orm: Executor, { buildId, event }: AnyChange, row: Written | null): Promise<{ seq: number | null }> {
  if (row) return { seq: event ? row.seq : null };
  const owners = isExecutionId(buildId) ? executions : isChatId(buildId) ? chatSessions : builds;
  const [owner] = await orm.select({ id: owners.id }).from(owners).where(eq(owners.id, buildId));
  if (!owner) throw new Error(`${buildId} has no row`);
  return { seq: null };
}

/** `recordChange` in a transaction of its own; what nobody else is told of needs none, being one statement. */
export async function record(orm: Orm, change: BuildChange): Promise<{ seq: number | null }> {
  if (change.event && isForOthers(change.event)) return orm.transaction((tx) => recordChange(tx, change));
  const alone = withErrors(change);
  return answerOf(orm, alone, await write(orm, alone, advanceOwner(orm, alone)));
}

function isRecorded(change: AnyChange) {
  if (!change.event) return sql<boolean>`false`;
  return sql<boolean>`exists (select 1 from events where build_id = ${change.buildId} and key = ${change.key})`;
}

function addedEvent({ buildId, key }: AnyChange, event: BuildEvent | ExecutionEvent | ChatEvent): SQL {
  const { kind, ...rest } = event;
  const data = sql`${JSON.stringify(storableJson(rest))}::jsonb`;
  // What watchers see never goes back: a try that failed, or one beside others, knows a smaller number than the build's row.
  const forward = 'progress' in event ? sql`jsonb_set(${data}, '{progress}', to_jsonb(greatest(progress, ${event.progress}::float8)))` : data;
  return sql`event as (insert into events (build_id, seq, key, kind, data) select ${buildId}, event_seq, ${key}, ${kind}, ${forward} from advanced)`;
}

function addedAudit({ buildId, key }: AnyChange, { actor, action, subject, detail }: NonNullable<BuildChange['audit']>): SQL {
  return sql`audited as (insert into audit_log (key, actor, action, subject, detail)
    select ${`${buildId}/${key}`}, ${actor}, ${action}, ${subject ?? buildId}, ${JSON.stringify(storableJson(detail ?? {}))}::jsonb from advanced
    on conflict do nothing)`;
}

function addedNote({ buildId, key }: AnyChange, { kind, owner, text, state }: NonNullable<BuildChange['journal']>): SQL {
  return sql`noted as (insert into journal (build_id, key, kind, owner, text, state)
    select ${buildId}, ${key}, ${kind}, ${owner}, ${storable(text)}, ${state ?? 'open'} from advanced on conflict do nothing)`;
}

function putRight({ buildId }: AnyChange, keysBegin: string): SQL {
  return sql`put_right as (update journal j set state = 'resolved', resolved_at = now() from advanced
    where j.build_id = ${buildId} and j.kind in ${ERROR_KINDS} and j.resolved_at is null and starts_with(j.key, ${keysBegin}))`;
}

/** Text PostgreSQL can store: NUL and lone surrogates become the replacement character. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed();
}

/** The same for every string of a JSON value. */
export function storableJson<T>(value: T): T {
  if (typeof value === 'string') return storable(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => storableJson(item)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), storableJson(item)])) as T;
}
