import type { Retrospective } from '../../../../client/index.js';

export interface DomainFigures {
  domain: string;
  builds: number;
  successPercent: number;
  /** Averages over the builds that were completed; null when none was. */
  minutes: number | null;
  usd: number | null;
}

/** Success, duration and cost by domain, the most frequent first. Pure. */
export function byDomain(builds: readonly Retrospective[]): DomainFigures[] {
  const groups = new Map<string, Retrospective[]>();
  for (const build of builds) groups.set(build.domain, [...(groups.get(build.domain) ?? []), build]);
  return [...groups]
    .map(([domain, all]) => {
      const done = all.filter(isCompleted);
      return {
        domain,
        builds: all.length,
        successPercent: Math.round((100 * done.length) / all.length),
        minutes: average(done.map(({ actual }) => actual.hours * 60)),
        usd: average(done.map(({ actual }) => actual.usd)),
      };
    })
    .sort((a, b) => b.builds - a.builds || a.domain.localeCompare(b.domain));
}

export interface Point {
  /** When the build ended. */
  at: string;
  title: string;
  /** Of the builds up to this one, percent. */
  success: number;
  minutes: number;
  usd: number;
  /** How far the estimate of time was off, percent of what was planned; null without an estimate. */
  error: number | null;
}

/** One point a build in the order they ended, oldest first. Pure. */
export function overTime(builds: readonly Retrospective[]): Point[] {
  const sorted = [...builds].sort((a, b) => a.ended_at.localeCompare(b.ended_at));
  let completed = 0;
  return sorted.map((build, index) => {
    if (isCompleted(build)) completed += 1;
    const { planned, actual } = build;
    return {
      at: build.ended_at,
      title: build.title,
      success: Math.round((100 * completed) / (index + 1)),
      minutes: round(actual.hours * 60),
      usd: round(actual.usd),
      error: planned && planned.hours > 0 && isCompleted(build) ? Math.round(100 * Math.abs(actual.hours / planned.hours - 1)) : null,
    };
  });
}

function isCompleted({ status }: Retrospective): boolean {
  return status === 'completed';
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
