import { changeWebhookRow } from '../../db/queries/webhooks.js';
import { changeWebhookBody, webhookParams, webhookSchema } from '../../schemas/notifications.js';
import { notFound } from '../errors.js';
import { defineRoute } from '../route.js';
import { loadWebhook, webhookView } from '../webhooks/present.js';

export const changeWebhook = defineRoute({
  method: 'patch',
  path: '/webhooks/{id}',
  operation: 'changeWebhook',
  summary: 'Switch a webhook on again or off, or change what it hears; what waited for it is sent once it is on',
  tag: 'notifications',
  access: 'developer',
  params: webhookParams,
  body: changeWebhookBody,
  responses: { 200: { description: 'As it is now', schema: webhookSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, body }) {
    const { id } = await loadWebhook(deps, user, params.id);
    const { active, events } = body;
    const row = await changeWebhookRow(deps.database.orm, user.id, id, {
      ...(active === undefined ? {} : { active }),
      ...(events === undefined ? {} : { events }),
    });
    if (!row) throw notFound('webhook');
    return { status: 200, body: webhookView(row) };
  },
});
