import { sql } from 'drizzle-orm';
import { boolean, doublePrecision, index, integer, jsonb, numeric, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
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
  /** What its first message shows of a large or existing code base instead of a list of files; made once. Null: not made yet. */
  codeMap: text('code_map'),
  /** Tiers above the usual one: a try after failed ones asks a stronger model. */
  escalate: integer('escalate').notNull().default(0),
  /** The commit of main at which the first try of the task began: what the task's whole change is compared with. */
  taskBase: text('task_base'),
  /** What this try must know of those before it, or how it differs from those beside it; part of its first message. Null: nothing. */
  brief: text('brief'),
  /** Of several candidates at one task: its number from 1, and the temperature that sets it apart (null: the usual one). */
  candidate: integer('candidate'),
  temperature: doublePrecision('temperature'),
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
    /** The whole output where `result` is cut and nothing else can show it again. Never loaded with the others. */
    whole: text('whole'),
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

/**
 * What a session's context went through, each decided once: `prune` and `summary` (turns up to `until` are shortened, or
 * replaced by `text`), `nudge` (`text` is said after that turn). The next request is a function of these rows and the turns.
 */
export const contextMarks = pgTable(
  'context_marks',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id),
    kind: text('kind').notNull().$type<'prune' | 'summary' | 'nudge'>(),
    /** Before asking this turn. */
    turn: integer('turn').notNull(),
    until: integer('until').notNull(),
    text: text('text').notNull(),
    /** Who wrote a summary: a model or the engine; why a nudge was given. */
    origin: text('origin').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.kind, table.turn] })],
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
    /** Whose money it is: a build's id or an execution's. */
    buildId: text('build_id').notNull(),
    sessionId: text('session_id'),
    turn: integer('turn'),
    purpose: text('purpose').notNull(),
    requestDigest: text('request_digest').notNull(),
    requestBytes: integer('request_bytes').notNull(),
    /** Which provider and model were asked last, or answered. */
    provider: text('provider').notNull().default(''),
    model: text('model').notNull(),
    /** Of a call that a fork took over: the key of the one that was paid for. It costs the fork nothing. */
    inheritedFrom: text('inherited_from'),
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
    /** Of the prompt tokens: those the provider had cached. Of the completion tokens: those of thinking. */
    cachedTokens: integer('cached_tokens'),
    reasoningTokens: integer('reasoning_tokens'),
    /** Null where the model's price is unknown. */
    usd: numeric('usd', { precision: 14, scale: 6, mode: 'number' }),
    latencyMs: integer('latency_ms'),
    createdAt: createdAt(),
    answeredAt: time('answered_at'),
  },
  (table) => [
    index('llm_calls_session').on(table.sessionId, table.turn),
    index('llm_calls_build').on(table.buildId),
    // Few at a time, and looked for again and again (activities/llm/abandoned.ts).
    index('llm_calls_open')
      .on(table.leasedAt)
      .where(sql`${table.state} = 'open'`),
  ],
);

/** Money: a row per reservation, settled once. */
export const budgetLedger = pgTable(
  'budget_ledger',
  {
    callKey: text('call_key').notNull(),
    send: integer('send').notNull(),
    /** Whose money it is: a build's id or an execution's. */
    buildId: text('build_id').notNull(),
    /** Whom the money went to. */
    provider: text('provider').notNull().default(''),
    model: text('model').notNull().default(''),
    /** What else it counts for: the phase it was booked in, and its user's day (UTC). */
    phase: text('phase').notNull().default(''),
    userId: text('user_id').notNull().default(''),
    day: text('day').notNull().default(''),
    reservedUsd: numeric('reserved_usd', { precision: 14, scale: 6, mode: 'number' }).notNull(),
    settledUsd: numeric('settled_usd', { precision: 14, scale: 6, mode: 'number' }),
    /** reserved, settled, uncertain, released; unpriced: an answer whose price nobody knows */
    state: text('state').notNull(),
    createdAt: createdAt(),
    settledAt: time('settled_at'),
  },
  (table) => [primaryKey({ columns: [table.callKey, table.send] }), uniqueIndex('budget_ledger_build').on(table.buildId, table.callKey, table.send)],
);
