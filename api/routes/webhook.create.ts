import { randomBytes } from 'node:crypto';
import { MillwrightError } from '../../contracts/failures.js';
import { suffixFrom } from '../../contracts/ids.js';
import { insertWebhook } from '../../db/queries/webhooks.js';
import { newWebhookBody, newWebhookSchema } from '../../schemas/notifications.js';
import { defineRoute } from '../route.js';
import { requireAllowedUrl } from '../webhooks/address.js';
import { webhookView } from '../webhooks/present.js';

// Each event is sent to each of them.
const WEBHOOKS_MAX = 20;

export const createWebhook = defineRoute({
  method: 'post',
  path: '/webhooks',
  operation: 'createWebhook',
  summary: 'Have events of your builds sent to an address of yours, signed; the secret is shown this once',
  tag: 'notifications',
  access: 'developer',
  body: newWebhookBody,
  responses: { 201: { description: 'It is there, with its secret', schema: newWebhookSchema } },
  failures: ['WEBHOOK_URL_NOT_ALLOWED', 'TOO_MANY_WEBHOOKS'],
  async handle({ deps, user, body }) {
    const url = requireAllowedUrl(body.url, deps.webhookAllow).href;
    const { orm } = deps.database;
    const id = `wh-${suffixFrom(randomBytes(12), 12)}`;
    const secret = `whsec_${randomBytes(32).toString('base64url')}`;
    const row = await insertWebhook(orm, { id, userId: user.id, url, events: body.events, sealedSecret: deps.seal.close(secret, id) }, WEBHOOKS_MAX);
    if (!row) throw new MillwrightError('TOO_MANY_WEBHOOKS', `You have ${WEBHOOKS_MAX} webhooks; delete one you no longer need.`);
    return { status: 201, body: { ...webhookView(row), secret }, headers: { location: `/api/webhooks/${id}` } };
  },
});
