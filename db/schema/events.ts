import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns.js';

/** Append-only: everything that happened to a build, numbered without gaps under the build row's lock. */
export const events = pgTable(
  'events',
  {
    buildId: text('build_id').notNull(),
    seq: integer('seq').notNull(),
    /** Names the step that made it, so that a redo adds nothing. */
    key: text('key').notNull(),
    kind: text('kind').notNull(),
    data: jsonb('data').notNull().$type<Record<string, unknown>>(),
    at: time('at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.buildId, table.seq] }),
    uniqueIndex('events_key').on(table.buildId, table.key),
    // What waits and deployments are reckoned from: a few of the hundreds of events of a build.
    index('events_turns')
      .on(table.buildId, table.seq)
      .where(sql`${table.kind} in ('gate.opened', 'question', 'gate.decided', 'build.ended', 'deploy.ended')`),
  ],
);

/** Promises to Temporal made in the same transaction as the row they belong to. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    buildId: text('build_id').notNull(),
    kind: text('kind').notNull(),
    payload: jsonb('payload').notNull().$type<Record<string, unknown>>(),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    createdAt: createdAt(),
    doneAt: time('done_at'),
  },
  (table) => [uniqueIndex('outbox_once').on(table.buildId, table.kind), index('outbox_open').on(table.doneAt, table.id)],
);

/** What a build noted for people: notes, questions, errors, escalations, deliverables. */
export const journal = pgTable(
  'journal',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    buildId: text('build_id').notNull(),
    key: text('key').notNull(),
    kind: text('kind').notNull(),
    state: text('state').notNull().default('open'),
    owner: text('owner').notNull(),
    text: text('text').notNull(),
    createdAt: createdAt(),
    resolvedAt: time('resolved_at'),
  },
  (table) => [uniqueIndex('journal_key').on(table.buildId, table.key)],
);

/** What a build left for people to read (`buildId`), or what a person uploaded (`userId`): exactly one of the two is set. */
export const artifacts = pgTable(
  'artifacts',
  {
    id: text('id').primaryKey(),
    buildId: text('build_id'),
    userId: text('user_id'),
    gate: text('gate'),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
    /** The text itself; null when it is kept as a blob under the artifact's id. */
    content: text('content'),
    /** Of an upload; what a build left goes a while after the build has ended. */
    expiresAt: time('expires_at'),
    createdAt: createdAt(),
  },
  (table) => [
    index('artifacts_build').on(table.buildId, table.createdAt),
    index('artifacts_user').on(table.userId, table.createdAt),
    index('artifacts_expiry').on(table.expiresAt),
  ],
);

/** A request that a deployed service takes; `body` is JSON. */
export interface ExampleRequest {
  method: 'GET' | 'POST';
  path: string;
  body?: JsonValue;
}

type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

export const deployments = pgTable(
  'deployments',
  {
    id: text('id').primaryKey(),
    buildId: text('build_id').notNull(),
    projectId: text('project_id').notNull(),
    environment: text('environment').notNull(),
    generation: integer('generation').notNull(),
    /** requested, building, testing, starting, switching, live, rolled_back, failed, superseded */
    status: text('status').notNull(),
    commit: text('commit'),
    digest: text('digest'),
    url: text('url'),
    detail: text('detail'),
    /** What this version answered on empty data before it went live. */
    examples: jsonb('examples').$type<ExampleRequest[]>().notNull().default([]),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [index('deployments_build').on(table.buildId, table.createdAt)],
);

/** The first answer to a request, given again to its repeats for 24 hours. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: text('user_id').notNull(),
    key: text('key').notNull(),
    bodySha256: text('body_sha256').notNull(),
    status: integer('status').notNull(),
    response: jsonb('response').notNull().$type<Record<string, unknown>>(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.key] })],
);

/** Who did what. The application's role may insert and select, nothing else (the migration says so to PostgreSQL). */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    key: text('key').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    detail: jsonb('detail').notNull().$type<Record<string, unknown>>(),
    at: time('at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('audit_log_key').on(table.key)],
);

/** The chain over audit_log, written by one sealer: hash = sha256(previous hash + canonical row). */
export const auditChain = pgTable(
  'audit_chain',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    auditId: bigint('audit_id', { mode: 'number' }).notNull(),
    previous: text('previous').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [uniqueIndex('audit_chain_row').on(table.auditId)],
);
