// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions, Page } from '../call.js';
import type { MarkNotifications, NewWebhook, Notification, Webhook, WebhookChange, WebhookCreated, WebhookDelivery } from './types-notifications.js';

export function notificationsOperations(call: Call) {
  return {
    /** What you should know of: plans ready, input needed, builds ready to deploy, deployments, retrospectives; newest first. `GET /notifications` */
    listNotifications(
      query: {
        page?: number;
        limit?: number;
        status?: 'unread' | 'read';
      } = {},
      options: CallOptions = {},
    ): Promise<
      Page<'notifications', Notification> & {
        unread: number;
      }
    > {
      return call.json({ method: 'GET', path: '/notifications', query }, options);
    },

    /** Mark notifications as read (or unread): some by id, or all up to one. `POST /notifications/read` */
    markNotifications(
      body: MarkNotifications,
      options: CallOptions = {},
    ): Promise<{
      unread: number;
    }> {
      return call.json({ method: 'POST', path: '/notifications/read', body }, options);
    },

    /** Your webhooks and how they are doing; secrets are not shown again. `GET /webhooks` */
    listWebhooks(
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'webhooks', Webhook>> {
      return call.json({ method: 'GET', path: '/webhooks', query }, options);
    },

    /** Have events of your builds sent to an address of yours, signed; the secret is shown this once. `POST /webhooks` */
    createWebhook(body: NewWebhook, options: CallOptions = {}): Promise<WebhookCreated> {
      return call.json({ method: 'POST', path: '/webhooks', body }, options);
    },

    /** Switch a webhook on again or off, or change what it hears; what waited for it is sent once it is on. `PATCH /webhooks/{id}` */
    changeWebhook(id: string, body: WebhookChange, options: CallOptions = {}): Promise<Webhook> {
      return call.json({ method: 'PATCH', path: `/webhooks/${part(id)}`, body }, options);
    },

    /** Remove a webhook; what was not delivered yet is not sent any more. `DELETE /webhooks/{id}` */
    deleteWebhook(id: string, options: CallOptions = {}): Promise<void> {
      return call.nothing({ method: 'DELETE', path: `/webhooks/${part(id)}` }, options);
    },

    /** Send a test event (`coding.ping`); how it went is in the list of deliveries. `POST /webhooks/{id}/test` */
    testWebhook(id: string, body: Record<string, never> = {}, options: CallOptions = {}): Promise<WebhookDelivery> {
      return call.json({ method: 'POST', path: `/webhooks/${part(id)}/test`, body }, options);
    },

    /** What was sent to a webhook and how it went, newest first. `GET /webhooks/{id}/deliveries` */
    listDeliveries(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'deliveries', WebhookDelivery>> {
      return call.json({ method: 'GET', path: `/webhooks/${part(id)}/deliveries`, query }, options);
    },
  };
}
