import type { CardAction } from '../../contracts/chat.js';
import { FAILURES, MillwrightError } from '../../contracts/failures.js';

import { findBuild, type BuildRow } from '../../db/queries/builds.js';
import { waitOf } from '../../db/queries/chat-cards.js';
import { cardView } from '../../db/queries/chat-view.js';
import type { ChatCardRow, ChatSessionRow } from '../../db/queries/chat-rows.js';
import { addMessage, decideCard, findCard, findMessages } from '../../db/queries/chat.js';
import { intentSchema } from '../../schemas/intent.js';
import { requireRole } from '../auth.js';
import type { Decision } from '../decision-route.js';
import type { AppDeps } from '../deps.js';
import { invalidInput, notFound, toFailure } from '../errors.js';
import { once, type Attempt } from '../once.js';
import type { User } from '../roles.js';
import type { Reply } from '../route.js';
import { answerBuild } from '../routes/build.answer.js';
import { approveBuild } from '../routes/build.approve.js';
import { completeBuild } from '../routes/build.complete.js';
import { createFrom } from '../routes/build.create.js';
import { deployBuild } from '../routes/build.deploy.js';
import { giveGuidance } from '../routes/build.guidance.js';
import { raiseBudget } from '../routes/build.raise-budget.js';
import { rejectBuild } from '../routes/build.reject.js';
import { requestChanges } from '../routes/build.request-changes.js';
import { requestReview } from '../routes/build.request-review.js';
import { rollbackBuild } from '../routes/build.rollback.js';
import { stopBuild } from '../routes/build.stop.js';
import { cite, words, type RuleReply } from './reply.js';
import { chatId, messageViews } from './sessions.js';

// A try that was cut off is taken up by its client within seconds; after this it is a new wish.
const RESUME_MS = 5 * 60_000;

/** What carries out a card: the decision's own route. */
export const DECISIONS: Readonly<Record<Exclude<CardAction, 'create'>, Decision>> = {
  approve: approveBuild,
  reject: rejectBuild,
  request_changes: requestChanges,
  answer: answerBuild,
  guidance: giveGuidance,
  deploy: deployBuild,
  rollback: rollbackBuild,
  stop: stopBuild,
  complete: completeBuild,
  raise_budget: raiseBudget,
  request_review: requestReview,
};

/**
 * Carries a card out, exactly once however often it is confirmed; repeats get the first answer. NOT_FOUND for another's,
 * APPROVAL_STALE when `digest` is not what it shows, when it has expired, or when its build no longer waits for the same.
 */
export async function confirmCard(deps: AppDeps, user: User, session: ChatSessionRow, asked: { confirm: string; digest?: string | undefined }): Promise<Reply> {
  const card = await findCard(deps.database.orm, session.id, user.id, asked.confirm);
  if (!card) throw notFound('card in this conversation');
  if (asked.digest !== undefined && asked.digest !== card.digest)
    throw new MillwrightError('APPROVAL_STALE', `The card shows something else by now (its digest is ${card.digest}). Look at it, then confirm that.`);
  // Its claim holds the answer of having been put away; who confirms afterwards must not take that for done.
  if (card.state === 'dismissed') throw noLongerOpen(card);
  return once(claimOf(deps, user, card), { confirm: card.id }, async (attempt) => {
    const now = await findCard(deps.database.orm, session.id, user.id, card.id);
    if (!now) throw notFound('card in this conversation');
    if (now.state !== 'done') await carryOut(deps, user, session, now, attempt);
    return { status: 200, body: await confirmedAnswer(deps, session, card.id) };
  });
}

/** Puts a card away without doing what it says; waits for a confirmation that is under way, and tells how that ended. */
export async function dismissCard(deps: AppDeps, user: User, session: ChatSessionRow, cardId: string): Promise<Reply> {
  const card = await findCard(deps.database.orm, session.id, user.id, cardId);
  if (!card) throw notFound('card in this conversation');
  if (card.state !== 'open') return { status: 200, body: await confirmedAnswer(deps, session, cardId) };
  return once(claimOf(deps, user, card), { confirm: card.id }, async (attempt) => {
    if (attempt.resumedSince !== null)
      throw new MillwrightError(
        'ACTION_NOT_ALLOWED',
        'This was confirmed already and may have been done. Look at the build, or confirm again to learn how it ended.',
      );
    await deps.database.orm.transaction(async (tx) => {
      if (await decideCard(tx, card, { state: 'dismissed', result: null }))
        await addMessage(tx, session, { ...messageOf(card, { text: 'Put away; nothing was done.', buildId: card.buildId, citations: [], suggestions: [] }) });
    });
    return { status: 200, body: await confirmedAnswer(deps, session, cardId) };
  });
}

/** Confirming and putting away share one claim: whoever comes second gets the answer of the first. */
function claimOf(deps: AppDeps, user: User, card: ChatCardRow) {
  return { deps, user, idempotencyKey: `chat-card/${card.id}` };
}

async function carryOut(deps: AppDeps, user: User, session: ChatSessionRow, card: ChatCardRow, attempt: Attempt): Promise<void> {
  // A try that was cut off may have done it already: what it decided on no longer waits, and the decision itself is asked again.
  if (attempt.resumedSince === null) await requireCurrent(deps, user, card);
  else requireResumable(card);
  try {
    const result = await act(deps, user, card, attempt);
    await end(deps, session, card, { state: 'done', result, reply: doneReply(card, result) });
  } catch (error) {
    const { code, detail } = toFailure(error);
    const { status } = FAILURES[code];
    // What is away comes back: the card stays. A refusal is the end of it.
    if (status < 500)
      await end(deps, session, card, {
        state: 'failed',
        result: { code, detail },
        reply: { text: `That could not be done: ${words(detail)}`, buildId: card.buildId, citations: [], suggestions: [] },
      });
    throw error;
  }
}

