import { eq, sql, type SQL } from 'drizzle-orm';
import type { BuildEvent } from '../../contracts/events.js';
import { auditLog, builds, journal } from '../schema/index.js';
import type { Orm, Transaction } from '../client.js';

type BuildRow = typeof builds.$inferInsert;
/** Columns to set, as values or SQL. */
type BuildPatch = { [Column in keyof BuildRow]?: BuildRow[Column] | SQL };

export interface BuildChange {
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

/**
 * The only writer of build rows (after submission), events, audit and journal: all of one change in the caller's
 * transaction, numbered under the build row's lock. Answers seq null when this key was recorded before: then nothing changes.
 */
export async function recordChange(tx: Transaction, change: BuildChange): Promise<{ seq: number | null }> {
  // Not FOR UPDATE: rows that refer to this build share its key, and two transactions upgrading at once would deadlock.
  const [row] = await tx
    .select({ seq: builds.eventSeq, known: isRecorded(change) })
    .from(builds)
    .where(eq(builds.id, change.buildId))
    .for('no key update');
  if (!row) throw new Error(`build ${change.buildId} has no row`);
  // A twin that committed while we waited for the lock is not in our snapshot: the unique key then refuses the whole change.
  if (row.known) return { seq: null };
  // A change without an event still leaves its key, so that a redo is recognised; the key of an audit row serves as well.
  const seq = change.event ? row.seq + 1 : row.seq;
  await tx
    .update(builds)
    .set({ ...change.patch, eventSeq: seq, updatedAt: sql`now()` })
    .where(eq(builds.id, change.buildId));
  if (change.event) await insertEvent(tx, change, change.event, seq);
  if (change.audit) await insertAudit(tx, change, change.audit);
  if (change.journal)
    await tx
      .insert(journal)
      .values({ buildId: change.buildId, key: change.key, ...change.journal, text: storable(change.journal.text) })
      .onConflictDoNothing();
  return { seq: change.event ? seq : null };
}

/** `recordChange` in a transaction of its own. */
export function record(orm: Orm, change: BuildChange): Promise<{ seq: number | null }> {
  return orm.transaction((tx) => recordChange(tx, change));
}

function isRecorded(change: BuildChange) {
  if (!change.event) return sql<boolean>`false`;
  return sql<boolean>`exists (select 1 from events where build_id = ${change.buildId} and key = ${change.key})`;
}

async function insertEvent(tx: Transaction, change: BuildChange, event: BuildEvent, seq: number): Promise<void> {
  const { kind, ...data } = event;
  await tx.execute(sql`with added as (
      insert into events (build_id, seq, key, kind, data)
      values (${change.buildId}, ${seq}, ${change.key}, ${kind}, ${JSON.stringify(storableJson(data))}::jsonb) returning seq)
    select pg_notify(${EVENTS_CHANNEL}, ${change.buildId} || ':' || seq) from added`);
}

async function insertAudit(tx: Transaction, change: BuildChange, audit: NonNullable<BuildChange['audit']>): Promise<void> {
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
