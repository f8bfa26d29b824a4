import { chatBody, repliedSchema } from '../../schemas/chat.js';
import { respond } from '../chat/respond.js';
import { beginChat, loadChat } from '../chat/sessions.js';
import { defineRoute } from '../route.js';

export const sayInChat = defineRoute({
  method: 'post',
  path: '/chat',
  operation: 'chat',
  summary: 'Say something, in a conversation or in a new one: "how far is it", "deploy int-code-001 to staging". Streams with `Accept: text/event-stream`',
  tag: 'chat',
  access: 'developer',
  body: chatBody,
  idempotent: true,
  responses: {
    200: { description: 'The answer, perhaps with a card to confirm (`POST /sessions/{id}/messages {confirm}`)', schema: repliedSchema },
    202: { description: 'A model still writes the answer; it comes as an event', schema: repliedSchema },
  },
  failures: ['NOT_FOUND', 'IDEMPOTENCY_MISMATCH', 'REPO_URL_NOT_ALLOWED', 'TOO_MANY_SESSIONS', 'TOO_MANY_STREAMS'],
  async handle(context) {
    const { deps, user, body } = context;
    const { session_id, message, text, ...rest } = body;
    const find = (attemptId: string) => (session_id === undefined ? beginChat(deps, user, {}, attemptId) : loadChat(deps, user, session_id));
    return respond(context, find, { ...rest, text: message ?? text ?? '' }, true);
  },
});
