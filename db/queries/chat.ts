import { and, asc, desc, eq, inArray, lt, lte, sql, type InferInsertModel } from 'drizzle-orm';
import type { ChatEvent, Citation, MessageState } from '../../contracts/chat.js';
import { MillwrightError, type PublicFailure } from '../../contracts/failures.js';
import type { Executor, Transaction } from '../client.js';
import { chatCards, chatMessages, chatSessions, outbox } from '../schema/index.js';
import type { ChatCardRow, ChatMessageRow, ChatSessionRow } from './chat-rows.js';
import { cardView, messageView } from './chat-view.js';
import { readPage, type Page, type PageRequest } from './page.js';
import { recordChatChange, storable, type ChatPatch } from './record.js';

// Whatever changes a conversation, or a part of it, locks its row before anything else: two changes can only wait for each other
// in one order. A call's settlement (activities/llm/ledger.ts) locks the call first and this row later, so nothing here waits for a call.

export type NewChatSession = Pick<InferInsertModel<typeof chatSessions>, 'id' | 'userId' | 'title' | 'buildId' | 'repo' | 'llmPreference' | 'budgetUsd'>;
export type NewMessage = Omit<InferInsertModel<typeof chatMessages>, 'number' | 'sessionId'>;
export type NewCard = Omit<InferInsertModel<typeof chatCards>, 'sessionId' | 'messageId' | 'userId' | 'state'>;

/** Stores a conversation; nothing when it is there already. */
export async function insertChatSession(orm: Executor, session: NewChatSession): Promise<void> {
  await orm.insert(chatSessions).values(session).onConflictDoNothing();
}

/** A user's conversation; null when it is unknown or somebody else's. */
export async function findChatSession(orm: Executor, userId: string, id: string): Promise<ChatSessionRow | null> {
  const [row] = await orm
    .select()
    .from(chatSessions)
    .where(and(eq(chatSessions.id, id), eq(chatSessions.userId, userId)));
  return row ?? null;
}

/** A user's conversations, the one that was used last first. */
export function listChatSessions(orm: Executor, userId: string, page: PageRequest): Promise<Page<ChatSessionRow>> {
  return readPage(orm, chatSessions, eq(chatSessions.userId, userId), [desc(chatSessions.updatedAt), desc(chatSessions.id)], page);
}

export function countChatSessions(orm: Executor, userId: string): Promise<number> {
  return orm.$count(chatSessions, eq(chatSessions.userId, userId));
}

/** Changes a user's conversation; null when there is none of that id. */
export async function updateChatSession(
  orm: Executor,
  userId: string,
  id: string,
  patch: Partial<Pick<ChatSessionRow, 'title' | 'buildId' | 'repo' | 'llmPreference' | 'budgetUsd'>>,
): Promise<ChatSessionRow | null> {
  const [row] = await orm
    .update(chatSessions)
    .set({ ...patch, updatedAt: sql`now()` })
    .where(and(eq(chatSessions.id, id), eq(chatSessions.userId, userId)))
    .returning();
  return row ?? null;
}

/**
 * Removes a conversation with its events, calls and promises; the ledger of money stays. A call that is under way stays until its
 * money is settled, and goes then. False when there is none.
 */
export async function deleteChatSession(tx: Transaction, userId: string, id: string): Promise<boolean> {
  const gone = await tx
    .delete(chatSessions)
    .where(and(eq(chatSessions.id, id), eq(chatSessions.userId, userId)))
    .returning({ id: chatSessions.id });
  if (gone.length === 0) return false;
  const ended = sql`select key from llm_calls where build_id = ${id} and state <> 'open' for update skip locked`;
  await tx.execute(sql`delete from llm_calls where key in (${ended})`);
  for (const table of ['events', 'outbox', 'journal']) await tx.execute(sql`delete from ${sql.identifier(table)} where build_id = ${id}`);
  return true;
}

/** Locks the row of a conversation; null when it was deleted. */
async function lockSession(tx: Transaction, id: string): Promise<{ userId: string } | null> {
  const [row] = await tx.select({ userId: chatSessions.userId }).from(chatSessions).where(eq(chatSessions.id, id)).for('no key update');
  return row ?? null;
}

/** The same for what a person asks for: NOT_FOUND when somebody deleted it in this very moment. */
async function requireSession(tx: Transaction, id: string): Promise<{ userId: string }> {
  const row = await lockSession(tx, id);
  if (!row) throw new MillwrightError('NOT_FOUND', 'This conversation was deleted in this very moment.');
  return row;
}

