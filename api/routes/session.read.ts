import { listMessages, readThread } from '../../db/queries/chat.js';
import { sessionParams, sessionWithMessagesSchema } from '../../schemas/chat.js';
import { listQuery } from '../../schemas/requests.js';
import { loadChat, messageViews, sessionView } from '../chat/sessions.js';
import { defineRoute } from '../route.js';

// More than a conversation can have.
const ALL = 2_147_483_647;

export const readSession = defineRoute({
  method: 'get',
  path: '/sessions/{id}',
  operation: 'readSession',
  summary: 'A conversation with a page of its messages, in order; without `page` the last one',
  tag: 'chat',
  access: 'viewer',
  params: sessionParams,
  query: listQuery.extend({
    page: listQuery.shape.page
      .unwrap()
      .meta({ override: { type: 'integer', minimum: 1, maximum: 100_000 } })
      .optional(),
  }),
  responses: { 200: { description: 'The conversation', schema: sessionWithMessagesSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, query }) {
    const session = await loadChat(deps, user, params.id);
    const first = await listMessages(deps.database.orm, session.id, { page: query.page ?? 1, limit: query.limit });
    // Whoever opens a conversation wants its end.
    const last = Math.max(1, Math.ceil(first.total / query.limit));
    const shown = query.page === undefined && last > 1 ? await readThread(deps.database.orm, session.id, ALL, query.limit) : first.items;
    return {
      status: 200,
      body: { ...sessionView(session), messages: await messageViews(deps, shown), total_messages: first.total, page: query.page ?? last },
    };
  },
});
