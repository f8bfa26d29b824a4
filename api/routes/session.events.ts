import { sessionParams } from '../../schemas/chat.js';
import { eventsQuery } from '../../schemas/requests.js';
import { loadChat } from '../chat/sessions.js';
import { openEventStream } from '../open-event-stream.js';
import { defineRoute } from '../route.js';

export const streamSession = defineRoute({
  method: 'get',
  path: '/sessions/{id}/events',
  operation: 'streamSession',
  summary: 'Everything that is said in a conversation, as server-sent events; resumable by `Last-Event-ID`',
  tag: 'chat',
  access: 'viewer',
  params: sessionParams,
  query: eventsQuery,
  responses: {
    200: {
      description:
        '`message.added`, `message.ended`, `card.decided` and `messages.cleared` in order; `answer` in passing: a piece of an answer that is being written, without a number',
      contentType: 'text/event-stream',
    },
    204: { description: 'Everything was seen: do not come back' },
  },
  failures: ['NOT_FOUND', 'TOO_MANY_STREAMS'],
  async handle(context) {
    const { id, eventSeq } = await loadChat(context.deps, context.user, context.params.id);
    openEventStream(context, context.query, { id, eventSeq, ended: false, idName: 'session_id', isLast: () => false });
    return null;
  },
});
