import type pg from 'pg';

export interface EventRow {
  seq: number;
  kind: string;
  data: Record<string, unknown>;
  at: Date;
}

/** Events of a build (or an execution) after a number, in order; at most `limit`. */
export async function readEvents(pool: pg.Pool, buildId: string, after: number, limit: number): Promise<EventRow[]> {
  const { rows } = await pool.query<EventRow>({
    name: 'events_after',
    text: 'select seq, kind, data, at from events where build_id = $1 and seq > $2 order by seq limit $3',
    values: [buildId, after, limit],
  });
  return rows;
}

/** The number of the last event of each of these builds, or of the last line that a deployment printed. */
export async function readLastSeqs(pool: pg.Pool, buildIds: string[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; event_seq: string }>({
    name: 'last_seqs',
    text: 'select id, event_seq from builds where id = any($1) union all select id, event_seq from executions where id = any($1) union all select id, event_seq from chat_sessions where id = any($1) union all select deployment_id, last_seq from deployment_outputs where deployment_id = any($1)',
    values: [buildIds],
  });
  return new Map(rows.map((row) => [row.id, Number(row.event_seq)]));
}
