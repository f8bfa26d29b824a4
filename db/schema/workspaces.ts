import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PublicFailure } from '../../contracts/failures.js';
import type { WorkspaceJobKind } from '../../contracts/workspaces.js';
import { createdAt, time } from './columns.js';
import { projects } from './projects.js';
import { users } from './users.js';

/** A workspace: a git repository of its own (the truth), begun from a template. The rows beside it are what is read. */
export const workspaces = pgTable(
  'workspaces',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    projectId: text('project_id').references(() => projects.id),
    name: text('name').notNull(),
    template: text('template').notNull(),
    language: text('language').notNull(),
    /** creating, ready, failed */
    status: text('status').notNull().default('creating'),
    /** The commit the rows show; null before the first. */
    head: text('head'),
    files: integer('files').notNull().default(0),
    bytes: integer('bytes').notNull().default(0),
    commits: integer('commits').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
    /** Gone for its owner; the repository is removed by a job. */
    deletedAt: time('deleted_at'),
  },
  (table) => [index('workspaces_user').on(table.userId, table.createdAt)],
);

/** The files of a workspace's head. */
export const workspaceFiles = pgTable(
  'workspace_files',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    path: text('path').notNull(),
    oid: text('oid').notNull(),
    bytes: integer('bytes').notNull(),
    executable: boolean('executable').notNull(),
    content: text('content').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.path] })],
);

/** The commits of a workspace, numbered from 1. */
export const workspaceCommits = pgTable(
  'workspace_commits',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    number: integer('number').notNull(),
    commit: text('commit').notNull(),
    parent: text('parent'),
    /** template, write, commit */
    kind: text('kind').notNull(),
    message: text('message').notNull(),
    author: text('author').notNull(),
    /** Paths that differ from the parent. */
    changed: integer('changed').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.number] })],
);

/** One thing to do with a workspace; its id is also its workflow's and its commit's step. */
export const workspaceJobs = pgTable(
  'workspace_jobs',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    kind: text('kind').notNull().$type<WorkspaceJobKind>(),
    /** queued, running, done, failed */
    state: text('state').notNull().default('queued'),
    input: jsonb('input').notNull().$type<Record<string, unknown>>(),
    /** What it worked on, or made. */
    commit: text('commit'),
    result: jsonb('result').$type<Record<string, unknown>>(),
    failure: jsonb('failure').$type<PublicFailure & { errors?: { pointer: string; detail: string }[] }>(),
    createdAt: createdAt(),
    startedAt: time('started_at'),
    endedAt: time('ended_at'),
  },
  (table) => [index('workspace_jobs_workspace').on(table.workspaceId, table.createdAt)],
);
