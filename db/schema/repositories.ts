import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';
import { projects } from './projects.js';

/** A text of the repository about itself: a hint for agents, never authority. */
export interface RepositoryHint {
  path: string;
  text: string;
}

/** How the repository's own tests are run; null: by the checks of its language. */
export interface TestCommand {
  /** Its tool, for people: pytest, mocha, jest ... */
  tool: string;
  command: string;
  report: { format: 'junit' | 'jest-json' | 'tap' | 'text'; path?: string };
}

export interface RepositoryFacts {
  files: number;
  /** Of the base commit, unpacked. */
  bytes: number;
  testCommand: TestCommand | null;
  hints: RepositoryHint[];
}

/** Where the code of a project came from. A project without a row was started here. */
export const repositories = pgTable('repositories', {
  projectId: text('project_id')
    .primaryKey()
    .references(() => projects.id),
  /** Without credentials: such a URL is never accepted. */
  url: text('url').notNull(),
  /** Branch, tag or commit that was asked for; null: its default branch. */
  ref: text('ref'),
  /** The branch's name there, when it is one. */
  branch: text('branch'),
  baseCommit: text('base_commit').notNull(),
  language: text('language').notNull(),
  facts: jsonb('facts').notNull().$type<RepositoryFacts>(),
  createdAt: createdAt(),
});

/** What the checks said of a commit before anybody changed it. */
export const baselines = pgTable(
  'baselines',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    commit: text('commit').notNull(),
    report: jsonb('report').notNull().$type<Record<string, unknown>>(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.commit] })],
);
