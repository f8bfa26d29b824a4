import { clearMessages } from '../../db/queries/chat.js';
import { clearedSchema, messageBody, repliedSchema, sessionParams } from '../../schemas/chat.js';
import { confirmCard, dismissCard } from '../chat/confirm.js';
import { respond } from '../chat/respond.js';
import { loadChat } from '../chat/sessions.js';
import { defineRoute } from '../route.js';

export const postSessionMessage = defineRoute({
  method: 'post',
  path: '/sessions/{id}/messages',
  operation: 'postMessage',
  summary: 'Say something, or confirm a card: only that carries out what was said. Streams with `Accept: text/event-stream`',
  tag: 'chat',
  access: 'developer',
  params: sessionParams,
  body: messageBody,
  idempotent: true,
  responses: {
    200: { description: 'The answer; or what a confirmed card did', schema: repliedSchema },
    202: { description: 'A model writes the answer; it comes as an event', schema: repliedSchema },
  },
  failures: ['NOT_FOUND', 'APPROVAL_STALE', 'ACTION_NOT_ALLOWED', 'IDEMPOTENCY_MISMATCH', 'REPO_URL_NOT_ALLOWED', 'TOO_MANY_SESSIONS', 'TOO_MANY_STREAMS'],
  async handle(context) {
    const { deps, user, params, body } = context;
    const session = await loadChat(deps, user, params.id);
    if ('confirm' in body) return confirmCard(deps, user, session, body);
    if ('dismiss' in body) return dismissCard(deps, user, session, body.dismiss);
    return respond(context, () => loadChat(deps, user, params.id), body, false);
  },
});

export const clearSessionMessages = defineRoute({
  method: 'delete',
  path: '/sessions/{id}/messages',
  operation: 'clearMessages',
  summary: 'Forget what was said in a conversation; what was carried out stays done',
  tag: 'chat',
  access: 'developer',
  params: sessionParams,
  responses: { 200: { description: 'How many messages went', schema: clearedSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, requestId }) {
    const session = await loadChat(deps, user, params.id);
    const deleted = await deps.database.orm.transaction((tx) => clearMessages(tx, session, user.id, requestId));
    return { status: 200, body: { deleted } };
  },
});
