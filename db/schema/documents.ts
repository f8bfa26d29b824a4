import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { DocumentKind } from '../../contracts/documents.js';
import { builds } from './builds.js';
import { createdAt } from './columns.js';
import { projects } from './projects.js';

/** What a project was decided by, each version as it was at its gate. Unlike artifacts these stay as long as the project. */
export const documents = pgTable(
  'documents',
  {
    id: text('id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    /** The build that wrote this version. */
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    /** Which gate it justifies; null for what is written after the last. */
    gate: text('gate'),
    kind: text('kind').notNull().$type<DocumentKind>(),
    /** Its path, the same in every version. */
    name: text('name').notNull(),
    title: text('title').notNull(),
    /** From 1, without gaps, for each name of a project. */
    version: integer('version').notNull(),
    /** Names the step that wrote it, so that a redo adds nothing. */
    key: text('key').notNull(),
    /** The role, or `millwright` for what the engine itself writes. */
    author: text('author').notNull(),
    mediaType: text('media_type').notNull(),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
    content: text('content').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('documents_version').on(table.projectId, table.name, table.version),
    uniqueIndex('documents_key').on(table.buildId, table.name, table.key),
    index('documents_project').on(table.projectId, table.createdAt),
  ],
);
