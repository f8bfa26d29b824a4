import { ApiProblem } from './problem.js';
import { sleep } from './signals.js';

/** What is tried again, and why. */
export interface Pause {
  /** An ApiProblem, or the error of a connection. */
  cause: unknown;
  waitMs: number;
  /** Since the last success. */
  elapsedMs: number;
}

export interface RetryOptions {
  /** How long to go on trying while nothing answers, in milliseconds; 0 tries once. */
  forMs?: number;
  /** Hears of each pause, before it. */
  onPause?(pause: Pause): void;
  /** Something answered again after a pause. */
  onBack?(): void;
}

// A restarting API is back within about a second: asking soon at first makes the gap short, later there is no hurry.
const PAUSE_MS = { first: 100, most: 2_000 };
// Many clients of one restarted API must not come back in the same instant.
const JITTER = 0.25;
// Away for a moment, by the API's own word or by a proxy's.
const PASSING = new Set([429, 502, 503, 504]);

/** True for a failure that may be over in a moment: no connection, or an answer that says so. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem ? PASSING.has(error.status) : true;
}

/** Waits that double, until `forMs` without success are over. */
export class Pauses {
  #pauseMs = PAUSE_MS.first;
  #since = Date.now();
  #paused = false;

  constructor(
    readonly retry: RetryOptions,
    readonly forMs: number,
  ) {}

  /** Something worked: the clock and the pauses start anew. */
  succeeded(): void {
    if (this.#paused) this.retry.onBack?.();
    this.#paused = false;
    this.#pauseMs = PAUSE_MS.first;
    this.#since = Date.now();
  }

  /** Waits before the next try; false when the time is over. Throws the reason of a signal that is aborted. */
  async wait(cause: unknown, ...signals: (AbortSignal | undefined)[]): Promise<boolean> {
    const elapsedMs = Date.now() - this.#since;
    const asked = cause instanceof ApiProblem ? cause.retryAfterSeconds * 1_000 : 0;
    const waitMs = Math.max(this.#pauseMs * (1 + Math.random() * JITTER), asked);
    if (elapsedMs + waitMs > this.forMs) return false;
    this.retry.onPause?.({ cause, waitMs, elapsedMs });
    this.#paused = true;
    this.#pauseMs = Math.min(this.#pauseMs * 2, PAUSE_MS.most);
    await sleep(waitMs, ...signals);
    return true;
  }
}
