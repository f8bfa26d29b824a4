import { CHAT_MESSAGES_MAX, type MessageView } from '../../contracts/chat.js';
import { MillwrightError } from '../../contracts/failures.js';
import { titleOf } from '../../contracts/title.js';
import { readBuildHeads } from '../../db/queries/chat-facts.js';
import type { ChatSessionRow } from '../../db/queries/chat-rows.js';
import { addMessage, findMessages, openCardOf } from '../../db/queries/chat.js';
import type { ExecutionContextFile } from '../../db/schema/index.js';
import type { SpokenBody } from '../../schemas/chat.js';
import { intentSchema } from '../../schemas/intent.js';
import type { AppDeps } from '../deps.js';
import { invalidInput } from '../errors.js';
import { resolveInputs } from '../inputs.js';
import { requireRole } from '../auth.js';
import type { User } from '../roles.js';
import { loadBuild } from '../builds.js';
import { checkIntent } from '../routes/build.create.js';
import type { Outcome } from './asking.js';
import { parseMessage } from './parse.js';
import { chatId, isUnnamed, messageViews, requireUsableRepo } from './sessions.js';
import { understand } from './understand.js';

// More builds than anybody talks about; the newest come first.
const HEADS_MAX = 300;

export interface Exchange {
  /** What the person said; null for a confirmation. */
  message: MessageView | null;
  reply: MessageView;
}

/** Ids of the two messages of one request: a repeat makes the same. */
export function exchangeIds(attemptId: string): { said: string; reply: string; card: string } {
  return { said: chatId('msg', `${attemptId}/said`), reply: chatId('msg', `${attemptId}/reply`), card: chatId('card', attemptId) };
}

/**
 * Keeps what a person said and answers it: at once by rules, or with a promise that a model's answer will follow. Message,
 * answer, card and promise are one transaction.
 */
export async function postMessage(deps: AppDeps, user: User, session: ChatSessionRow, body: SpokenBody, attemptId: string): Promise<Exchange> {
  const ids = exchangeIds(attemptId);
  const { orm } = deps.database;
  const known = await readExchange(deps, session.id, ids);
  if (known) return known;
  if ((await findCountOf(deps, session.id)) >= CHAT_MESSAGES_MAX)
    throw new MillwrightError('TOO_MANY_SESSIONS', `This conversation has ${CHAT_MESSAGES_MAX} messages; begin a new one, or clear this one.`);
  if (body.build_id !== undefined) await loadBuild(deps, user, body.build_id);
  requireUsableRepo(deps, body.repo);
  const attachments = await attachmentsOf(deps, user, body.artifact_ids);
  const outcome = await outcomeOf(deps, user, session, body, ids.card);
  const thinks = 'think' in outcome;
  const buildId = (thinks ? outcome.buildId : outcome.reply.buildId) ?? body.build_id ?? null;
  const patch = {
    ...(buildId === null ? {} : { buildId }),
    ...(body.repo === undefined ? {} : { repo: body.repo }),
    ...(isUnnamed(session) ? { title: titleOf(body.text) } : {}),
  };
  await orm.transaction(async (tx) => {
    const said = { id: ids.said, role: 'user' as const, state: 'done' as const, text: body.text, buildId, attachments };
    if (!(await addMessage(tx, session, said, { patch }))) return;
    const reply = { id: ids.reply, role: 'assistant' as const, buildId };
    if (thinks) return void (await addMessage(tx, session, { ...reply, state: 'thinking', text: '' }, { promise: true }));
    const { text, citations, suggestions } = outcome.reply;
    await addMessage(tx, session, { ...reply, state: 'done', text, citations, suggestions, answeredBy: 'rules' }, { card: outcome.card });
  });
  if (thinks) deps.outbox.nudge();
  const exchange = await readExchange(deps, session.id, ids);
  if (!exchange) throw new MillwrightError('UNAVAILABLE', 'The conversation was cleared in this very moment; send it again.', { retryAfterSeconds: 1 });
  return exchange;
}

async function findCountOf(deps: AppDeps, sessionId: string): Promise<number> {
  const { rows } = await deps.database.pool.query<{ count: number }>('select count(*)::int as count from chat_messages where session_id = $1', [sessionId]);
  return rows[0]?.count ?? 0;
}

async function readExchange(deps: AppDeps, sessionId: string, ids: { said: string; reply: string }): Promise<Exchange | null> {
  const views = await messageViews(deps, await findMessages(deps.database.orm, sessionId, [ids.said, ids.reply]));
  const [message, reply] = [views.find(({ id }) => id === ids.said), views.find(({ id }) => id === ids.reply)];
  return message && reply ? { message, reply } : null;
}

async function outcomeOf(deps: AppDeps, user: User, session: ChatSessionRow, body: SpokenBody, cardId: string): Promise<Outcome> {
  const { orm } = deps.database;
  const parsed = parseMessage(body.text, { repo: body.repo ?? session.repo });
  const [heads, openCard] = await Promise.all([readBuildHeads(orm, user.id, HEADS_MAX), openCardOf(orm, session.id)]);
  const focus = body.build_id ?? session.buildId;
  const { shown, home } = deps;
  const owner = { orm, userId: user.id, role: user.role, heads, shown, home };
  const outcome = await understand(parsed, { ...owner, focus, cardId, artifactIds: body.artifact_ids, openCard });
  // What could not be carried out is refused before anybody confirms it.
  if ('card' in outcome && outcome.card?.action === 'create') await requireUsableIntent(deps, user, outcome.card.params);
  return outcome;
}

async function requireUsableIntent(deps: AppDeps, user: User, params: Record<string, unknown>): Promise<void> {
  requireRole(user, 'developer');
  const intent = intentSchema.safeParse(params);
  if (!intent.success) throw invalidInput('', intent.error);
  await checkIntent(deps, user, intent.data);
}

/** The beginnings of the files, by the rules that intents have. */
async function attachmentsOf(deps: AppDeps, user: User, ids: string[]): Promise<ExecutionContextFile[]> {
  const inputs = await resolveInputs(deps, user, { artifact_ids: ids }, '/artifact_ids');
  return inputs.map(({ id, path, media_type, bytes, sha256, excerpt }) => ({
    id,
    name: path.slice(path.lastIndexOf('/') + 1),
    media_type,
    bytes,
    sha256,
    excerpt,
  }));
}
