import { listWebhooks } from '../../db/queries/webhooks.js';
import { webhookSchema } from '../../schemas/notifications.js';
import { listQuery } from '../../schemas/requests.js';
import { listSchema } from '../../schemas/responses.js';
import { list } from '../present.js';
import { defineRoute } from '../route.js';
import { webhookView } from '../webhooks/present.js';

export const webhooksList = defineRoute({
  method: 'get',
  path: '/webhooks',
  operation: 'listWebhooks',
  summary: 'Your webhooks and how they are doing; secrets are not shown again',
  tag: 'notifications',
  access: 'developer',
  query: listQuery,
  responses: { 200: { description: 'A page of them', schema: listSchema('webhooks', webhookSchema) } },
  async handle({ deps, user, query }) {
    return { status: 200, body: list('webhooks', query, await listWebhooks(deps.database.orm, user.id, query), webhookView) };
  },
});
