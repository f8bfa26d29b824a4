/** How long a build worked, and how long it waited for a person; the same reckoning as db/queries/work-seconds.ts. Pure. */
import type { Wait } from '../../data/build-view.js';

interface Timed {
  created_at: string;
  ended_at: string | null;
}

/** Seconds: of work up to the result (what is verified and waits for its deployment is done), and of waits for a person. */
export function workedAndWaited({ created_at, ended_at }: Timed, waits: readonly Wait[], now: number): { worked: number; waited: number } {
  const end = ended_at === null ? now : Date.parse(ended_at);
  const at = (time: string | null) => (time === null ? end : Math.min(Date.parse(time), end));
  const waitedUntil = (last: number) => waits.reduce((sum, { since, until }) => sum + Math.max(0, Math.min(at(until), last) - at(since)), 0);
  const result = Math.min(end, ...waits.filter(({ gate }) => gate === 'G8').map(({ since }) => at(since)));
  const worked = result - Date.parse(created_at) - waitedUntil(result);
  return { worked: Math.max(0, worked) / 1_000, waited: waitedUntil(end) / 1_000 };
}
