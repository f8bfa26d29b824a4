/** Who waits for what, and at which place: the order of sandboxes as their hosts say it, that of beginnings from rows. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { QueueEvent, QueuePlace } from '../../contracts/queue.js';
import type { Executor, Orm } from '../client.js';
import { accountTable } from './account.js';
import { recordChange } from './record.js';

/** One that waits for a sandbox, as its host says. */
export interface QueuedRow {
  id: string;
  subject: string;
  what: string;
  position: number;
  waiting: number;
  /** ISO time. */
  since: string;
}

// Three times as long as hosts say nothing new of a queue that stands still (activities/queue/board.ts).
const FRESH_SECONDS = 15;
// Rows of processes that were killed are removed by whoever writes after this.
const FORGET_SECONDS = 60;

/** Replaces what a process said of its queue. Repeatable. */
export async function sayQueue(orm: Executor, worker: string, rows: readonly QueuedRow[]): Promise<void> {
  await orm.execute(sql`
    with said as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row(id text, subject text, what text, position int, waiting int, since timestamptz)),
    gone as (
      delete from sandbox_queue q
      where (q.worker = ${worker} and not exists (select 1 from said where said.id = q.id)) or q.seen_at < now() - make_interval(secs => ${FORGET_SECONDS}))
    insert into sandbox_queue (id, worker, subject, what, position, waiting, since)
    select id, ${worker}, subject, what, position, waiting, since from said
    on conflict (id) do update set position = excluded.position, waiting = excluded.waiting, seen_at = now()`);
}

/** Tells watchers of a build or an execution how its queue goes on; one that has ended has nothing more to say. */
export async function recordQueue(orm: Orm, { subject, key, event }: { subject: string; key: string; event: QueueEvent }): Promise<void> {
  const table = accountTable(subject);
  await orm.transaction(async (tx) => {
    const open = await tx
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.id, subject), isNull(table.endedAt)))
      .for('no key update');
    if (open.length > 0) await recordChange(tx, { buildId: subject, key, event });
  });
}

/** Where the first of a build's, execution's or workspace's waiting steps stands; null when none waits for a sandbox. */
export async function sandboxPlace(orm: Executor, subject: string): Promise<QueuePlace | null> {
  const { rows } = await orm.execute<{ what: string; position: number; waiting: number; since: Date | string }>(sql`
    select what, position, waiting, since from sandbox_queue
    where subject = ${subject} and seen_at > now() - make_interval(secs => ${FRESH_SECONDS})
    order by position, since limit 1`);
  const [row] = rows;
  return row ? placeOf('sandbox', row) : null;
}

/**
 * Where an execution stands of which no attempt has begun: Temporal gives users their turns, each user's own in the order they
 * came. Null when one has begun, or it waits for a person.
 */
export async function startPlace(orm: Executor, executionId: string): Promise<QueuePlace | null> {
  const { rows } = await orm.execute<{ position: number; waiting: number; since: Date | string }>(sql`
    with mine as (
      select id, updated_at as since, row_number() over (partition by user_id order by updated_at, id) as turn
      from executions
      where ended_at is null and waiting_for is null and attempt = 0 and (status = 'pending' or language is not null)),
    line as (select id, since, row_number() over (order by turn, since, id)::int as position, count(*) over ()::int as waiting from mine)
    select position, waiting, since from line where id = ${executionId}`);
  const [row] = rows;
  return row ? placeOf('start', { ...row, what: 'its first attempt' }) : null;
}

function placeOf(what: QueuePlace['for'], row: { what: string; position: number; waiting: number; since: Date | string }): QueuePlace {
  return { for: what, what: row.what, position: row.position, ahead: row.position - 1, waiting: row.waiting, since: new Date(row.since).toISOString() };
}
