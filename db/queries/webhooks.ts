import { and, asc, desc, eq, sql, type InferInsertModel, type InferSelectModel } from 'drizzle-orm';
import { PING_EVENT, type WebhookBody } from '../../contracts/notifications.js';
import type { Executor, Orm, Transaction } from '../client.js';
import { notifications, users, webhookDeliveries, webhooks } from '../schema/index.js';
import { readPage, type Page, type PageRequest } from './page.js';

export type WebhookRow = InferSelectModel<typeof webhooks>;
export type DeliveryRow = InferSelectModel<typeof webhookDeliveries>;
export type NewWebhook = Pick<InferInsertModel<typeof webhooks>, 'id' | 'userId' | 'url' | 'events' | 'sealedSecret'>;

/** Stores a webhook; null when its user has `most` already, however many are added at once. */
export function insertWebhook(orm: Orm, webhook: NewWebhook, most: number): Promise<WebhookRow | null> {
  return orm.transaction(async (tx) => {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, webhook.userId)).for('no key update');
    if ((await tx.$count(webhooks, eq(webhooks.userId, webhook.userId))) >= most) return null;
    const [row] = await tx.insert(webhooks).values(webhook).returning();
    return row ?? null;
  });
}

export async function findWebhook(orm: Executor, userId: string, id: string): Promise<WebhookRow | null> {
  const [row] = await orm
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, id), eq(webhooks.userId, userId)));
  return row ?? null;
}

export function listWebhooks(orm: Executor, userId: string, page: PageRequest): Promise<Page<WebhookRow>> {
  return readPage(orm, webhooks, eq(webhooks.userId, userId), [asc(webhooks.createdAt), asc(webhooks.id)], page);
}

/** Removes a webhook with its deliveries. */
export async function deleteWebhook(orm: Executor, userId: string, id: string): Promise<void> {
  await orm.delete(webhooks).where(and(eq(webhooks.id, id), eq(webhooks.userId, userId)));
}

/** Switches it on (with a clean slate) or off, or changes what it hears. */
export async function changeWebhookRow(orm: Executor, userId: string, id: string, change: { active?: boolean; events?: string[] }): Promise<WebhookRow | null> {
  const { active, events } = change;
  const [row] = await orm
    .update(webhooks)
    .set({
      ...(events === undefined ? {} : { events }),
      ...(active === undefined
        ? {}
        : active
          ? { disabledAt: null, disabledReason: null, failures: 0 }
          : { disabledAt: sql`coalesce(${webhooks.disabledAt}, now())`, disabledReason: 'switched off by its owner' }),
      id: webhooks.id,
    })
    .where(and(eq(webhooks.id, id), eq(webhooks.userId, userId)))
    .returning();
  return row ?? null;
}

// Who asks for more tests before these have ended makes us send to somebody else's address for hours.
const PINGS_MAX = 3;

/** A delivery that a person asks for, to see whether it arrives; the newest of those that wait when there are enough. */
export async function promisePing(orm: Orm, webhookId: string, key: string): Promise<DeliveryRow | null> {
  const body: WebhookBody = {
    event: PING_EVENT,
    build_id: null,
    title: null,
    seq: null,
    at: new Date().toISOString(),
    data: { note: 'A test; nothing has happened.' },
  };
  return orm.transaction(async (tx) => {
    await tx.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, webhookId)).for('no key update');
    const waiting = await tx
      .select()
      .from(webhookDeliveries)
      .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.event, PING_EVENT), eq(webhookDeliveries.state, 'pending')))
      .orderBy(desc(webhookDeliveries.id))
      .limit(PINGS_MAX);
    if (waiting.length === PINGS_MAX) return waiting[0] ?? null;
    const [row] = await tx.insert(webhookDeliveries).values({ webhookId, event: PING_EVENT, key, body }).returning();
    return row ?? null;
  });
}

/** One page of a webhook's deliveries, newest first; `status` is their state. */
export function listDeliveries(orm: Executor, webhookId: string, page: PageRequest): Promise<Page<DeliveryRow>> {
  const where = and(eq(webhookDeliveries.webhookId, webhookId), page.status === undefined ? undefined : sql`${webhookDeliveries.state} = ${page.status}`);
  return readPage(orm, webhookDeliveries, where, [desc(webhookDeliveries.id)], page);
}

export interface DueDelivery {
  id: number;
  webhookId: string;
  userId: string;
  url: string;
  sealedSecret: string;
  body: WebhookBody;
  createdAt: Date;
  /** With this one. */
  attempts: number;
}

// A receiver that hangs must not hold the whole batch of everybody else's.
const PER_WEBHOOK_MAX = 3;

/**
 * Takes due deliveries for so many seconds: whoever took one alone sends it, and when its process dies another takes it after
 * that time. Users take turns, so that nobody's backlog keeps the others waiting. Deliveries to what was switched off stay
 * where they are.
 */
