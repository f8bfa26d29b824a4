import { promisePing } from '../../db/queries/webhooks.js';
import { deliverySchema, webhookParams } from '../../schemas/notifications.js';
import { noBody } from '../../schemas/requests.js';
import { defineRoute } from '../route.js';
import { deliveryView, loadWebhook } from '../webhooks/present.js';

export const testWebhook = defineRoute({
  method: 'post',
  path: '/webhooks/{id}/test',
  operation: 'testWebhook',
  summary: 'Send a test event (`coding.ping`); how it went is in the list of deliveries',
  tag: 'notifications',
  access: 'developer',
  params: webhookParams,
  body: noBody,
  responses: { 202: { description: 'It is on its way', schema: deliverySchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, requestId }) {
    const { id } = await loadWebhook(deps, user, params.id);
    const row = await promisePing(deps.database.orm, id, `ping/${requestId}`);
    if (!row) throw new Error(`the test of ${id} was not stored`);
    return { status: 202, body: deliveryView(row) };
  },
});
