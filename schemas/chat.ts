import { z } from 'zod';
import { LLM_PREFERENCES } from './intent.js';
import { text } from './text.js';

/** Bodies and answers of conversations (`/sessions`, `/chat`). */

// 20,000 characters: contracts/chat.ts CHAT_TEXT_CHARS_MAX.
const words = text({ min: 1, max: 20_000 }).refine((value) => value.trim().length > 0, { message: 'must say something' });
const artifactId = z.string().regex(/^art-[0-9a-z]{4,60}$/, 'must be the id of an artifact (POST /artifacts/upload answers it)');
const buildId = text({ min: 1, max: 60 }).meta({ description: 'The build that is talked about where none is named.' });
const repo = text({ min: 1, max: 500 }).meta({ description: 'The repository that "build me ..." works on: an https URL.' });
const title = text({ min: 1, max: 200 });
const budget = z.number().positive().max(10_000).meta({ description: "Dollars that models' answers of this conversation may cost." });
const cardId = text({ min: 1, max: 60 });
const digest = text({ min: 1, max: 200 });

export const newSessionBody = z
  .strictObject({
    title: title.optional(),
    build_id: buildId.optional(),
    repo: repo.optional(),
    llm_preference: z.enum(LLM_PREFERENCES).default('balanced'),
    budget_usd: budget.optional(),
  })
  .meta({ id: 'NewSession' });
export type NewSessionBody = z.infer<typeof newSessionBody>;

export const changeSessionBody = z
  .strictObject({
    title: title.optional(),
    build_id: buildId.nullable().optional(),
    repo: repo.nullable().optional(),
    llm_preference: z.enum(LLM_PREFERENCES).optional(),
    budget_usd: budget.optional(),
  })
  .meta({ id: 'SessionChange' });

const spoken = {
  text: words,
  artifact_ids: z.array(artifactId).max(20).default([]),
  build_id: buildId.optional(),
  repo: repo.optional(),
};

/** Words, or the confirmation of a card, or its putting away: one of the three. */
export const messageBody = z
  .union([
    z.strictObject(spoken),
    z.strictObject({
      confirm: cardId.meta({ description: 'The id of the card to carry out.' }),
      digest: digest.optional().meta({ description: 'What was shown; anything else is refused.' }),
    }),
    z.strictObject({ dismiss: cardId }),
  ])
  .meta({ id: 'NewMessage' });
export type MessageBody = z.infer<typeof messageBody>;
export type SpokenBody = Extract<MessageBody, { text: string }>;

export const chatBody = z
  .strictObject({ ...spoken, text: words.optional(), message: words.optional(), session_id: text({ min: 1, max: 60 }).optional() })
  .refine(({ text: said, message }) => (said === undefined) !== (message === undefined), {
    message: 'needs `message`: what you want to say',
    path: ['message'],
  })
  .meta({ id: 'Chat' });

export const sessionParams = z.object({ id: z.string().meta({ description: 'Conversation id', example: 'chat-7k2m9q4xw8ab' }) });

const time = z.string().meta({ format: 'date-time' });
const citation = z.object({ label: z.string(), href: z.string(), page: z.string() });
export const cardSchema = z
  .object({
    id: z.string(),
    action: z.string(),
    build_id: z.string().nullable(),
    subject: z.string(),
    params: z.record(z.string(), z.unknown()),
    digest: z.string(),
    state: z.enum(['open', 'done', 'failed', 'dismissed', 'expired']),
    result: z.record(z.string(), z.unknown()).nullable(),
    expires: time,
    decided_at: time.nullable(),
  })
  .meta({ id: 'ConfirmationCard' });
export const messageSchema = z
  .object({
    id: z.string(),
    number: z.int(),
    role: z.enum(['user', 'assistant']),
    state: z.enum(['done', 'thinking', 'failed']),
    text: z.string(),
    build_id: z.string().nullable(),
    attachments: z.array(z.object({ id: z.string(), name: z.string(), media_type: z.string(), bytes: z.int() })),
    citations: z.array(citation),
    suggestions: z.array(z.string()),
    answered_by: z.string().nullable().meta({ description: '`rules`, or the model that answered.' }),
    failure: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
    card: cardSchema.nullable(),
    created_at: time,
    ended_at: time.nullable(),
  })
  .meta({ id: 'ChatMessage' });
export const sessionSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    build_id: z.string().nullable(),
    repo: z.string().nullable(),
    llm_preference: z.string(),
    cost_usd: z.number(),
    budget_usd: z.number(),
    event_seq: z.int(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'ChatSession' });
export const sessionWithMessagesSchema = sessionSchema
  .extend({ messages: z.array(messageSchema), total_messages: z.int(), page: z.int() })
  .meta({ id: 'ChatSessionRead' });
export const repliedSchema = z
  .object({ session_id: z.string(), message: messageSchema.nullable(), reply: messageSchema, card: cardSchema.nullable(), events_url: z.string() })
  .meta({ id: 'ChatReply' });
export const clearedSchema = z.object({ deleted: z.int() });
