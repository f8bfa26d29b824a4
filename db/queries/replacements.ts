import { sql } from 'drizzle-orm';
import type { Executor } from '../client.js';

/** What serves in a deployment's place since. */
export interface Replacement {
  id: string;
  buildId: string;
  commit: string | null;
  at: Date;
  /** Who deployed it, or rolled back to it; null where that is not known. */
  by: string | null;
  /** It had served before, and a person returned to it. */
  returned: boolean;
}

interface Row extends Record<string, unknown> {
  id: string;
  next_id: string;
  build_id: string;
  commit: string | null;
  at: string;
  by: string | null;
  returned: boolean;
}

/** What took the place of each of these deployments when it served last; those that serve, or never did, are left out. */
export async function findReplacements(orm: Executor, ids: readonly string[]): Promise<Map<string, Replacement>> {
  if (ids.length === 0) return new Map();
  const named = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  );
  // Each time a version became live is an event; the one of a return is named by its workflow (`rollback-<number>`), and who promised it is in the audit.
  const { rows } = await orm.execute<Row>(sql`
    with places as (select distinct project_id, environment from deployments where id in (${named})),
    turns as (
      select d.id, e.at, lead(d.id) over turn as next_id, lead(d.build_id) over turn as build_id, lead(d."commit") over turn as "commit",
        lead(d.created_at) over turn as made_at, lead(e.key) over turn as key, lead(e.at) over turn as next_at
      from deployments d join places using (project_id, environment)
        join events e on e.build_id = d.build_id and e.kind = 'deploy.ended' and e.data->>'deployment' = d.id and e.data->>'status' = 'live'
      window turn as (partition by d.project_id, d.environment order by e.at, e.seq)),
    latest as (select distinct on (id) *, key ~ '/deploy/rollback-[0-9]+/end$' as returned from turns where id in (${named}) order by id, at desc)
    select id, next_id, build_id, "commit", next_at as at, returned,
      case when returned
        then (select actor from audit_log where audit_log.key = regexp_replace(latest.key, '/deploy/rollback-([0-9]+)/end$', '/rollback:\\1'))
        else (select user_id from approvals where approvals.build_id = latest.build_id and decision = 'deploy' and created_at <= made_at order by created_at desc limit 1)
      end as by
    from latest where next_id is not null and next_id <> id`);
  return new Map(
    rows.map(({ id, next_id: next, build_id: buildId, commit, at, by, returned }) => [id, { id: next, buildId, commit, at: new Date(at), by, returned }]),
  );
}
