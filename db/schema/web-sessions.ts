import { index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { artifacts } from './events.js';
import { createdAt, time } from './columns.js';
import { tokens, users } from './users.js';

const tokenId = () =>
  text('token_id')
    .notNull()
    .references(() => tokens.id);

/** One-time codes that sign a browser in; only their sha256 is kept. They end with the token that made them. */
export const loginLinks = pgTable('login_links', {
  sha256: text('sha256').primaryKey(),
  tokenId: tokenId(),
  /** Where the browser is led afterwards: a path of the page. */
  target: text('target').notNull(),
  createdAt: createdAt(),
  expiresAt: time('expires_at').notNull(),
  usedAt: time('used_at'),
});

/** Browsers that are signed in; of their cookie only the sha256 is kept. They end with the token they came from. */
export const webSessions = pgTable(
  'web_sessions',
  {
    id: text('id').primaryKey(),
    sha256: text('sha256').notNull(),
    tokenId: tokenId(),
    /** What the browser calls itself, so that a person can tell one from another. */
    userAgent: text('user_agent').notNull(),
    createdAt: createdAt(),
    expiresAt: time('expires_at').notNull(),
    revokedAt: time('revoked_at'),
  },
  (table) => [uniqueIndex('web_sessions_sha256').on(table.sha256), index('web_sessions_token').on(table.tokenId)],
);

/** Addresses under which one artifact can be looked at for a while without a token or cookie; only the sha256 of their code is kept. */
export const previews = pgTable(
  'previews',
  {
    sha256: text('sha256').primaryKey(),
    artifactId: text('artifact_id')
      .notNull()
      .references(() => artifacts.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [index('previews_artifact').on(table.artifactId), index('previews_expiry').on(table.expiresAt)],
);