export async function claimDeliveries(orm: Executor, limit: number, leaseSeconds: number): Promise<DueDelivery[]> {
  const { rows } = await orm.execute<{
    id: string;
    webhook_id: string;
    user_id: string;
    url: string;
    sealed_secret: string;
    body: WebhookBody;
    created_at: string;
    attempts: number;
  }>(sql`
    update webhook_deliveries d set attempts = d.attempts + 1, next_at = now() + make_interval(secs => ${leaseSeconds})
    from webhooks w where w.id = d.webhook_id and d.id in (
      select due.id from webhook_deliveries due join (
        select id, row_number() over (partition by user_id order by place, next_at, id) as turn from (
          select one.id, one.next_at, hook.user_id, row_number() over (partition by one.webhook_id order by one.next_at, one.id) as place
          from webhook_deliveries one join webhooks hook on hook.id = one.webhook_id
          where one.state = 'pending' and one.next_at <= now() and (hook.disabled_at is null or one.event = ${PING_EVENT})) ranked
        where place <= ${PER_WEBHOOK_MAX}) turns on turns.id = due.id
      where due.state = 'pending' and due.next_at <= now()
      order by turns.turn, due.next_at, due.id limit ${limit} for update of due skip locked)
    returning d.id, d.webhook_id, w.user_id, w.url, w.sealed_secret, d.body, d.created_at, d.attempts`);
  return rows.map((row) => ({
    id: Number(row.id),
    webhookId: row.webhook_id,
    userId: row.user_id,
    url: row.url,
    sealedSecret: row.sealed_secret,
    body: row.body,
    createdAt: new Date(row.created_at),
    attempts: row.attempts,
  }));
}

export interface DeliveryEnd {
  /** HTTP status; null when nobody answered. */
  status: number | null;
  error: string | null;
  /** `retry`: again after so many seconds. */
  verdict: { delivered: true } | { retrySeconds: number } | { givenUp: true };
}

/** Notes how an attempt ended, if it is still the one that has the delivery. A success is a clean slate for the webhook. */
export async function endDelivery(tx: Transaction, due: DueDelivery, { status, error, verdict }: DeliveryEnd): Promise<void> {
  const told = { lastStatus: status, lastError: error };
  const state =
    'delivered' in verdict
      ? { state: 'delivered' as const, endedAt: sql`now()` }
      : 'givenUp' in verdict
        ? { state: 'failed' as const, endedAt: sql`now()` }
        : { nextAt: sql`now() + make_interval(secs => ${verdict.retrySeconds})` };
  const mine = await tx
    .update(webhookDeliveries)
    .set({ ...told, ...state })
    .where(and(eq(webhookDeliveries.id, due.id), eq(webhookDeliveries.attempts, due.attempts), eq(webhookDeliveries.state, 'pending')))
    .returning({ id: webhookDeliveries.id });
  if (mine.length === 0) return;
  await tx
    .update(webhooks)
    .set({ ...told, lastDeliveryAt: sql`now()`, failures: 'delivered' in verdict ? 0 : sql`${webhooks.failures} + 1` })
    .where(eq(webhooks.id, due.webhookId));
}

/** Switches a webhook off after so many failures in a row that last so long, and tells its owner; once. */
export async function disableFailing(
  tx: Transaction,
  { webhookId, userId, url }: DueDelivery,
  most: { failures: number; minutes: number },
  reason: string,
): Promise<boolean> {
  // A burst of events at a receiver that restarts is no reason: something must wait in vain for a while.
  const lasts = sql`exists (select 1 from webhook_deliveries d where d.webhook_id = ${webhookId} and d.attempts > 0
    and (d.state = 'pending' or (d.state = 'failed' and d.ended_at > now() - interval '1 day'))
    and d.created_at <= now() - make_interval(mins => ${most.minutes}))`;
  const [row] = await tx
    .update(webhooks)
    .set({ disabledAt: sql`now()`, disabledReason: reason })
    .where(and(eq(webhooks.id, webhookId), sql`${webhooks.disabledAt} is null`, sql`${webhooks.failures} >= ${most.failures}`, lasts))
    .returning({ id: webhooks.id });
  if (!row) return false;
  await tx.insert(notifications).values({
    userId,
    kind: 'webhook_disabled',
    title: 'A webhook was switched off',
    text: `${new URL(url).host}: ${reason}`.slice(0, 300),
    data: { webhook: webhookId },
  });
  return true;
}

/** Forgets deliveries that ended so many days ago, and those that waited in vain for a webhook to be switched on. */
export async function deleteOldDeliveries(orm: Executor, days: number): Promise<void> {
  await orm
    .delete(webhookDeliveries)
    .where(sql`coalesce(${webhookDeliveries.endedAt}, ${webhookDeliveries.createdAt}) < now() - make_interval(days => ${days})`);
}
