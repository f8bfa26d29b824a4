import { listNotifications } from '../../db/queries/notifications.js';
import { notificationsQuery, notificationsSchema } from '../../schemas/notifications.js';
import { list } from '../present.js';
import { defineRoute } from '../route.js';
import { notificationView } from '../webhooks/present.js';

export const notificationsList = defineRoute({
  method: 'get',
  path: '/notifications',
  operation: 'listNotifications',
  summary: 'What you should know of: plans ready, input needed, builds ready to deploy, deployments, retrospectives; newest first',
  tag: 'notifications',
  access: 'viewer',
  query: notificationsQuery,
  responses: { 200: { description: 'A page of them, and how many are unread in all', schema: notificationsSchema } },
  async handle({ deps, user, query }) {
    const { unread, ...page } = await listNotifications(deps.database.orm, user.id, query);
    return { status: 200, body: { ...list('notifications', query, page, notificationView), unread } };
  },
});
