import { listChatSessions } from '../../db/queries/chat.js';
import { listQuery } from '../../schemas/requests.js';
import { listSchema } from '../../schemas/responses.js';
import { sessionSchema } from '../../schemas/chat.js';
import { sessionView } from '../chat/sessions.js';
import { list } from '../present.js';
import { defineRoute } from '../route.js';

export const sessionsList = defineRoute({
  method: 'get',
  path: '/sessions',
  operation: 'listSessions',
  summary: 'Your conversations, the one that was used last first',
  tag: 'chat',
  access: 'viewer',
  query: listQuery,
  responses: { 200: { description: 'A page of them', schema: listSchema('sessions', sessionSchema) } },
  async handle({ deps, user, query }) {
    return { status: 200, body: list('sessions', query, await listChatSessions(deps.database.orm, user.id, query), sessionView) };
  },
});
