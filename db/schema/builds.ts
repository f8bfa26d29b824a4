import { doublePrecision, index, integer, jsonb, numeric, pgTable, text } from 'drizzle-orm/pg-core';
import type { BuildStatus, Gate, PhaseName, WaitingFor } from '../../contracts/messages.js';
import type { PublicFailure } from '../../contracts/failures.js';
import { createdAt, time } from './columns.js';
import { projects } from './projects.js';
import { users } from './users.js';

export interface BuildEstimate {
  hours: number;
  usd: number;
  basis: string;
}
export interface BuildResult {
  branch: string;
  commit: string;
  tree: string;
}
/** The point of a fork: what it took over ends there. */
export interface ForkOrigin {
  /** The build it was forked from. */
  from: string;
  /** The repository its commits come from. */
  fromProject: string;
  phase: 'code' | 'test' | 'document';
  /** Main as it was at that point. */
  commit: string;
  /** The branch of the session that goes on, and its commit; null when no session was at work. */
  branch: { name: string; commit: string } | null;
  /** The task of that session. */
  task: string | null;
  /** As a person says it: `store/3.0`, `test`. */
  at: string;
  /** Tasks whose work is in `commit`. */
  done: string[];
}
export interface BuildOptions {
  tests: boolean;
  docs: boolean;
  deployment: boolean;
  review: boolean;
  /** Roles that take part; absent: what the installation says. */
  roles?: string[];
  /** Candidates at each task from its first try on; absent: 1. */
  candidates?: number;
  /** Set for a build that is one role's work on a project, without a plan (POST /agents/execute). */
  agent?: string;
}

/** One build. Written by submission (once) and afterwards by `record` only. */
export const builds = pgTable(
  'builds',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    parentBuildId: text('parent_build_id'),
    /** Where a fork begins in its parent's story; null when it begins at the plan. */
    fork: jsonb('fork').$type<ForkOrigin>(),
    title: text('title').notNull(),
    projectType: text('project_type').notNull(),
    description: text('description').notNull(),
    domain: text('domain'),
    constraints: jsonb('constraints').notNull().$type<Record<string, unknown>>(),
    artifacts: jsonb('artifacts').notNull().$type<Record<string, unknown>>(),
    options: jsonb('options').notNull().$type<BuildOptions>(),
    llmPreference: text('llm_preference').notNull(),
    /** `provider/model` or a model's name that answers all calls of the build; null: routing decides. */
    modelOverride: text('model_override'),
    language: text('language'),
    /** Of a build on an existing repository: main when the build began, whose failures are not its own. */
    baseCommit: text('base_commit'),
    status: text('status').notNull().$type<BuildStatus>(),
    progress: doublePrecision('progress').notNull().default(0),
    phase: text('phase').$type<PhaseName>(),
    gate: text('gate').$type<Gate>(),
    waitingFor: jsonb('waiting_for').$type<WaitingFor>(),
    planVersion: integer('plan_version'),
    planDigest: text('plan_digest'),
    /** Raised by every redo; part of each idempotency key, so an old approval never counts again. */
    generation: integer('generation').notNull().default(1),
    budgetUsd: numeric('budget_usd', { precision: 14, scale: 6, mode: 'number' }).notNull(),
    /** Settled cost plus open reservations, kept by the ledger's single UPDATE. */
    reservedUsd: numeric('reserved_usd', { precision: 14, scale: 6, mode: 'number' }).notNull().default(0),
    costUsd: numeric('cost_usd', { precision: 14, scale: 6, mode: 'number' }).notNull().default(0),
    estimate: jsonb('estimate').$type<BuildEstimate>(),
    model: text('model'),
    failure: jsonb('failure').$type<PublicFailure>(),
    result: jsonb('result').$type<BuildResult>(),
    retrospective: jsonb('retrospective').$type<Record<string, unknown>>(),
    eventSeq: integer('event_seq').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
    endedAt: time('ended_at'),
  },
  (table) => [index('builds_user_created').on(table.userId, table.createdAt), index('builds_open').on(table.endedAt, table.updatedAt)],
);