/** One page of what was said, in order. */
export function listMessages(orm: Executor, sessionId: string, page: PageRequest): Promise<Page<ChatMessageRow>> {
  return readPage(orm, chatMessages, eq(chatMessages.sessionId, sessionId), [asc(chatMessages.number)], page);
}

/** The last messages up to a number, in order. */
export async function readThread(orm: Executor, sessionId: string, upTo: number, limit: number): Promise<ChatMessageRow[]> {
  const rows = await orm
    .select()
    .from(chatMessages)
    .where(and(eq(chatMessages.sessionId, sessionId), lte(chatMessages.number, upTo)))
    .orderBy(desc(chatMessages.number))
    .limit(limit);
  return rows.toReversed();
}

export async function findMessages(orm: Executor, sessionId: string, ids: string[]): Promise<ChatMessageRow[]> {
  if (ids.length === 0) return [];
  return orm
    .select()
    .from(chatMessages)
    .where(and(eq(chatMessages.sessionId, sessionId), inArray(chatMessages.id, ids)))
    .orderBy(asc(chatMessages.number));
}

/** The cards that these messages show. */
export async function cardsOf(orm: Executor, messageIds: string[]): Promise<Map<string, ChatCardRow>> {
  if (messageIds.length === 0) return new Map();
  const rows = await orm.select().from(chatCards).where(inArray(chatCards.messageId, messageIds));
  return new Map(rows.map((row) => [row.messageId, row]));
}

/**
 * Adds a message with its card, once for each id; with `promise` also the promise to Temporal that its answer will be written.
 * False when it was there already, with everything that belongs to it. NOT_FOUND when the conversation was deleted meanwhile.
 */
export async function addMessage(
  tx: Transaction,
  session: { id: string; userId: string; title: string },
  message: NewMessage,
  more: { promise?: boolean; card?: NewCard | null; patch?: ChatPatch } = {},
): Promise<boolean> {
  await requireSession(tx, session.id);
  const number = await nextNumber(tx, session.id);
  const [known] = await tx.select({ id: chatMessages.id }).from(chatMessages).where(eq(chatMessages.id, message.id));
  if (known) return false;
  const ended = message.state === 'thinking' ? {} : { endedAt: new Date() };
  const [row] = await tx
    .insert(chatMessages)
    .values({ ...message, ...ended, text: storable(message.text), sessionId: session.id, number })
    .returning();
  if (!row) throw new Error(`the message ${message.id} was not stored`);
  const card = more.card ? await addCard(tx, { ...row, userId: session.userId }, more.card) : null;
  const change = { sessionId: session.id, ...(more.patch ? { patch: more.patch } : {}) };
  await recordChatChange(tx, { ...change, key: `added/${row.id}`, event: { kind: 'message.added', message_id: row.id, message: messageView(row, card) } });
  if (row.role === 'assistant' && row.state !== 'thinking') await recordEnded(tx, row, card);
  if (more.promise)
    await tx
      .insert(outbox)
      .values({ buildId: session.id, kind: `chat:${row.id}`, payload: { user: session.userId, title: session.title } })
      .onConflictDoNothing();
  return true;
}

/** Under the lock of the conversation, so that two messages at once get two numbers. */
async function nextNumber(tx: Transaction, sessionId: string): Promise<number> {
  const { rows } = await tx.execute<{ next: number }>(
    sql`select (coalesce(max(number), 0) + 1)::int as next from chat_messages where session_id = ${sessionId}`,
  );
  return rows[0]?.next ?? 1;
}

async function recordEnded(tx: Transaction, row: ChatMessageRow, card: ChatCardRow | null): Promise<void> {
  const event: ChatEvent = { kind: 'message.ended', message_id: row.id, message: messageView(row, card) };
  await recordChatChange(tx, { sessionId: row.sessionId, key: `ended/${row.id}`, event });
}

export interface AnswerEnd {
  state: Exclude<MessageState, 'thinking'>;
  text: string;
  answeredBy: string;
  buildId?: string | null;
  citations?: Citation[];
  suggestions?: string[];
  failure?: PublicFailure | null;
}

