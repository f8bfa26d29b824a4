import { deleteChatSession } from '../../db/queries/chat.js';
import { sessionParams } from '../../schemas/chat.js';
import { loadChat } from '../chat/sessions.js';
import { defineRoute } from '../route.js';

export const removeSession = defineRoute({
  method: 'delete',
  path: '/sessions/{id}',
  operation: 'deleteSession',
  summary: 'Delete a conversation with everything that was said; what was carried out stays done',
  tag: 'chat',
  access: 'developer',
  params: sessionParams,
  responses: { 204: { description: 'It is gone' } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, response }) {
    const session = await loadChat(deps, user, params.id);
    await deps.database.orm.transaction((tx) => deleteChatSession(tx, user.id, session.id));
    response.status(204).end();
    return null;
  },
});
