import { and, desc, eq, inArray, isNotNull, isNull, sql, type InferSelectModel } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { builds, notifications } from '../schema/index.js';
import type { PageRequest } from './page.js';

export type NotificationRow = InferSelectModel<typeof notifications>;
/** With whether its build still waits for what it tells of, and what could be decided. */
export type ShownNotification = NotificationRow & { open: boolean; actions: string[] };

/** One page of a user's notifications, newest first; `status`: read or unread. */
export async function listNotifications(
  orm: Executor,
  userId: string,
  page: PageRequest,
): Promise<{ items: ShownNotification[]; total: number; unread: number }> {
  const mine = eq(notifications.userId, userId);
  const state = page.status === 'unread' ? isNull(notifications.readAt) : page.status === 'read' ? isNotNull(notifications.readAt) : undefined;
  // The same thing may be shown again (a build that is ready anew after a deployment): the newest of them asks.
  const newer = sql`exists (select 1 from notifications later where later.build_id = ${notifications.buildId}
    and later.subject_digest = ${notifications.subjectDigest} and later.id > ${notifications.id})`;
  const open = sql<boolean>`coalesce(${builds.waitingFor}->>'subject_digest' = ${notifications.subjectDigest}, false) and not ${newer}`;
  const rows = orm
    .select({ row: notifications, open, actions: sql<string[] | null>`${builds.waitingFor}->'actions'` })
    .from(notifications)
    .leftJoin(builds, eq(builds.id, notifications.buildId))
    .where(and(mine, state))
    .orderBy(desc(notifications.id))
    .limit(page.limit)
    .offset((page.page - 1) * page.limit);
  const [items, total, unread] = await Promise.all([
    rows,
    orm.$count(notifications, and(mine, state)),
    orm.$count(notifications, and(mine, isNull(notifications.readAt))),
  ]);
  return { items: items.map(({ row, open: still, actions }) => ({ ...row, open: still, actions: still ? (actions ?? []) : [] })), total, unread };
}

/** Marks a user's notifications as read or unread: those of these ids, or all up to one. Answers how many are unread now. */
export async function markNotificationsRead(orm: Executor, userId: string, which: { ids: number[] } | { upTo: number }, read: boolean): Promise<number> {
  const some = 'ids' in which ? inArray(notifications.id, which.ids) : sql`${notifications.id} <= ${which.upTo}`;
  const mine = eq(notifications.userId, userId);
  if (!('ids' in which) || which.ids.length > 0)
    await orm
      .update(notifications)
      .set({ readAt: read ? sql`coalesce(${notifications.readAt}, now())` : null })
      .where(and(mine, some));
  return orm.$count(notifications, and(mine, isNull(notifications.readAt)));
}

/** Forgets notifications older than so many days. */
export async function deleteOldNotifications(orm: Executor, days: number): Promise<void> {
  await orm.delete(notifications).where(sql`${notifications.createdAt} < now() - make_interval(days => ${days})`);
}