/** Ends an answer that was still to come, once; its card comes with it. Nothing changes when it has ended or was cleared away. */
export async function endMessage(tx: Transaction, place: { sessionId: string; messageId: string }, end: AnswerEnd, card?: NewCard | null): Promise<void> {
  const session = await lockSession(tx, place.sessionId);
  if (!session) return;
  const [row] = await tx
    .update(chatMessages)
    .set({ ...end, text: storable(end.text), endedAt: sql`now()` })
    .where(and(eq(chatMessages.id, place.messageId), eq(chatMessages.sessionId, place.sessionId), eq(chatMessages.state, 'thinking')))
    .returning();
  if (!row) return;
  const added = card ? await addCard(tx, { ...row, userId: session.userId }, card) : null;
  await recordEnded(tx, row, added);
}

async function addCard(tx: Transaction, message: { id: string; sessionId: string; userId: string }, card: NewCard): Promise<ChatCardRow> {
  const [row] = await tx
    .insert(chatCards)
    .values({ ...card, subject: storable(card.subject), sessionId: message.sessionId, messageId: message.id, userId: message.userId })
    .returning();
  if (!row) throw new Error(`the card ${card.id} was not stored`);
  return row;
}

/** A card of this conversation; null when it is another's. */
export async function findCard(orm: Executor, sessionId: string, userId: string, id: string): Promise<ChatCardRow | null> {
  const [row] = await orm
    .select()
    .from(chatCards)
    .where(and(eq(chatCards.id, id), eq(chatCards.sessionId, sessionId), eq(chatCards.userId, userId)));
  return row ?? null;
}

/** The newest card of a conversation that can still be confirmed. */
export async function openCardOf(orm: Executor, sessionId: string): Promise<ChatCardRow | null> {
  const [row] = await orm
    .select()
    .from(chatCards)
    .where(and(eq(chatCards.sessionId, sessionId), eq(chatCards.state, 'open'), sql`${chatCards.expiresAt} > now()`))
    .orderBy(desc(chatCards.createdAt))
    .limit(1);
  return row ?? null;
}

/** Decides a card that is open, once. False when it was decided before. */
export async function decideCard(
  tx: Transaction,
  card: ChatCardRow,
  end: { state: 'done' | 'failed' | 'dismissed'; result: Record<string, unknown> | null },
): Promise<boolean> {
  if (!(await lockSession(tx, card.sessionId))) return false;
  const [row] = await tx
    .update(chatCards)
    .set({ ...end, decidedAt: sql`now()` })
    .where(and(eq(chatCards.id, card.id), eq(chatCards.state, 'open')))
    .returning();
  if (!row) return false;
  const event: ChatEvent = { kind: 'card.decided', card_id: card.id, message_id: card.messageId, state: end.state, card: cardView(row) };
  await recordChatChange(tx, {
    sessionId: card.sessionId,
    key: `card/${card.id}`,
    event,
    audit: {
      actor: card.userId,
      action: `chat.card.${end.state}`,
      subject: card.buildId ?? card.sessionId,
      detail: { card: card.id, action: card.action, digest: card.digest },
    },
  });
  return true;
}

/** Removes what was said; the conversation and its numbers stay. Answers how many messages went; NOT_FOUND when it was deleted meanwhile. */
export async function clearMessages(tx: Transaction, session: { id: string }, by: string, key: string): Promise<number> {
  await requireSession(tx, session.id);
  await tx.delete(chatCards).where(eq(chatCards.sessionId, session.id));
  const gone = await tx.delete(chatMessages).where(eq(chatMessages.sessionId, session.id)).returning({ id: chatMessages.id });
  // Their texts are in the events too.
  await tx.execute(sql`delete from events where build_id = ${session.id}`);
  await recordChatChange(tx, { sessionId: session.id, key: `cleared/${key}`, event: { kind: 'messages.cleared', by } });
  return gone.length;
}

/** Answers that were asked for a while ago and have not ended; `promised`: their start is still to come. */
export function listUnanswered(orm: Executor, minAgeSeconds: number, limit: number): Promise<{ id: string; sessionId: string; promised: boolean }[]> {
  // Names are written out: a query of one table drops them, and `id` would be the outbox's.
  const promised = sql<boolean>`exists (select 1 from outbox o where o.build_id = chat_messages.session_id and o.kind = 'chat:' || chat_messages.id and o.done_at is null)`;
  return orm
    .select({ id: chatMessages.id, sessionId: chatMessages.sessionId, promised })
    .from(chatMessages)
    .where(and(eq(chatMessages.state, 'thinking'), lt(chatMessages.createdAt, sql`now() - make_interval(secs => ${minAgeSeconds})`)))
    .orderBy(asc(chatMessages.createdAt))
    .limit(limit);
}
