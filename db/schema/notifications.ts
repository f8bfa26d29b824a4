import { bigserial, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { DeliveryState, NotificationKind, WebhookBody } from '../../contracts/notifications.js';
import { createdAt, time } from './columns.js';
import { users } from './users.js';

/** What a person should know of, made from an event of a build in the event's own transaction: once each. */
export const notifications = pgTable(
  'notifications',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind').notNull().$type<NotificationKind>(),
    /** Null for what is about no build (a webhook that was switched off). */
    buildId: text('build_id'),
    /** The event it was made from. */
    seq: integer('seq'),
    title: text('title').notNull(),
    text: text('text').notNull(),
    /** What the build waited for; while it still does, this asks for something. */
    subjectDigest: text('subject_digest'),
    data: jsonb('data').notNull().default({}).$type<Record<string, unknown>>(),
    createdAt: createdAt(),
    readAt: time('read_at'),
  },
  (table) => [
    uniqueIndex('notifications_once').on(table.buildId, table.seq),
    index('notifications_user').on(table.userId, table.id),
    index('notifications_unread').on(table.userId, table.readAt),
  ],
);

/** An address of a person's own that hears of their builds. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    url: text('url').notNull(),
    /** Patterns of event names: `coding.plan.*`, `coding.deploy.ended`, `*`. */
    events: jsonb('events').notNull().$type<string[]>(),
    /** Sealed with the installation's key: a signature needs the secret itself, a reader of the database must not have it. */
    sealedSecret: text('sealed_secret').notNull(),
    /** Attempts that failed since the last one that did not. */
    failures: integer('failures').notNull().default(0),
    lastError: text('last_error'),
    lastStatus: integer('last_status'),
    lastDeliveryAt: time('last_delivery_at'),
    /** Since when nothing is sent there, and why. */
    disabledAt: time('disabled_at'),
    disabledReason: text('disabled_reason'),
    createdAt: createdAt(),
  },
  (table) => [index('webhooks_user').on(table.userId)],
);

/** One event for one webhook, until it was taken there or given up. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    event: text('event').notNull(),
    /** Names the event: the same again makes no second delivery. */
    key: text('key').notNull(),
    body: jsonb('body').notNull().$type<WebhookBody>(),
    state: text('state').notNull().default('pending').$type<DeliveryState>(),
    attempts: integer('attempts').notNull().default(0),
    /** Not before; while it is under way, until when its sender has it. */
    nextAt: time('next_at').notNull().defaultNow(),
    lastStatus: integer('last_status'),
    lastError: text('last_error'),
    createdAt: createdAt(),
    endedAt: time('ended_at'),
  },
  (table) => [uniqueIndex('webhook_deliveries_once').on(table.webhookId, table.key), index('webhook_deliveries_due').on(table.state, table.nextAt)],
);
