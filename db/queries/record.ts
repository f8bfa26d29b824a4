import { and, eq, sql } from 'drizzle-orm';
import type { BuildEvent } from '../../contracts/events.js';
import { auditLog, builds, events, journal } from '../schema/index.js';
import type { Orm, Transaction } from '../client.js';

type BuildRow = typeof builds.$inferInsert;

export interface BuildChange {
  buildId: string;
  /** Names the step that makes this change: the same key again changes nothing. */
  key: string;
  event?: BuildEvent;
  patch?: Partial<BuildRow>;
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
  const [row] = await tx.select({ seq: builds.eventSeq }).from(builds).where(eq(builds.id, change.buildId)).for('update');
  if (!row) throw new Error(`build ${change.buildId} has no row`);
  if (await wasRecorded(tx, change)) return { seq: null };
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

async function wasRecorded(tx: Transaction, change: BuildChange): Promise<boolean> {
  if (!change.event) return false;
  const [known] = await tx
    .select({ seq: events.seq })
    .from(events)
    .where(and(eq(events.buildId, change.buildId), eq(events.key, change.key)));
  return known !== undefined;
}

async function insertEvent(tx: Transaction, change: BuildChange, event: BuildEvent, seq: number): Promise<void> {
  const { kind, ...data } = event;
  await tx.insert(events).values({ buildId: change.buildId, seq, key: change.key, kind, data: storableJson(data) });
  await tx.execute(sql`select pg_notify(${EVENTS_CHANNEL}, ${`${change.buildId}:${seq}`})`);
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
