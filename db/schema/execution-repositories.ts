import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';
import { executions } from './executions.js';
import type { RepositoryFacts } from './repositories.js';

/** The existing repository an execution works in: as it was asked for and, once it was taken in, as it is. */
export const executionRepositories = pgTable('execution_repositories', {
  executionId: text('execution_id')
    .primaryKey()
    .references(() => executions.id, { onDelete: 'cascade' }),
  /** Without credentials: such a URL is never accepted. */
  url: text('url').notNull(),
  /** Branch or tag that was asked for; null: its default branch, or `commit`. */
  ref: text('ref'),
  /** Whole commit id that was asked for. */
  commit: text('commit'),
  /** The branch's name there, when it is one. */
  branch: text('branch'),
  /** What is worked on; null until it was taken in, like the two below. */
  baseCommit: text('base_commit'),
  facts: jsonb('facts').$type<RepositoryFacts>(),
  /** What the checks said of that commit before anybody changed it. */
  baseline: jsonb('baseline').$type<Record<string, unknown>>(),
  createdAt: createdAt(),
});
