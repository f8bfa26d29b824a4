import { numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { time } from './columns.js';

const usd = (name: string) => numeric(name, { precision: 14, scale: 6, mode: 'number' });

/** Money beside the build's own budget: what a phase of a build, or a user in a day or month, has spent and reserved. */
export const spending = pgTable(
  'spending',
  {
    /** phase, day, month */
    scope: text('scope').notNull(),
    /** The build of a phase; the user of a day or month. */
    owner: text('owner').notNull(),
    /** code, 2026-11-20, 2026-11: days and months are those of UTC. */
    period: text('period').notNull(),
    reservedUsd: usd('reserved_usd').notNull().default(0),
    costUsd: usd('cost_usd').notNull().default(0),
    /** What a person raised the limit to; null: the setting counts. */
    limitUsd: usd('limit_usd'),
    /** When people were told that much was spent; once. */
    alertedAt: time('alerted_at'),
  },
  (table) => [primaryKey({ columns: [table.scope, table.owner, table.period] })],
);

/** Providers that asked not to be asked for a while, for all workers. */
export const providerWaits = pgTable('provider_waits', {
  provider: text('provider').primaryKey(),
  until: time('until').notNull(),
  reason: text('reason').notNull(),
});
