/** Tells the lines of a log that were read before from new ones, wherever the reading begins. Pure. */
import type { ReadPosition } from '../../../db/queries/deployment-output.js';
import type { RawLine } from './lines.js';

// The times of stdout and stderr are taken apart: a line may stand after one that is this much younger.
const DISORDER_MS = 1_000;
// Of as many times the lines are counted: they come in order but for a few.
const TIMES_COUNTED = 256;
// A resumed reading that has seen this many later lines will not find its place any more.
const HELD_MAX = 2_000;

/**
 * The log is one order of lines, the same for every reader, but their times are not quite sorted: so a place in it is a time and
 * which line of that time, and what stands after that place is new. Begins a little before the place it looks for.
 */
export class Reading {
  #counts = new Map<string, number>();
  #held: RawLine[] = [];
  #found: boolean;
  #place: { at: string; nth: number } | null = null;
  /** The place was not there any more: lines between it and what comes are lost. */
  missed = false;

  constructor(
    private readonly containerId: string,
    private readonly from: { at: string; nth: number } | null,
  ) {
    this.#found = from === null;
  }

  /** The lines that are known to be new by now, in order. */
  take(line: RawLine): RawLine[] {
    const nth = this.#count(line.at);
    if (this.#found || !this.from) {
      this.#place = { at: line.at, nth };
      return [line];
    }
    if (line.at === this.from.at && nth === this.from.nth) {
      this.#found = true;
      this.#held = [];
      this.#place = this.from;
      return [];
    }
    if (line.at <= this.from.at) return [];
    this.#held.push(line);
    this.#place = { at: line.at, nth };
    const isPast = Date.parse(line.at) - Date.parse(this.from.at) > DISORDER_MS || this.#held.length >= HELD_MAX;
    return isPast ? this.settle() : [];
  }

  /** Nothing more comes for now: what was held because its place was looked for is new. */
  settle(): RawLine[] {
    if (this.#found || this.#held.length === 0) return [];
    this.#found = true;
    this.missed = true;
    const held = this.#held;
    this.#held = [];
    return held;
  }

  /** Lines are held back until the place is found, or given up. */
  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** After the last line that was taken; null before the first. */
  get position(): ReadPosition | null {
    return this.#place && { containerId: this.containerId, ...this.#place };
  }

  #count(at: string): number {
    const nth = (this.#counts.get(at) ?? 0) + 1;
    this.#counts.set(at, nth);
    if (this.#counts.size > TIMES_COUNTED) this.#counts.delete(this.#counts.keys().next().value ?? at);
    return nth;
  }
}
