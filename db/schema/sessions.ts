import { boolean, index, integer, jsonb, numeric, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns.js';
import { builds } from './builds.js';

/** One try of one role at one task. */
export const sessions = pgTable('sessions', {
  id: text('id').primaryKey(),
  buildId: text('build_id')
    .notNull()
    .references(() => builds.id),
  taskId: text('task_id').notNull(),
  role: text('role').notNull(),
  generation: integer('generation').notNull(),
  attempt: integer('attempt').notNull(),
  branch: text('branch').notNull(),
  baseCommit: text('base_commit').notNull(),
  /** Head of the branch after the last finished step: what every next step starts from. */
  head: text('head').notNull(),
  language: text('language').notNull(),
  /** Raised by whoever takes the session's container over; part of the container's name, the fence of commands. */
  sandboxGeneration: integer('sandbox_generation').notNull().default(0),
  state: text('state').notNull().default('running'),
  turns: integer('turns').notNull().default(0),
  costUsd: numeric('cost_usd', { precision: 14, scale: 6, mode: 'number' }).notNull().default(0),
  outcome: jsonb('outcome').$type<Record<string, unknown>>(),
  createdAt: createdAt(),
  endedAt: time('ended_at'),
});

/** One tool call of one turn, exactly once: the journal an agent's context is rebuilt from. */
export const steps = pgTable(
  'steps',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id),
    turn: integer('turn').notNull(),
    call: integer('call').notNull(),
    buildId: text('build_id').notNull(),
    toolCallId: text('tool_call_id').notNull(),
    tool: text('tool').notNull(),
    ok: boolean('ok').notNull(),
    /** What the model sees. */
    result: text('result').notNull(),
    summary: text('summary').notNull(),
    /** The commit the step made, or null. */
    commit: text('commit'),
    headAfter: text('head_after').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>(),
    durationMs: integer('duration_ms').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.turn, table.call] }), index('steps_build').on(table.buildId)],
);

/** Things people say into a running build; sessions read those newer than their last turn. */
export const guidance = pgTable(
  'guidance',
  {
    id: text('id').primaryKey(),
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    text: text('text').notNull(),
    userId: text('user_id').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('guidance_build').on(table.buildId, table.createdAt)],
);

/** Every call of a model, booked before it is sent and stored before it is used. */
export const llmCalls = pgTable(
  'llm_calls',
  {
    /** build / session or purpose / generation / turn */
    key: text('key').primaryKey(),
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    sessionId: text('session_id'),
    turn: integer('turn'),
    purpose: text('purpose').notNull(),
    requestDigest: text('request_digest').notNull(),
    requestBytes: integer('request_bytes').notNull(),
    model: text('model').notNull(),
    /** open, answered, uncertain */
    state: text('state').notNull(),
    /** Whose call it is; an attempt that lost it must not store. */
    lease: text('lease').notNull(),
    /** When the holder last said that it lives; a call whose holder is silent may be taken over. */
    leasedAt: time('leased_at').notNull().defaultNow(),
    /** How often it was sent: more than one means a process died in between. */
    sends: integer('sends').notNull().default(0),
    answer: jsonb('answer').$type<Record<string, unknown>>(),
    promptTokens: integer('prompt_tokens'),
    completionTokens: integer('completion_tokens'),
    usd: numeric('usd', { precision: 14, scale: 6, mode: 'number' }),
    latencyMs: integer('latency_ms'),
    createdAt: createdAt(),
    answeredAt: time('answered_at'),
  },
  (table) => [index('llm_calls_session').on(table.sessionId, table.turn), index('llm_calls_build').on(table.buildId)],
);

/** Money: a row per reservation, settled once. */
export const budgetLedger = pgTable(
  'budget_ledger',
  {
    callKey: text('call_key').notNull(),
    send: integer('send').notNull(),
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    reservedUsd: numeric('reserved_usd', { precision: 14, scale: 6, mode: 'number' }).notNull(),
    settledUsd: numeric('settled_usd', { precision: 14, scale: 6, mode: 'number' }),
    /** reserved, settled, uncertain, released */
    state: text('state').notNull(),
    createdAt: createdAt(),
    settledAt: time('settled_at'),
  },
  (table) => [primaryKey({ columns: [table.callKey, table.send] }), uniqueIndex('budget_ledger_build').on(table.buildId, table.callKey, table.send)],
);
