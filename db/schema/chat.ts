import { sql } from 'drizzle-orm';
import { index, integer, jsonb, numeric, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { CardAction, CardState, Citation, MessageState } from '../../contracts/chat.js';
import type { PublicFailure } from '../../contracts/failures.js';
import { createdAt, time } from './columns.js';
import { builds } from './builds.js';
import type { ExecutionContextFile } from './executions.js';
import { users } from './users.js';

const usd = (name: string) => numeric(name, { precision: 14, scale: 6, mode: 'number' });

/** A conversation. It has an account (budget, reserved, cost) like a build: `accountTable` of queries/account.ts. */
export const chatSessions = pgTable(
  'chat_sessions',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    title: text('title').notNull(),
    /** The build that "it" means: the one that was talked about last, or that the person chose. */
    buildId: text('build_id').references(() => builds.id),
    /** The repository that "build me ..." works on; null: a new one. */
    repo: text('repo'),
    llmPreference: text('llm_preference').notNull().default('balanced'),
    modelOverride: text('model_override'),
    budgetUsd: usd('budget_usd').notNull(),
    reservedUsd: usd('reserved_usd').notNull().default(0),
    costUsd: usd('cost_usd').notNull().default(0),
    eventSeq: integer('event_seq').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [index('chat_sessions_user').on(table.userId, table.updatedAt)],
);

/** What was said, by the person and in answer; numbered in each conversation. */
export const chatMessages = pgTable(
  'chat_messages',
  {
    id: text('id').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => chatSessions.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    role: text('role').notNull().$type<'user' | 'assistant'>(),
    /** `thinking`: a model is asked; the text is still to come. */
    state: text('state').notNull().$type<MessageState>(),
    text: text('text').notNull(),
    /** The build this is about, when it is about one. */
    buildId: text('build_id'),
    attachments: jsonb('attachments').notNull().default([]).$type<ExecutionContextFile[]>(),
    citations: jsonb('citations').notNull().default([]).$type<Citation[]>(),
    /** What the person could say next. */
    suggestions: jsonb('suggestions').notNull().default([]).$type<string[]>(),
    /** Who answered: `rules`, or a model by its name. */
    answeredBy: text('answered_by'),
    failure: jsonb('failure').$type<PublicFailure>(),
    createdAt: createdAt(),
    endedAt: time('ended_at'),
  },
  (table) => [
    uniqueIndex('chat_messages_number').on(table.sessionId, table.number),
    index('chat_messages_thinking')
      .on(table.createdAt)
      .where(sql`${table.state} = 'thinking'`),
  ],
);

/** Something that would change the world, shown before it is done: carried out once, by the person's own confirmation. */
export const chatCards = pgTable(
  'chat_cards',
  {
    id: text('id').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => chatSessions.id, { onDelete: 'cascade' }),
    /** The answer that shows it. */
    messageId: text('message_id').notNull(),
    userId: text('user_id').notNull(),
    action: text('action').notNull().$type<CardAction>(),
    /** Null for what makes a new build. */
    buildId: text('build_id'),
    /** The body of the request that carries it out. */
    params: jsonb('params').notNull().$type<Record<string, unknown>>(),
    /** What is confirmed, in words. */
    subject: text('subject').notNull(),
    /** What the build waited for when this was shown: `<digest> <since>`; null where it does not matter. */
    boundTo: text('bound_to'),
    /** sha256 of all of the above: what the person saw. */
    digest: text('digest').notNull(),
    state: text('state').notNull().default('open').$type<CardState>(),
    result: jsonb('result').$type<Record<string, unknown>>(),
    expiresAt: time('expires_at').notNull(),
    createdAt: createdAt(),
    decidedAt: time('decided_at'),
  },
  (table) => [uniqueIndex('chat_cards_message').on(table.messageId), index('chat_cards_session').on(table.sessionId, table.createdAt)],
);
