import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';
import { users } from './users.js';

/** A project: one git repository, any number of builds. */
export const projects = pgTable('projects', {
  id: text('id').primaryKey(),
  userId: text('user_id')
    .notNull()
    .references(() => users.id),
  name: text('name').notNull(),
  createdAt: createdAt(),
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
