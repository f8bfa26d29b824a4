/** How long a build worked, and how long it waited for a person; the same reckoning as db/queries/work-seconds.ts. Pure. */

interface Timed {
  created_at: string;
  ended_at: string | null;
}

interface Visit {
  gate: string;
  state: string;
  opened_at: string;
  decided_at: string | null;
}

/** Seconds: of work up to the result (what is verified and waits for its deployment is done), and at gates that waited for a person. */
export function workedAndWaited({ created_at, ended_at }: Timed, gates: readonly Visit[], now: number): { worked: number; waited: number } {
  const end = ended_at === null ? now : Date.parse(ended_at);
  const at = (time: string) => Math.min(Date.parse(time), end);
  // What nobody decided is either open or was overtaken, at a time that is not kept.
  const endOf = ({ state, opened_at, decided_at }: Visit) => (decided_at === null ? (state === 'open' ? end : at(opened_at)) : at(decided_at));
  const waitedAt = (visits: readonly Visit[]) => visits.reduce((sum, visit) => sum + Math.max(0, endOf(visit) - at(visit.opened_at)), 0);
  const isVerdict = ({ gate }: Visit) => gate === 'G8';
  const result = Math.min(end, ...gates.filter(isVerdict).map(({ opened_at }) => at(opened_at)));
  const worked = result - Date.parse(created_at) - waitedAt(gates.filter((visit) => !isVerdict(visit)));
  return { worked: Math.max(0, worked) / 1_000, waited: waitedAt(gates) / 1_000 };
}
