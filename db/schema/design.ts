import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';
import { builds } from './builds.js';

/** The files that later phases must follow: the approved design, the chosen page, the person's own inputs. */
export const designFiles = pgTable(
  'design_files',
  {
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    path: text('path').notNull(),
    /** openapi, sql, json-schema, document, page, input */
    kind: text('kind').notNull(),
    sha256: text('sha256').notNull(),
    /** Of the build when it was written: a redo replaces it. */
    generation: integer('generation').notNull(),
    /** What is wrong with it though it was kept; null when nothing is. */
    problem: text('problem'),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.buildId, table.path] })],
);
