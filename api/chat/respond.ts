/** Answers what was said: as JSON, or as the conversation's events until the answer has ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { MESSAGE_ENDED_KIND } from '../../contracts/chat.js';
import type { ChatSessionRow } from '../../db/queries/chat-rows.js';
import { findMessages } from '../../db/queries/chat.js';
import type { SpokenBody } from '../../schemas/chat.js';
import { EventStream } from '../events-stream.js';
import { once } from '../once.js';
import type { Context, Reply } from '../route.js';
import { postMessage, type Exchange } from './post.js';
import { loadChat, messageViews } from './sessions.js';

type Asked = Pick<Context<unknown, unknown, unknown>, 'deps' | 'user' | 'request' | 'response' | 'idempotencyKey'>;

// A person's client is told to follow the events when a model takes longer.
const WAIT_MS = 20_000;
const LOOK_MS = { first: 50, most: 500 };

/**
 * Posts a message and answers: 200 with the reply, 202 while a model still writes it (with `wait`: after twenty seconds). For
 * `Accept: text/event-stream` the events from the message on, ended by the reply's own; the pieces of a reply come in passing.
 */
export async function respond(asked: Asked, find: (attemptId: string) => Promise<ChatSessionRow>, body: SpokenBody, wait: boolean): Promise<Reply | null> {
  const streams = wantsStream(asked);
  const reply = await once(asked, { chat: body }, async (attempt) => {
    const session = await find(attempt.id);
    const exchange = await postMessage(asked.deps, asked.user, session, body, attempt.id);
    return { status: exchange.reply.state === 'thinking' ? 202 : 200, body: { ...answerOf(session, exchange), after: session.eventSeq } };
  });
  const { after, ...answer } = reply.body as ReturnType<typeof answerOf> & { after: number };
  if (streams) return stream(asked, answer.session_id, answer.reply.id, after);
  return wait && reply.status === 202 ? waited(asked, answer) : { status: reply.status, body: answer };
}

function answerOf({ id }: ChatSessionRow, { message, reply }: Exchange) {
  return { session_id: id, message, reply, card: reply.card, events_url: `/api/sessions/${id}/events` };
}

function wantsStream({ request }: Asked): boolean {
  return (request.headers.accept ?? '').includes('text/event-stream');
}

function stream({ deps, user, request, response }: Asked, sessionId: string, replyId: string, after: number): null {
  new EventStream({
    pool: deps.database.pool,
    hub: deps.hub,
    response,
    userId: user.id,
    buildId: sessionId,
    idName: 'session_id',
    isLast: ({ kind, data }) => kind === MESSAGE_ENDED_KIND && data['message_id'] === replyId,
    after,
    follow: true,
    stillAllowed: () => deps.authenticator.isStillValid(request),
    onError: (error) => deps.log.warn({ err: error, subject: sessionId }, 'events could not be read; they come later'),
  }).start();
  return null;
}

async function waited({ deps, user }: Asked, answer: ReturnType<typeof answerOf>): Promise<Reply> {
  const until = Date.now() + WAIT_MS;
  for (let pause = LOOK_MS.first; Date.now() < until; pause = Math.min(pause * 2, LOOK_MS.most)) {
    await sleep(pause);
    const session = await loadChat(deps, user, answer.session_id);
    const [reply] = await messageViews(deps, await findMessages(deps.database.orm, session.id, [answer.reply.id]));
    if (reply && reply.state !== 'thinking') return { status: 200, body: { ...answer, reply, card: reply.card } };
  }
  return { status: 202, body: answer };
}
