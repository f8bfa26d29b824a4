import { listDeliveries } from '../../db/queries/webhooks.js';
import { deliverySchema, webhookParams } from '../../schemas/notifications.js';
import { listQuery } from '../../schemas/requests.js';
import { listSchema } from '../../schemas/responses.js';
import { list } from '../present.js';
import { defineRoute } from '../route.js';
import { deliveryView, loadWebhook } from '../webhooks/present.js';

export const deliveriesList = defineRoute({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  operation: 'listDeliveries',
  summary: 'What was sent to a webhook and how it went, newest first',
  tag: 'notifications',
  access: 'developer',
  params: webhookParams,
  query: listQuery,
  responses: { 200: { description: 'A page of them', schema: listSchema('deliveries', deliverySchema) } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, query }) {
    const { id } = await loadWebhook(deps, user, params.id);
    return { status: 200, body: list('deliveries', query, await listDeliveries(deps.database.orm, id, query), deliveryView) };
  },
});
