import type { ShownNotification } from '../../db/queries/notifications.js';
import { findWebhook, type DeliveryRow, type WebhookRow } from '../../db/queries/webhooks.js';
import type { AppDeps } from '../deps.js';
import { notFound } from '../errors.js';
import type { User } from '../roles.js';

/** One's own webhook; NOT_FOUND for others. */
export async function loadWebhook(deps: AppDeps, user: User, id: string): Promise<WebhookRow> {
  const row = /^wh-[0-9a-z]{1,40}$/.test(id) ? await findWebhook(deps.database.orm, user.id, id) : null;
  if (!row) throw notFound('webhook');
  return row;
}

export function webhookView(row: WebhookRow) {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    active: row.disabledAt === null,
    disabled_at: row.disabledAt?.toISOString() ?? null,
    disabled_reason: row.disabledReason,
    failures: row.failures,
    last_status: row.lastStatus,
    last_error: row.lastError,
    last_delivery_at: row.lastDeliveryAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}

export function deliveryView(row: DeliveryRow) {
  return {
    id: `whd-${row.id}`,
    event: row.event,
    state: row.state,
    attempts: row.attempts,
    next_at: row.state === 'pending' ? row.nextAt.toISOString() : null,
    last_status: row.lastStatus,
    last_error: row.lastError,
    created_at: row.createdAt.toISOString(),
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}

const TABS: Partial<Record<ShownNotification['kind'], string>> = { plan_ready: '/plan' };

export function notificationView(row: ShownNotification) {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    text: row.text,
    build_id: row.buildId,
    seq: row.seq,
    data: row.data,
    subject_digest: row.subjectDigest,
    open: row.open,
    actions: row.actions.map((action) => action.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
    page: row.buildId === null ? '/ui/notifications' : `/ui/builds/${row.buildId}${TABS[row.kind] ?? ''}`,
    read_at: row.readAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}
