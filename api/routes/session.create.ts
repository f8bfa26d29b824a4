import { newSessionBody, sessionSchema } from '../../schemas/chat.js';
import { beginChat, sessionView } from '../chat/sessions.js';
import { once } from '../once.js';
import { defineRoute } from '../route.js';

export const createSession = defineRoute({
  method: 'post',
  path: '/sessions',
  operation: 'createSession',
  summary: 'Begin a conversation, about a build or about none yet',
  tag: 'chat',
  access: 'developer',
  body: newSessionBody,
  idempotent: true,
  responses: { 201: { description: 'It is there', schema: sessionSchema } },
  failures: ['NOT_FOUND', 'IDEMPOTENCY_MISMATCH', 'TOO_MANY_SESSIONS'],
  handle: (context) =>
    once(context, { session: context.body }, async ({ id }) => {
      const session = sessionView(await beginChat(context.deps, context.user, context.body, id));
      return { status: 201, body: session, headers: { location: `/api/sessions/${session.id}` } };
    }),
});
