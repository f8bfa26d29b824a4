import { and, eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { Wish } from '../../contracts/chat.js';
import type { PublicFailure } from '../../contracts/failures.js';
import { escapeMarkdown } from '../../contracts/markdown.js';
import { suffixFrom } from '../../contracts/ids.js';
import { ANSWER_TOKENS_MAX } from '../../contracts/limits.js';
import { TEMPLATE_MODEL } from '../../contracts/template-model.js';
import { findBuild, type BuildRow } from '../../db/queries/builds.js';
import { cardOf, refusalFor } from '../../db/queries/chat-cards.js';
import type { ChatMessageRow, ChatSessionRow } from '../../db/queries/chat-rows.js';
import { endMessage, readThread, type AnswerEnd, type NewCard } from '../../db/queries/chat.js';
import { roleOf } from '../../db/queries/users.js';
import { chatMessages, chatSessions } from '../../db/schema/index.js';
import { scrubbed } from '../agent/scrub.js';
import type { BuildDeps } from '../build/deps.js';
import { callModel } from '../llm/call.js';
import type { CallOptions } from '../llm/port.js';
import { startAnswering } from './answering.js';
import { factsText } from './facts.js';
import { askIntent, wishOf, type IntentAnswer } from './intent.js';
import { chatPrompt } from './prompt.js';

export interface AnswerPlace {
  sessionId: string;
  messageId: string;
}

interface Turn {
  session: ChatSessionRow;
  message: ChatMessageRow;
  /** What was said before, the message to answer last. */
  thread: ChatMessageRow[];
  build: BuildRow | null;
}

// Twelve for the prompt and some that have no text of their own.
const THREAD_MAX = 24;
// An answer in a conversation is a paragraph or two.
const CHAT_TOKENS_MAX = Math.min(2_000, ANSWER_TOKENS_MAX);

/**
 * Writes the answer to a message that no rule could read, once: a model says what is wanted; a wish becomes a card that the
 * person may confirm, anything else is answered in words, from rows. Nothing is carried out here.
 */
export async function answerChat(deps: BuildDeps, place: AnswerPlace, options: CallOptions = {}): Promise<{ state: string }> {
  const turn = await loadTurn(deps, place);
  // Answered by an attempt before this one, cleared away, or deleted with its conversation.
  if (!turn) return { state: 'gone' };
  const { end, card } = await answer(deps, turn, options);
  deps.failpoint('chat-answer', 'before');
  await deps.db.orm.transaction((tx) => endMessage(tx, place, end, card));
  deps.failpoint('chat-answer', 'after');
  return { state: end.state };
}

/** Ends an answer that could not be written. */
export async function failChatAnswer(deps: Pick<BuildDeps, 'db'>, { failure, ...place }: AnswerPlace & { failure: PublicFailure }): Promise<void> {
  const text = `No answer could be written: ${failure.detail}`;
  await deps.db.orm.transaction((tx) => endMessage(tx, place, { state: 'failed', text, answeredBy: 'rules', failure, suggestions: ['help'] }));
}

async function loadTurn({ db }: BuildDeps, { sessionId, messageId }: AnswerPlace): Promise<Turn | null> {
  const [session] = await db.orm.select().from(chatSessions).where(eq(chatSessions.id, sessionId));
  const [message] = await db.orm
    .select()
    .from(chatMessages)
    .where(and(eq(chatMessages.id, messageId), eq(chatMessages.sessionId, sessionId)));
  if (!session || message?.state !== 'thinking') return null;
  const thread = await readThread(db.orm, sessionId, message.number - 1, THREAD_MAX);
  return { session, message, thread, build: message.buildId ? await findBuild(db.orm, session.userId, message.buildId) : null };
}

interface Written {
  end: AnswerEnd;
  card: NewCard | null;
}

async function answer(deps: BuildDeps, turn: Turn, options: CallOptions): Promise<Written> {
  const { session, message, thread, build } = turn;
  if (deps.models.nameOf({ tier: 'simple', preference: 'balanced' }) === TEMPLATE_MODEL) return withoutModel(build);
  const facts = await factsText(deps.db.orm, session.userId, build);
  const place = { sessionId: session.id, messageId: message.id };
  const intent = await askIntent(deps, place, chatPrompt('intent', thread, facts), options);
  const wanted = intent && wishOf(intent, thread.at(-1)?.text ?? '');
  if (intent && wanted) return proposed(deps, turn, intent, wanted);
  const words = await speak(deps, place, { messages: chatPrompt('answer', thread, facts), maxTokens: CHAT_TOKENS_MAX }, options);
  return said(words.text, words.model, build?.id ?? null);
}

async function speak(deps: BuildDeps, place: AnswerPlace, request: { messages: ReturnType<typeof chatPrompt>; maxTokens: number }, options: CallOptions) {
  const answering = startAnswering(deps.db, place);
  try {
    const key = `${place.sessionId}/${place.messageId}/answer`;
    const call = { key, buildId: place.sessionId, purpose: 'chat', request, tier: 'simple' as const };
    const spoken = await callModel(deps, call, { ...options, onDelta: answering.heard });
    return { text: scrubbed(spoken.content ?? '').trim() || 'The model gave no answer. Ask again in other words.', model: spoken.model };
  } finally {
    answering.end();
  }
}

/** A model's proposal goes the same way as a wish that rules read: one's own build, which can do that now, and a card. */
async function proposed(deps: BuildDeps, turn: Turn, intent: IntentAnswer, wanted: Wish): Promise<Written> {
  const { session, message, build: focused } = turn;
  const by = 'model';
  if (wanted.action === 'create') {
    const artifacts = { ...(session.repo ? { repo: session.repo } : {}), ...attached(turn) };
    const params = { ...wanted.params, ...(Object.keys(artifacts).length > 0 ? { artifacts } : {}) };
    return said(
      'This would start a new build. Please confirm; nothing has been done yet.',
      by,
      null,
      cardOf(cardIdOf(message.id), { ...wanted, params }, null),
    );
  }
  const named = intent.build_id ? await findBuild(deps.db.orm, session.userId, intent.build_id) : focused;
  if (!named)
    return said(
      intent.build_id ? `There is no build ${escapeMarkdown(intent.build_id.slice(0, 60))} of yours.` : 'For which build? Name it by its id.',
      by,
      null,
    );
  const refusal = await refusalFor(deps.db.orm, await roleOf(deps.db.orm, session.userId), wanted, named);
  if (refusal !== null) return said(refusal, by, named.id);
  return said('Is this what you want? Please confirm; nothing has been done yet.', by, named.id, cardOf(cardIdOf(message.id), wanted, named));
}

function attached({ thread }: Turn): { artifact_ids?: string[] } {
  const ids = (thread.at(-1)?.attachments ?? []).map(({ id }) => id);
  return ids.length > 0 ? { artifact_ids: ids } : {};
}

function said(text: string, answeredBy: string, buildId: string | null, card: NewCard | null = null): Written {
  const citations = buildId === null ? [] : [{ label: buildId, href: `/api/coding_agent/status/${buildId}`, page: `/ui/builds/${buildId}` }];
  return { end: { state: 'done', text, answeredBy, buildId, citations }, card };
}

/** Nothing is guessed: what would answer, how to get it, and what works as it is. */
function withoutModel(build: BuildRow | null): Written {
  const about = build
    ? [
        `what is ${build.id} doing`,
        `what was built in ${build.id}`,
        `did the tests of ${build.id} pass`,
        `what did ${build.id} cost`,
        `show me the files of ${build.id}`,
      ]
    : ['list my builds', 'which services are live', 'how much did I spend this month', 'build me a REST API for tasks in Python'];
  const text = [
    'I cannot answer that: no language model is configured, and no rule of mine reads it.',
    'To have one: set `OPENAI_API_KEY`, or `OPENAI_BASE_URL` for any server that speaks its protocol, and start Millwright anew. Settings shows what is set.',
    // Whole by itself: what is suggested below it goes away with the next message.
    `Without one I read plain questions and wishes, for instance "${about[0]}" or "${about[1]}"; say "help" for all of them.`,
  ].join('\n\n');
  const { end, card } = said(text, TEMPLATE_MODEL, build?.id ?? null);
  const settings = { label: 'settings', href: '/api/settings', page: '/ui/settings' };
  return { end: { ...end, citations: [...(end.citations ?? []), settings], suggestions: [...about, 'help'] }, card };
}

/** One card a message: its id is made of the message's. */
function cardIdOf(messageId: string): string {
  return `card-${suffixFrom(createHash('sha256').update(`card/${messageId}`).digest(), 12)}`;
}
