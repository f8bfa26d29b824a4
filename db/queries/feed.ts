import type pg from 'pg';

/** An event of any build or execution, with whose it is. */
export interface FeedEvent {
  /** The id of the build or the execution. */
  subject: string;
  userId: string;
  seq: number;
  kind: string;
  data: Record<string, unknown>;
  at: Date;
}

/** The last number of what changed lately and belongs to one of these users. */
export async function readRecentSeqs(pool: pg.Pool, userIds: readonly string[], withinSeconds: number): Promise<{ id: string; userId: string; seq: number }[]> {
  const { rows } = await pool.query<{ id: string; userId: string; seq: number }>({
    name: 'recent_seqs',
    text: `select id, user_id as "userId", event_seq as seq from builds where user_id = any($1) and updated_at > now() - make_interval(secs => $2)
           union all select id, user_id, event_seq from executions where user_id = any($1) and updated_at > now() - make_interval(secs => $2)`,
    values: [userIds, withinSeconds],
  });
  return rows;
}

/** The events that notifications (`<id>:<seq>`) name, in the order they happened. What names nothing is left out. */
export async function readFeedEvents(pool: pg.Pool, notifications: readonly string[]): Promise<FeedEvent[]> {
  const named = notifications.map((text) => text.split(':')).filter(([id, seq]) => id && /^\d{1,9}$/.test(seq ?? ''));
  if (named.length === 0) return [];
  const { rows } = await pool.query<Omit<FeedEvent, 'userId'> & { user_id: string }>({
    name: 'feed_events',
    text: `select e.build_id as subject, coalesce(b.user_id, x.user_id) as user_id, e.seq, e.kind, e.data, e.at
           from unnest($1::text[], $2::int[]) as n(id, seq)
           join events e on e.build_id = n.id and e.seq = n.seq
           left join builds b on b.id = e.build_id left join executions x on x.id = e.build_id
           order by e.at, e.build_id, e.seq`,
    values: [named.map(([id]) => id), named.map(([, seq]) => Number(seq))],
  });
  return rows.map(({ user_id: userId, ...rest }) => ({ ...rest, userId }));
}
