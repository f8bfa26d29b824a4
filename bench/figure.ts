/** What a benchmark answers: samples, the floor of the same run, and the bound they are held against. */
import { median, percentile } from './statistics.js';

export type Unit = 'ms' | 's' | 'MB' | 'KB' | 'MB/s' | 'per s' | '%' | 'failed' | 'nodes';

export interface Bound {
  /** As a person reads it: `p95 < 200 ms`. */
  text: string;
  ok: boolean;
}

export interface Figure {
  name: string;
  unit: Unit;
  count: number;
  median: number;
  p95: number;
  floor: { label: string; value: number } | null;
  /** Null: told for information, held against nothing. */
  bound: Bound | null;
  note?: string;
}

/** Which side of the bound is fine, and which statistic is held against it. */
export interface Limit {
  of: 'median' | 'p95';
  atMost?: number;
  atLeast?: number;
  /** So many times the floor's median at most. */
  timesFloor?: number;
}

interface Extra {
  floor?: { label: string; samples: readonly number[] };
  /** Counted from the floor's median instead of from nothing. */
  beyondFloor?: boolean;
  note?: string;
}

/** A figure from its samples. Without samples it is over its bound: nothing was shown. */
export function figure(name: string, unit: Unit, samples: readonly number[], limit: Limit | null, extra: Extra = {}): Figure {
  const middle = median(samples);
  const high = percentile(samples, 95);
  const floor = extra.floor ? { label: extra.floor.label, value: median(extra.floor.samples) } : null;
  const base = extra.beyondFloor ? (floor?.value ?? Number.NaN) : 0;
  return {
    name,
    unit,
    count: samples.length,
    median: middle,
    p95: high,
    floor,
    bound: limit && {
      text: boundText(limit, unit, extra.beyondFloor ?? false),
      ok: holds((limit.of === 'median' ? middle : high) - base, floor?.value ?? null, limit),
    },
    ...(extra.note ? { note: extra.note } : {}),
  };
}

function holds(value: number, floor: number | null, { atMost, atLeast, timesFloor }: Limit): boolean {
  const isWithin = timesFloor === undefined || (floor !== null && value <= timesFloor * floor);
  return Number.isFinite(value) && isWithin && (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
}

function boundText({ of, atMost, atLeast, timesFloor }: Limit, unit: Unit, beyondFloor: boolean): string {
  if (timesFloor !== undefined) return `${of} <= ${timesFloor} times the floor`;
  const limit = atMost === undefined ? `>= ${atLeast}` : `<= ${atMost}`;
  return `${of} ${limit} ${unit}${beyondFloor ? ' beyond the floor' : ''}`;
}
