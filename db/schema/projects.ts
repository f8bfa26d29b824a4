import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns.js';
import { users } from './users.js';

/** A project: one git repository, any number of builds. */
export const projects = pgTable('projects', {
  id: text('id').primaryKey(),
  userId: text('user_id')
    .notNull()
    .references(() => users.id),
  name: text('name').notNull(),
  createdAt: createdAt(),
  /** Gone for its owner, who reads its builds as history; code, workspaces and deployments are removed by a workflow. */
  deletedAt: time('deleted_at'),
});

/** Where a project serves: which deployment is live. Changed by compare-and-set on `generation`. */
export const environments = pgTable(
  'environments',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    name: text('name').notNull(),
    activeDeploymentId: text('active_deployment_id'),
    previousDeploymentId: text('previous_deployment_id'),
    generation: integer('generation').notNull().default(0),
    url: text('url'),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.name] })],
);
