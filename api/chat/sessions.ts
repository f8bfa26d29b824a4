/** What the routes of conversations share: finding one, ids, and how one is shown. */
import { createHash } from 'node:crypto';
import { CHAT_BUDGET_USD_DEFAULT, CHAT_SESSIONS_MAX, isChatId } from '../../contracts/chat.js';
import { MillwrightError } from '../../contracts/failures.js';
import { suffixFrom } from '../../contracts/ids.js';
import type { ChatMessageRow, ChatSessionRow } from '../../db/queries/chat-rows.js';
import { cardsOf, countChatSessions, findChatSession, insertChatSession } from '../../db/queries/chat.js';
import { messageView } from '../../db/queries/chat-view.js';
import type { MessageView } from '../../contracts/chat.js';
import type { NewSessionBody } from '../../schemas/chat.js';
import { readRepo } from '../../schemas/repo.js';
import { loadBuild } from '../builds.js';
import type { AppDeps } from '../deps.js';
import { invalid, notFound } from '../errors.js';
import type { User } from '../roles.js';

// 60 bits: ids are made without asking whether one is taken.
const SUFFIX_LENGTH = 12;
const TITLE_DEFAULT = 'New conversation';

/** An id made from what names the request's one doing, so that a repeat makes the same. */
export function chatId(prefix: 'chat' | 'msg' | 'card', from: string): string {
  return `${prefix}-${suffixFrom(createHash('sha256').update(`${prefix}/${from}`).digest(), SUFFIX_LENGTH)}`;
}

/** One's own conversation; NOT_FOUND for others. */
export async function loadChat(deps: AppDeps, user: User, id: string): Promise<ChatSessionRow> {
  const row = isChatId(id) ? await findChatSession(deps.database.orm, user.id, id) : null;
  if (!row) throw notFound('conversation');
  return row;
}

/** Begins a conversation, once for each attempt. */
export async function beginChat(deps: AppDeps, user: User, body: Partial<NewSessionBody>, attemptId: string): Promise<ChatSessionRow> {
  const id = chatId('chat', attemptId);
  const { orm } = deps.database;
  const earlier = await findChatSession(orm, user.id, id);
  if (earlier) return earlier;
  if (body.build_id !== undefined) await loadBuild(deps, user, body.build_id);
  requireUsableRepo(deps, body.repo);
  if ((await countChatSessions(orm, user.id)) >= CHAT_SESSIONS_MAX)
    throw new MillwrightError('TOO_MANY_SESSIONS', `You have ${CHAT_SESSIONS_MAX} conversations; delete some that you no longer need.`);
  await insertChatSession(orm, {
    id,
    userId: user.id,
    title: body.title ?? TITLE_DEFAULT,
    buildId: body.build_id ?? null,
    repo: body.repo ?? null,
    llmPreference: body.llm_preference ?? 'balanced',
    budgetUsd: body.budget_usd ?? CHAT_BUDGET_USD_DEFAULT,
  });
  return loadChat(deps, user, id);
}

/** A repository that is chosen is kept and shown: an address with a password in it is not taken. Throws INVALID_INPUT. */
export function requireUsableRepo({ repoAllow }: AppDeps, repo: string | null | undefined): void {
  if (typeof repo !== 'string') return;
  const read = readRepo(repo, repoAllow);
  if ('problem' in read) throw invalid('/repo', read.problem);
}

/** Whether nobody has named it yet: then its first message does. */
export function isUnnamed({ title }: Pick<ChatSessionRow, 'title'>): boolean {
  return title === TITLE_DEFAULT;
}

export function sessionView(row: ChatSessionRow) {
  return {
    id: row.id,
    title: row.title,
    build_id: row.buildId,
    repo: row.repo,
    llm_preference: row.llmPreference,
    cost_usd: row.costUsd,
    budget_usd: row.budgetUsd,
    event_seq: row.eventSeq,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** Messages with their cards. */
export async function messageViews(deps: AppDeps, rows: ChatMessageRow[]): Promise<MessageView[]> {
  const cards = await cardsOf(
    deps.database.orm,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => messageView(row, cards.get(row.id) ?? null));
}
