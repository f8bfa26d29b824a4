import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { time } from './columns.js';

/** Worker processes that live, or did until lately; each says so every few seconds. */
export const workers = pgTable(
  'workers',
  {
    /** One per process, never used again. */
    id: text('id').primaryKey(),
    queue: text('queue').notNull(),
    host: text('host').notNull(),
    pid: integer('pid').notNull(),
    seenAt: time('seen_at').notNull().defaultNow(),
  },
  (table) => [index('workers_queue').on(table.queue, table.seenAt)],
);
