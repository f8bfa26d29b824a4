import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { builds } from './builds.js';
import { createdAt } from './columns.js';

/** What the guard of honesty found: a row a finding, kept for ever, the same once however often it was looked for. */
export const honestyFindings = pgTable(
  'honesty_findings',
  {
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    /** A session's id, or `main` for the whole build. */
    subject: text('subject').notNull(),
    /** The commit that was read. */
    commit: text('commit').notNull(),
    /** Digest of kind, place and words. */
    id: text('id').notNull(),
    kind: text('kind').notNull(),
    path: text('path'),
    line: integer('line'),
    detail: text('detail').notNull(),
    /** high, medium, low */
    severity: text('severity').notNull(),
    /** What policy made of it: allow, warn, ask, deny. */
    action: text('action').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.buildId, table.subject, table.commit, table.id] }),
    index('honesty_findings_build').on(table.buildId, table.createdAt),
  ],
);
