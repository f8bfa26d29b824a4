import { sql, type SQL } from 'drizzle-orm';

/**
 * Seconds a build worked: from its intent to its result (or its end, where nothing is to be deployed; until now while there is neither), without those in which
 * it waited for a person at a gate. `build` is the name of the builds table in the query.
 */
export function workSeconds(build: SQL): SQL<number> {
  const verified = sql`(select min(opened_at) from gates where build_id = ${build}.id and gate = 'G8')`;
  const waited = sql`(select sum(extract(epoch from decided_at - opened_at)) from gates where build_id = ${build}.id and gate <> 'G8')`;
  return sql`(extract(epoch from coalesce(${verified}, ${build}.ended_at, now()) - ${build}.created_at) - coalesce(${waited}, 0))::float8`;
}
