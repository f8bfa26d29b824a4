import { REVIEW_ROUNDS_MAX, TASK_ATTEMPTS_MAX } from '../contracts/limits.js';

/** What follows a failed try at a task: pure, no SDK, tested alone. */

/** What has come of a task's tries since a person last had a word. */
export interface Tally {
  /** Tries that failed. */
  failures: number;
  /** Times a reviewer sent the change back. */
  reviews: number;
  /** True once a person was asked: what they say goes to the strongest model there is. */
  wasEscalated: boolean;
  /** True once a session went in circles: the same model would again. */
  wasStuck: boolean;
  /** What may follow when the tries are used up, as the last session said. */
  rescue: { stronger: boolean; candidates: number };
}

export interface Move {
  /** Tiers up. */
  escalate: number;
  /** Sessions side by side; 1 is a single one. */
  candidates: number;
}

export function newTally(): Tally {
  return { failures: 0, reviews: 0, wasEscalated: false, wasStuck: false, rescue: { stronger: false, candidates: 1 } };
}

/** The moves after the usual tries: a stronger model if there is one, then several candidates if that is wanted. */
function rescues({ rescue, wasStuck }: Tally): Move[] {
  const escalate = rescue.stronger ? 1 : 0;
  // After a session that went in circles the stronger one was asked already.
  return [
    ...(rescue.stronger && !wasStuck ? [{ escalate, candidates: 1 }] : []),
    ...(rescue.candidates > 1 ? [{ escalate, candidates: rescue.candidates }] : []),
  ];
}

/** How the next try is made; null when it is a person's turn. `asked`: candidates that the build wants at the first try. */
export function nextMove(tally: Tally, attempt: number, asked: number): Move | null {
  if (tally.reviews > REVIEW_ROUNDS_MAX) return null;
  if (tally.failures >= TASK_ATTEMPTS_MAX) return tally.wasEscalated ? null : (rescues(tally)[tally.failures - TASK_ATTEMPTS_MAX] ?? null);
  return { escalate: (tally.wasEscalated || tally.wasStuck) && tally.rescue.stronger ? 1 : 0, candidates: attempt === 1 ? asked : 1 };
}

/** A person answered: the tries begin anew. */
export function afterPerson(tally: Tally): Tally {
  return { ...newTally(), wasEscalated: true, rescue: tally.rescue };
}
