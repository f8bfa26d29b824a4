import { integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns.js';
import { builds } from './builds.js';

/** A gate's visit: approval point plus the proof that justifies it. */
export const gates = pgTable(
  'gates',
  {
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    gate: text('gate').notNull(),
    generation: integer('generation').notNull(),
    /** open, passed (by policy), approved, rejected, superseded */
    state: text('state').notNull(),
    subjectDigest: text('subject_digest'),
    summary: text('summary').notNull().default(''),
    proof: jsonb('proof').notNull().$type<Record<string, unknown>>(),
    decidedBy: text('decided_by'),
    openedAt: time('opened_at').notNull().defaultNow(),
    decidedAt: time('decided_at'),
  },
  (table) => [primaryKey({ columns: [table.buildId, table.gate, table.generation] })],
);

/** Decisions of people, each exactly once; bound to the digest of what was shown. */
export const approvals = pgTable(
  'approvals',
  {
    id: text('id').primaryKey(),
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    decision: text('decision').notNull(),
    gate: text('gate'),
    generation: integer('generation').notNull(),
    subjectDigest: text('subject_digest'),
    userId: text('user_id').notNull(),
    reason: text('reason'),
    result: jsonb('result').notNull().$type<Record<string, unknown>>(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('approvals_once').on(table.buildId, table.decision, table.subjectDigest, table.generation)],
);
