import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { BuildEvent } from '../../contracts/events.js';
import { notificationOf, publicData, publicName, type WebhookBody } from '../../contracts/notifications.js';
import type { Transaction } from '../client.js';
import { builds, notifications } from '../schema/index.js';
import { ownDoing } from './own-doing.js';

// After these a build no longer waits for what it asked before.
const SETTLING: ReadonlySet<BuildEvent['kind']> = new Set(['gate.decided', 'build.ended']);

/** Whether `tellOthers` may have anything to say of an event. */
export function isForOthers(event: BuildEvent): boolean {
  return SETTLING.has(event.kind) || notificationOf(event, '') !== null || publicName(event.kind) !== null;
}

/** What was decided asks nobody any more, whoever decided it. An approved plan may have another digest than the one that was shown: the row tells. */
async function markSettledRead(tx: Transaction, buildId: string): Promise<void> {
  const awaited = sql`(select ${builds.waitingFor}->>'subject_digest' from ${builds} where ${builds.id} = ${buildId})`;
  await tx
    .update(notifications)
    .set({ readAt: sql`now()` })
    .where(
      and(
        eq(notifications.buildId, buildId),
        isNull(notifications.readAt),
        isNotNull(notifications.subjectDigest),
        sql`${notifications.subjectDigest} is distinct from ${awaited}`,
      ),
    );
}

/**
 * Tells a person and their webhooks of an event of a build, in the event's own transaction: both are there exactly when the
 * event is, and the event is there once.
 */
export async function tellOthers(tx: Transaction, about: { buildId: string; seq: number; userId: string; title: string }, event: BuildEvent): Promise<void> {
  const { buildId, seq, userId, title } = about;
  if (SETTLING.has(event.kind)) await markSettledRead(tx, buildId);
  const draft = notificationOf(event, title);
  const own = ownDoing({ buildId, seq, userId }, event);
  if (draft)
    await tx
      .insert(notifications)
      .values({ ...draft, userId, buildId, seq, readAt: own && sql`case when ${own} then now() end` })
      .onConflictDoNothing();
  const name = publicName(event.kind);
  if (name === null) return;
  await promiseDeliveries(
    tx,
    userId,
    { event: name, build_id: buildId, title, seq, at: new Date().toISOString(), data: publicData(event) },
    `${buildId}/${seq}`,
  );
}

/** One delivery for each of the user's webhooks that asks for this event. */
async function promiseDeliveries(tx: Transaction, userId: string, body: WebhookBody, key: string): Promise<void> {
  const asked = sql`exists (select 1 from jsonb_array_elements_text(w.events) as p
    where p = '*' or p = ${body.event} or (right(p, 2) = '.*' and starts_with(${body.event}, left(p, -1))))`;
  await tx.execute(sql`
    insert into webhook_deliveries (webhook_id, event, key, body)
    select w.id, ${body.event}, ${key}, ${JSON.stringify(body)}::jsonb from webhooks w
    where w.user_id = ${userId} and w.disabled_at is null and ${asked}
    on conflict do nothing`);
}
