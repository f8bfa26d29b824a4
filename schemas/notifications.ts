import { z } from 'zod';
import { listQuery } from './requests.js';
import { listSchema } from './responses.js';
import { text } from './text.js';

/** Notifications and webhooks: bodies and answers. */

const time = z.string().meta({ format: 'date-time' });
const nullableText = z.string().nullable();

export const notificationsQuery = listQuery.extend({ status: z.enum(['unread', 'read']).optional() });
const notification = z
  .object({
    id: z.int(),
    kind: z.enum(['plan_ready', 'input_needed', 'build_ready', 'deployment', 'retrospective_ready', 'build_ended', 'webhook_disabled']),
    title: z.string(),
    text: z.string(),
    build_id: nullableText,
    seq: z.int().nullable(),
    data: z.record(z.string(), z.unknown()),
    subject_digest: nullableText,
    open: z.boolean().meta({ description: 'Its build still waits for what it tells of.' }),
    actions: z.array(z.string()).meta({ description: 'What can be decided about it now.' }),
    page: z.string().meta({ description: 'Where the web app shows it.' }),
    read_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: 'Notification' });
export const notificationsSchema = listSchema('notifications', notification).extend({ unread: z.int() });

// A page of a list marks as many at once.
const ids = z.array(z.int().min(1).max(Number.MAX_SAFE_INTEGER)).max(200);
export const markBody = z
  .union([
    z.strictObject({ ids, read: z.boolean().default(true) }),
    z.strictObject({
      up_to: z.int().min(1).max(Number.MAX_SAFE_INTEGER).meta({ description: 'All up to this id: those that came since stay unread.' }),
      read: z.literal(true).default(true),
    }),
  ])
  .meta({ id: 'MarkNotifications' });
export const markedSchema = z.object({ unread: z.int() });

const pattern = text({ min: 1, max: 100 }).regex(
  /^(\*|coding(\.[a-z]+)*(\.\*)?)$/,
  'must be an event (coding.plan.ready), a group of them (coding.deploy.*) or *',
);
export const newWebhookBody = z
  .strictObject({
    url: text({ min: 1, max: 2_000 }).meta({ description: 'https, to a public host; others only where the operator named them (WEBHOOK_ALLOW).' }),
    events: z.array(pattern).min(1).max(50).default(['*']),
  })
  .meta({ id: 'NewWebhook' });
export const changeWebhookBody = z
  .strictObject({ active: z.boolean().optional(), events: z.array(pattern).min(1).max(50).optional() })
  .refine((body) => Object.keys(body).length > 0, { message: 'must change something' })
  .meta({ id: 'WebhookChange' });
export const webhookParams = z.object({ id: z.string().meta({ description: 'Webhook id' }) });

export const webhookSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    active: z.boolean(),
    disabled_at: time.nullable(),
    disabled_reason: nullableText,
    failures: z.int().meta({ description: 'Attempts that failed since the last one that did not; from 20 on, and after an hour, it is switched off.' }),
    last_status: z.int().nullable(),
    last_error: nullableText,
    last_delivery_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: 'Webhook' });
export const newWebhookSchema = webhookSchema
  .extend({
    secret: z
      .string()
      .meta({ description: 'Shown this once: signatures are HMAC-SHA256 of `<t>.<body>` under it (header x-millwright-signature: t=<seconds>,v1=<hex>).' }),
  })
  .meta({ id: 'WebhookCreated' });
export const deliverySchema = z
  .object({
    id: z.string(),
    event: z.string(),
    state: z.enum(['pending', 'delivered', 'failed']),
    attempts: z.int(),
    next_at: time.nullable(),
    last_status: z.int().nullable(),
    last_error: nullableText,
    created_at: time,
    ended_at: time.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
