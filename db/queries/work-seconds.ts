import { sql, type SQL } from 'drizzle-orm';

/**
 * Seconds a build worked: from its intent to its result (or its end, where nothing is to be deployed; until now while there is neither), without those in which
 * it waited for a person. `build` is the name of the builds table in the query.
 */
export function workSeconds(build: SQL): SQL<number> {
  const verified = sql`(select min(opened_at) from gates where build_id = ${build}.id and gate = 'G8')`;
  const done = sql`coalesce(${verified}, ${build}.ended_at, now())`;
  return sql`(extract(epoch from ${done} - ${build}.created_at) - ${waitedUntil(build, done)})::float8`;
}

/** Seconds a build waited for a person, those for its deployment included; until now while it has not ended. */
export function waitedSeconds(build: SQL): SQL<number> {
  return sql`${waitedUntil(build, sql`coalesce(${build}.ended_at, now())`)}::float8`;
}

/** For a gate, an answer or a budget, one at a time: until it was decided, overtaken by another wait, or the build ended, and no later than `done`. */
function waitedUntil(build: SQL, done: SQL): SQL {
  const turns = sql`(select kind, at as since, lead(at) over (order by seq) as until from events
    where build_id = ${build}.id and kind in ('gate.opened', 'question', 'gate.decided', 'build.ended'))`;
  const waited = sql`select sum(extract(epoch from least(until, ${done}) - since)) from ${turns} turns where kind in ('gate.opened', 'question') and since < ${done}`;
  return sql`coalesce((${waited}), 0)`;
}