function noLongerOpen(card: ChatCardRow): MillwrightError {
  return new MillwrightError('ACTION_NOT_ALLOWED', `This card is ${card.state}; say again what you want.`);
}

/** A card that was put away, refused or is long over is not carried out because its first try was cut off. */
function requireResumable(card: ChatCardRow): void {
  if (card.state !== 'open') throw noLongerOpen(card);
  requireFresh(card, RESUME_MS);
}

function requireFresh(card: ChatCardRow, graceMs: number): void {
  if (card.expiresAt.getTime() + graceMs <= Date.now())
    throw new MillwrightError('APPROVAL_STALE', `This card expired at ${card.expiresAt.toISOString()}; say again what you want.`);
}

async function requireCurrent(deps: AppDeps, user: User, card: ChatCardRow): Promise<void> {
  if (card.state !== 'open') throw noLongerOpen(card);
  requireFresh(card, 0);
  if (card.boundTo === null || card.buildId === null) return;
  const build = await findBuild(deps.database.orm, user.id, card.buildId);
  if (!build) throw notFound('build');
  if (waitOf(build) !== card.boundTo) throw new MillwrightError('APPROVAL_STALE', staleDetail(build));
}

function staleDetail({ waitingFor, status, id }: BuildRow): string {
  return waitingFor
    ? `${id} now waits for something else: "${waitingFor.summary}". Say again what you want, and look at that.`
    : `${id} is ${status} and no longer waits for what this card shows.`;
}

async function act(deps: AppDeps, user: User, card: ChatCardRow, attempt: Attempt): Promise<Record<string, unknown>> {
  const idempotencyKey = `chat-card/${card.id}/act`;
  if (card.action !== 'create') return { ...(await DECISIONS[card.action].decideAs({ deps, user, idempotencyKey, attempt }, card.buildId ?? '', card.params)) };
  requireRole(user, 'developer');
  const intent = intentSchema.safeParse(card.params);
  if (!intent.success) throw invalidInput('', intent.error);
  return (await createFrom(deps, user, intent.data, idempotencyKey)).body as Record<string, unknown>;
}

async function end(
  deps: AppDeps,
  session: ChatSessionRow,
  card: ChatCardRow,
  { state, result, reply }: { state: 'done' | 'failed'; result: Record<string, unknown>; reply: RuleReply },
): Promise<void> {
  await deps.database.orm.transaction(async (tx) => {
    if (!(await decideCard(tx, card, { state, result }))) return;
    await addMessage(tx, session, messageOf(card, reply), reply.buildId === null ? {} : { patch: { buildId: reply.buildId } });
  });
}

/** The message that tells how a card ended; its id is the card's, so there is one. */
function messageOf(card: ChatCardRow, { text, buildId, citations, suggestions }: RuleReply) {
  return {
    id: chatId('msg', `${card.id}/end`),
    role: 'assistant' as const,
    state: 'done' as const,
    text,
    buildId,
    citations,
    suggestions,
    answeredBy: 'rules',
  };
}

const DONE: Record<CardAction, (id: string, params: Record<string, unknown>) => string> = {
  create: (id) => `${id} has begun: it plans now, and asks you before anything is written.`,
  approve: (id) => `Approved. ${id} goes on.`,
  reject: (id) => `Rejected: ${id} was told why.`,
  request_changes: (id) => `${id} was asked for these changes.`,
  answer: (id) => `${id} has your answer and goes on.`,
  guidance: (id) => `Passed on; the agents of ${id} read it at their next turn.`,
  deploy: (id, { environment }) => `${id} is being deployed to ${String(environment)}; this may take a minute.`,
  rollback: (id, { environment }) => `${String(environment)} of ${id} returns to the version before; this may take a minute.`,
  stop: (id) => `${id} is stopping; the work so far is kept.`,
  complete: (id) => `${id} is closed.`,
  raise_budget: (id, { budget_usd }) => `The budget of ${id} is $${String(budget_usd)} now.`,
  request_review: (id) => `${id} asks a person before it goes on.`,
};

function doneReply(card: ChatCardRow, result: Record<string, unknown>): RuleReply {
  const id = card.buildId ?? String(result['id'] ?? '');
  return { text: DONE[card.action](id, card.params), buildId: id, citations: [cite('status', id, id)], suggestions: [`how far is ${id}`] };
}

async function confirmedAnswer(deps: AppDeps, session: ChatSessionRow, cardId: string): Promise<Record<string, unknown>> {
  const [reply] = await messageViews(deps, await findMessages(deps.database.orm, session.id, [chatId('msg', `${cardId}/end`)]));
  const card = await findCardView(deps, session, cardId);
  if (!reply) throw new MillwrightError('ACTION_NOT_ALLOWED', 'This card was decided before, and the conversation cleared since.');
  return { session_id: session.id, message: null, reply, card, events_url: `/api/sessions/${session.id}/events` };
}

async function findCardView(deps: AppDeps, session: ChatSessionRow, cardId: string) {
  const card = await findCard(deps.database.orm, session.id, session.userId, cardId);
  return card && cardView(card);
}
