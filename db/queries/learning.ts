import { sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { workSeconds } from './work-seconds.js';

export interface LearningStats {
  total_builds: number;
  successful_builds: number;
  success_rate_percent: number;
  /** Percent of the planned time of work that was saved, over completed builds with an estimate; negative when they took longer. */
  avg_efficiency_gain: number;
  patterns_learned: number;
  /** Durations of those that ended, in seconds of work: waits for people are left out. */
  domain_stats: Record<string, { count: number; avg_duration: number }>;
}

interface DomainRow extends Record<string, unknown> {
  domain: string;
  builds: number;
  successful: number;
  seconds: number | null;
  gain: number | null;
  gained: number;
}

/** What the builds of a user taught, by domain (the project type where an intent named none). */
export async function readLearningStats(orm: Executor, userId: string): Promise<LearningStats> {
  const { rows } = await orm.execute<DomainRow>(sql`
    select coalesce(domain, project_type) as domain, count(*)::int as builds,
      count(*) filter (where status = 'completed')::int as successful,
      avg(${workSeconds(sql`b`)}) filter (where ended_at is not null)::float8 as seconds,
      sum(100 * (1 - ${workSeconds(sql`b`)} / 3600 / (estimate->>'hours')::float8))
        filter (where status = 'completed' and (estimate->>'hours')::float8 > 0)::float8 as gain,
      count(*) filter (where status = 'completed' and (estimate->>'hours')::float8 > 0)::int as gained
    from builds b where user_id = ${userId} group by 1 order by 1`);
  const sum = (of: (row: DomainRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const total = sum((row) => row.builds);
  const successful = sum((row) => row.successful);
  const gained = sum((row) => row.gained);
  return {
    total_builds: total,
    successful_builds: successful,
    success_rate_percent: total === 0 ? 0 : round((100 * successful) / total),
    avg_efficiency_gain: gained === 0 ? 0 : round(sum((row) => row.gain ?? 0) / gained),
    patterns_learned: 0,
    domain_stats: Object.fromEntries(rows.map((row) => [row.domain, { count: row.builds, avg_duration: round(row.seconds ?? 0) }])),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
