/** Whether a person did themselves what they would be told of: then it stands in their list, but nothing there is new to them. */
import { sql, type SQL } from 'drizzle-orm';
import type { BuildEvent } from '../../contracts/events.js';

interface About {
  buildId: string;
  /** Of the event. */
  seq: number;
  userId: string;
}

const DEPLOYING = ['deploy', 'approve'];

/** A condition over rows; null for what is news to everybody: what failed, what was found, and what asks for the first time. */
export function ownDoing(about: About, event: BuildEvent): SQL | null {
  switch (event.kind) {
    case 'gate.opened':
      return askedBefore(about, event.wait, event.subject_digest);
    case 'deploy.started':
      return decidedLast(about, DEPLOYING);
    case 'deploy.ended':
      return event.status === 'live' ? sql`(${decidedLast(about, DEPLOYING)} or ${rolledBack(about)})` : null;
    case 'build.ended':
      if (event.status === 'completed') return decidedLast(about, [...DEPLOYING, 'complete']);
      return event.status === 'stopped' ? decidedLast(about, ['stop', 'reject']) : null;
    default:
      return null;
  }
}

/** One's own edit of a plan waits as another version; a build that was deployed waits with the same commit as before. */
function askedBefore({ buildId, userId }: About, wait: string, digest: string): SQL | null {
  if (wait === 'plan') return sql`exists (select 1 from plan_versions where build_id = ${buildId} and digest = ${digest} and author = ${userId})`;
  if (wait !== 'deploy') return null;
  return sql`exists (select 1 from notifications where build_id = ${buildId} and user_id = ${userId} and subject_digest = ${digest})`;
}

/** The newest decision on the build is this person's, and of these. */
function decidedLast({ buildId, seq, userId }: About, decisions: readonly string[]): SQL {
  const names = sql.join(
    decisions.map((name) => sql`${name}`),
    sql`, `,
  );
  return sql`coalesce((select data->>'by' = ${userId} and data->>'decision' in (${names}) from events
    where build_id = ${buildId} and seq < ${seq} and kind = 'gate.decided' order by seq desc limit 1), false)`;
}

/** The end of a return is named by its workflow, whose promise says who asked for it: perhaps of another build of the project. */
function rolledBack({ buildId, seq, userId }: About): SQL {
  return sql`exists (select 1 from events e join outbox o on o.build_id = split_part(e.key, '/deploy/', 1)
    where e.build_id = ${buildId} and e.seq = ${seq} and o.payload->>'user' = ${userId}
      and e.key = o.build_id || '/deploy/' || replace(o.kind, ':', '-') || '/end')`;
}
