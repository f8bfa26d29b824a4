import { pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns.js';

export const users = pgTable('users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** viewer, developer, approver, admin */
  role: text('role').notNull(),
  /** free, registered: how long what they ran is kept. */
  tier: text('tier').notNull().default('registered'),
  createdAt: createdAt(),
});

/** Bearer tokens; only their sha256 is kept. */
export const tokens = pgTable(
  'tokens',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    sha256: text('sha256').notNull(),
    createdAt: createdAt(),
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
  },
  (table) => [uniqueIndex('tokens_sha256').on(table.sha256)],
);
