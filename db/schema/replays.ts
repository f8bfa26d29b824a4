import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns.js';
import { builds } from './builds.js';

/** Offline re-runs of a build from its stored answers, numbered per build. */
export const replays = pgTable(
  'replays',
  {
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    number: integer('number').notNull(),
    userId: text('user_id').notNull(),
    /** running, same, different, failed */
    state: text('state').notNull().default('running'),
    /** What was compared; null while it runs. */
    result: jsonb('result').$type<Record<string, unknown>>(),
    createdAt: createdAt(),
    endedAt: time('ended_at'),
  },
  (table) => [primaryKey({ columns: [table.buildId, table.number] })],
);
