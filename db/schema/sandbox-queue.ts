import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { time } from './columns.js';

/** What waits for a sandbox on a host, as the process that lets it in says: written anew whenever its queue changes. */
export const sandboxQueue = pgTable(
  'sandbox_queue',
  {
    /** Process and ticket. */
    id: text('id').primaryKey(),
    worker: text('worker').notNull(),
    /** The build, execution or workspace it is for. */
    subject: text('subject').notNull(),
    /** For people: "checks", "a command". */
    what: text('what').notNull(),
    /** 1 is next. */
    position: integer('position').notNull(),
    /** How many wait there, this one included. */
    waiting: integer('waiting').notNull(),
    since: time('since').notNull(),
    /** Rows of a process that was killed are never said again; they count for nothing soon after. */
    seenAt: time('seen_at').notNull().defaultNow(),
  },
  (table) => [index('sandbox_queue_subject').on(table.subject), index('sandbox_queue_seen').on(table.seenAt)],
);
