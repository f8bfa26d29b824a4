/** What a session must still know of turns and tries that are not loaded any more. */
import type { Database } from '../../../db/client.js';
import type { FailingSet } from './failing.js';

export interface History {
  /** The failing checks as they were last seen before the loaded turns, or in the try before. */
  failing: FailingSet | null;
  /** Refused finishes of turns that are not loaded. */
  refusedFinishes: number;
  /** How the tries before this one ended, oldest first. */
  earlier: string[];
}

// What a person would tell the next developer about a try; the failing checks are told apart from it.
const OUTCOME_CHARS = 600;
// More tries than these repeat themselves.
const TRIES_MAX = 4;

/** `after`: turns up to it are not loaded. Nothing is asked where there is nothing: a first try whose turns are all loaded. */
export async function readHistory(
  db: Database,
  session: { id: string; buildId: string; taskId: string; generation: number; attempt: number; baseCommit: string },
  after: number,
): Promise<History> {
  const history: History = { failing: null, refusedFinishes: 0, earlier: [] };
  if (session.attempt > 1) {
    const tries = await earlierTries(db, session);
    history.earlier = tries.map(({ attempt, outcome, summary }) => `Try ${attempt}: ${outcome}: ${summary.slice(0, OUTCOME_CHARS)}`);
    // Of several candidates it is the one whose work this try goes on from.
    const last = tries.findLast((one) => one.head === session.baseCommit) ?? tries.at(-1);
    if (last) history.failing = await lastFailing(db, last.id, Number.MAX_SAFE_INTEGER, true);
  }
  if (after === 0) return history;
  const { rows } = await db.pool.query<{ refused: string }>(
    `select count(*) as refused from steps where session_id = $1 and turn <= $2 and tool = 'finish' and not ok`,
    [session.id, after],
  );
  return { ...history, refusedFinishes: Number(rows[0]?.refused ?? 0), failing: (await lastFailing(db, session.id, after, false)) ?? history.failing };
}

interface Try {
  id: string;
  attempt: number;
  head: string;
  outcome: string;
  summary: string;
}

/** Candidates that another one overtook are left out: their work is not gone on with. */
async function earlierTries(
  db: Database,
  { buildId, taskId, generation, attempt }: { buildId: string; taskId: string; generation: number; attempt: number },
): Promise<Try[]> {
  const { rows } = await db.pool.query<Try>(
    `select id, attempt, head, coalesce(outcome->>'outcome', 'ended') as outcome, coalesce(outcome->>'summary', '') as summary from sessions
      where build_id = $1 and task_id = $2 and generation = $3 and attempt < $4 and outcome->>'outcome' is distinct from 'LOST'
      order by attempt desc, candidate desc limit ${TRIES_MAX}`,
    [buildId, taskId, generation, attempt],
  );
  return rows.toReversed();
}

async function lastFailing(db: Database, sessionId: string, until: number, isEarlierTry: boolean): Promise<FailingSet | null> {
  const { rows } = await db.pool.query<{ turn: number; failing: Omit<FailingSet, 'turn'> }>(
    `select turn, data->'failing' as failing from steps where session_id = $1 and turn <= $2 and data ? 'failing' order by turn desc, call desc limit 1`,
    [sessionId, Math.min(until, 2_147_483_647)],
  );
  const [row] = rows;
  return row ? { ...row.failing, turn: isEarlierTry ? 0 : row.turn } : null;
}
