import { markNotificationsRead } from '../../db/queries/notifications.js';
import { markBody, markedSchema } from '../../schemas/notifications.js';
import { defineRoute } from '../route.js';

export const markNotifications = defineRoute({
  method: 'post',
  path: '/notifications/read',
  operation: 'markNotifications',
  summary: 'Mark notifications as read (or unread): some by id, or all up to one',
  tag: 'notifications',
  access: 'viewer',
  body: markBody,
  responses: { 200: { description: 'How many are unread now', schema: markedSchema } },
  async handle({ deps, user, body }) {
    const which = 'ids' in body ? { ids: body.ids } : { upTo: body.up_to };
    return { status: 200, body: { unread: await markNotificationsRead(deps.database.orm, user.id, which, body.read) } };
  },
});
