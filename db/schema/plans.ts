import { doublePrecision, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns.js';
import { builds } from './builds.js';

/** Every version of a build's plan; the digest is of its canonical JSON. */
export const planVersions = pgTable(
  'plan_versions',
  {
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    version: integer('version').notNull(),
    digest: text('digest').notNull(),
    plan: jsonb('plan').notNull().$type<Record<string, unknown>>(),
    /** A model's name or a user's id. */
    author: text('author').notNull(),
    /** Makes storing repeatable: the step that made it. */
    key: text('key').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.buildId, table.version] }), uniqueIndex('plan_versions_key').on(table.buildId, table.key)],
);

/** The approved tasks of a build, in the order they run. */
export const tasks = pgTable(
  'tasks',
  {
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    taskId: text('task_id').notNull(),
    ordinal: integer('ordinal').notNull(),
    goal: text('goal').notNull(),
    role: text('role').notNull(),
    files: jsonb('files').notNull().$type<string[]>(),
    dependsOn: jsonb('depends_on').notNull().$type<string[]>(),
    complexity: doublePrecision('complexity').notNull().default(1),
    status: text('status').notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    result: jsonb('result').$type<Record<string, unknown>>(),
    startedAt: time('started_at'),
    endedAt: time('ended_at'),
  },
  (table) => [primaryKey({ columns: [table.buildId, table.taskId] })],
);
