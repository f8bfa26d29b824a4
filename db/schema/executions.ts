import { index, integer, jsonb, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { AttemptErrorType, ExecutionFile, ExecutionStatus, LanguageSource, OutputPreference } from '../../contracts/execution.js';
import type { PublicFailure } from '../../contracts/failures.js';
import { createdAt, time } from './columns.js';
import { users } from './users.js';

const usd = (name: string) => numeric(name, { precision: 14, scale: 6, mode: 'number' });

/** A file or text the person gave along, as prompts show it. */
export interface ExecutionContextFile {
  id: string;
  name: string;
  media_type: string;
  bytes: number;
  sha256: string;
  /** The beginning of a text; null for what is none. */
  excerpt: string | null;
}

/** Where the code of an execution is kept in git. */
export interface ExecutionBranch {
  project_id: string;
  branch: string;
  commit: string;
  /** In an existing repository: its own commit below ours. */
  base_commit?: string;
}

/** One `POST /execute`. It has an account (budget, reserved, cost) like a build: `accountTable` of queries/account.ts. */
export const executions = pgTable(
  'executions',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    sessionId: text('session_id'),
    prompt: text('prompt').notNull(),
    context: jsonb('context').notNull().$type<ExecutionContextFile[]>(),
    /** The image that runs it; null until it is known. */
    language: text('language'),
    /** What the person called it (typescript for the image node); null where that is the image's own name. */
    dialect: text('dialect'),
    languageSource: text('language_source').$type<LanguageSource>(),
    outputPreference: text('output_preference').notNull().$type<OutputPreference>(),
    llmPreference: text('llm_preference').notNull(),
    modelOverride: text('model_override'),
    maxAttempts: integer('max_attempts').notNull(),
    /** Seconds that the checks of one attempt may take together. */
    timeoutSeconds: integer('timeout_seconds').notNull(),
    /** Digest of what was asked for: an equal one may be answered from here. */
    askedSha256: text('asked_sha256').notNull(),
    status: text('status').notNull().$type<ExecutionStatus>(),
    /** `language`: a person confirms it before anything begins; null: nobody is waited for. */
    waitingFor: text('waiting_for').$type<'language'>(),
    round: integer('round').notNull().default(1),
    /** The attempt of the round that is under way or was the last; 0 before the first. */
    attempt: integer('attempt').notNull().default(0),
    /** The request that asked for this round, so that its repeat asks for no other. */
    retryKey: text('retry_key'),
    /** What the person said when asking for another round. */
    guidance: text('guidance'),
    budgetUsd: usd('budget_usd').notNull(),
    reservedUsd: usd('reserved_usd').notNull().default(0),
    costUsd: usd('cost_usd').notNull().default(0),
    model: text('model'),
    /** Of the attempt that passed, or the best one. */
    files: jsonb('files').$type<ExecutionFile[]>(),
    output: text('output'),
    explanation: text('explanation'),
    failure: jsonb('failure').$type<PublicFailure>(),
    artifactId: text('artifact_id'),
    /** The branch of `pr`, and of work in a repository, in a project of its own. */
    branch: jsonb('branch').$type<ExecutionBranch>(),
    eventSeq: integer('event_seq').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
    startedAt: time('started_at'),
    endedAt: time('ended_at'),
  },
  (table) => [
    index('executions_user').on(table.userId, table.createdAt),
    index('executions_asked').on(table.userId, table.askedSha256),
    index('executions_open').on(table.endedAt, table.createdAt),
  ],
);

/** One attempt: what was written, and what the checks said of it. */
export const executionAttempts = pgTable(
  'execution_attempts',
  {
    executionId: text('execution_id')
      .notNull()
      .references(() => executions.id, { onDelete: 'cascade' }),
    round: integer('round').notNull(),
    attempt: integer('attempt').notNull(),
    /** running, written, passed, failed */
    state: text('state').notNull().$type<'running' | 'written' | 'passed' | 'failed'>(),
    files: jsonb('files').$type<ExecutionFile[]>(),
    errorType: text('error_type').$type<AttemptErrorType>(),
    errorMessage: text('error_message'),
    /** What this attempt changed against the one before it. */
    fixApplied: text('fix_applied'),
    summary: text('summary'),
    /** What the checks printed, cut to what tells. */
    output: text('output'),
    testsTotal: integer('tests_total').notNull().default(0),
    testsPassed: integer('tests_passed').notNull().default(0),
    model: text('model'),
    costUsd: usd('cost_usd').notNull().default(0),
    createdAt: createdAt(),
    endedAt: time('ended_at'),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.round, table.attempt] })],
);

/** How often a user began an execution on a day (UTC). */
export const executionDays = pgTable(
  'execution_days',
  {
    userId: text('user_id').notNull(),
    day: text('day').notNull(),
    used: integer('used').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.day] })],
);
