import { deleteWebhook } from '../../db/queries/webhooks.js';
import { webhookParams } from '../../schemas/notifications.js';
import { defineRoute } from '../route.js';
import { loadWebhook } from '../webhooks/present.js';

export const removeWebhook = defineRoute({
  method: 'delete',
  path: '/webhooks/{id}',
  operation: 'deleteWebhook',
  summary: 'Remove a webhook; what was not delivered yet is not sent any more',
  tag: 'notifications',
  access: 'developer',
  params: webhookParams,
  responses: { 204: { description: 'It is gone' } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, response }) {
    const { id } = await loadWebhook(deps, user, params.id);
    await deleteWebhook(deps.database.orm, user.id, id);
    response.status(204).end();
    return null;
  },
});
