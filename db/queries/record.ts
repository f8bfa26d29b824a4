import { and, eq, not, sql, type SQL } from 'drizzle-orm';
import type { BuildEvent } from '../../contracts/events.js';
import type { ExecutionEvent } from '../../contracts/execution.js';
import { isChatId, type ChatEvent } from '../../contracts/chat.js';
import { isExecutionId } from '../../contracts/ids.js';
import { auditLog, builds, chatSessions, executions, journal } from '../schema/index.js';
import type { Orm, Transaction } from '../client.js';
import { tellOthers } from './tell.js';

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
export interface ChatChange extends Omit<BuildChange, 'buildId' | 'event' | 'patch' | 'journal'> {
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
}

/** PostgreSQL channel that hears `<build id>:<seq>` of each new event. */
export const EVENTS_CHANNEL = 'build_events';
/** PostgreSQL channel that hears events in passing, as JSON: kept nowhere. */
export const PASSING_CHANNEL = 'build_passing';

/**
 * The only writer of build rows (after submission), events, audit and journal: all of one change in the caller's
 * transaction, numbered under the build row's lock. Answers seq null when this key was recorded before: then nothing changes.
 */
export async function recordChange(tx: Transaction, change: BuildChange): Promise<{ seq: number | null }> {
  // One statement locks the row (not its key, which rows that refer to the build share), looks and changes. A twin that
  // committed while it waited for the lock is not in its snapshot: the unique key of the event then refuses the whole change.
  const [row] = await advanceOwner(tx, change);
  if (!row) return alreadyRecorded(tx, change);
  await insertRest(tx, { ...change, event: forward(change.event, row.progress) }, row.seq);
  if (change.event && row.owner) await tellOthers(tx, { buildId: change.buildId, seq: row.seq, ...row.owner }, storableJson(change.event));
  return { seq: change.event ? row.seq : null };
}

/** What watchers see never goes back: a try that failed, or one beside others, knows a smaller number than the build's row. */
function forward(event: BuildEvent | undefined, progress = 0): BuildEvent | undefined {
  return event && 'progress' in event ? { ...event, progress: Math.max(event.progress, progress) } : event;
}

/** `recordChange` of an execution. */
export async function recordExecutionChange(tx: Transaction, { executionId, event, patch, ...rest }: ExecutionChange): Promise<{ seq: number | null }> {
  const change = { ...rest, buildId: executionId, event };
  const [row] = await advanceExecution(tx, change, patch ?? {});
  if (!row) return alreadyRecorded(tx, change);
  await insertRest(tx, change, row.seq);
  return { seq: row.seq };
}

/** `recordChange` of a conversation. */
export async function recordChatChange(tx: Transaction, { sessionId, event, patch, ...rest }: ChatChange): Promise<{ seq: number | null }> {
  const change = { ...rest, buildId: sessionId, event };
  const [row] = await advanceChat(tx, change, patch ?? {});
  if (!row) return alreadyRecorded(tx, change);
  await insertRest(tx, change, row.seq);
  return { seq: row.seq };
}

/** A change of any of them, once the row's own part is done. */
type AnyChange = Omit<BuildChange, 'event' | 'patch'> & { event?: BuildEvent | ExecutionEvent | ChatEvent };

/** The number of the change; of a build also what others are told about it. */
interface Advanced {
  seq: number;
  progress?: number;
  owner?: { userId: string; title: string };
}

function advanceOwner(tx: Transaction, change: BuildChange): Promise<Advanced[]> {
  if (isExecutionId(change.buildId)) return advanceExecution(tx, change, {});
  return isChatId(change.buildId) ? advanceChat(tx, change, {}) : advanceBuild(tx, change);
}

async function advanceBuild(tx: Transaction, change: BuildChange): Promise<Advanced[]> {
  const rows = await tx
    .update(builds)
    .set({ ...change.patch, eventSeq: change.event ? sql`${builds.eventSeq} + 1` : sql`${builds.eventSeq}`, updatedAt: sql`now()` })
    .where(and(eq(builds.id, change.buildId), not(isRecorded(change))))
    .returning({ seq: builds.eventSeq, progress: builds.progress, userId: builds.userId, title: builds.title });
  return rows.map(({ seq, progress, ...owner }) => ({ seq, progress, owner }));
}

function advanceChat(tx: Transaction, change: AnyChange, patch: ChatPatch): Promise<Advanced[]> {
  return tx
    .update(chatSessions)
    .set({ ...patch, eventSeq: change.event ? sql`${chatSessions.eventSeq} + 1` : sql`${chatSessions.eventSeq}`, updatedAt: sql`now()` })
    .where(and(eq(chatSessions.id, change.buildId), not(isRecorded(change))))
    .returning({ seq: chatSessions.eventSeq });
}

function advanceExecution(tx: Transaction, change: AnyChange, patch: ExecutionPatch): Promise<Advanced[]> {
  return tx
    .update(executions)
    .set({ ...patch, eventSeq: change.event ? sql`${executions.eventSeq} + 1` : sql`${executions.eventSeq}`, updatedAt: sql`now()` })
    .where(and(eq(executions.id, change.buildId), not(isRecorded(change))))
    .returning({ seq: executions.eventSeq });
}

async function insertRest(tx: Transaction, change: AnyChange, seq: number): Promise<void> {
  if (change.event) await insertEvent(tx, change, change.event, seq);
  if (change.audit) await insertAudit(tx, change, change.audit);
  if (change.journal)
    await tx
      .insert(journal)
      .values({ buildId: change.buildId, key: change.key, ...change.journal, text: storable(change.journal.text) })
      .onConflictDoNothing();
}

/** Nothing was changed because the key was recorded before, or because there is no such build. */
async function alreadyRecorded(tx: Transaction, { buildId }: AnyChange): Promise<{ seq: null }> {
  const owners = isExecutionId(buildId) ? executions : isChatId(buildId) ? chatSessions : builds;
  const [row] = await tx.select({ id: owners.id }).from(owners).where(eq(owners.id, buildId));
  if (!row) throw new Error(`${buildId} has no row`);
  return { seq: null };
}

/** `recordChange` in a transaction of its own. */
export function record(orm: Orm, change: BuildChange): Promise<{ seq: number | null }> {
  return orm.transaction((tx) => recordChange(tx, change));
}

function isRecorded(change: AnyChange) {
  if (!change.event) return sql<boolean>`false`;
  return sql<boolean>`exists (select 1 from events where build_id = ${change.buildId} and key = ${change.key})`;
}

async function insertEvent(tx: Transaction, change: AnyChange, event: BuildEvent | ExecutionEvent | ChatEvent, seq: number): Promise<void> {
  const { kind, ...data } = event;
  await tx.execute(sql`with added as (
      insert into events (build_id, seq, key, kind, data)
      values (${change.buildId}, ${seq}, ${change.key}, ${kind}, ${JSON.stringify(storableJson(data))}::jsonb) returning seq)
    select pg_notify(${EVENTS_CHANNEL}, ${change.buildId} || ':' || seq) from added`);
}

async function insertAudit(tx: Transaction, change: AnyChange, audit: NonNullable<BuildChange['audit']>): Promise<void> {
  await tx
    .insert(auditLog)
    .values({
      key: `${change.buildId}/${change.key}`,
      actor: audit.actor,
      action: audit.action,
      subject: audit.subject ?? change.buildId,
      detail: storableJson(audit.detail ?? {}),
    })
    .onConflictDoNothing();
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
