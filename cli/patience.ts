import { setTimeout as sleep } from 'node:timers/promises';
import { Interrupted } from './failure.js';

// A restarting API is back within about a second; asking every 100 ms at first makes the gap short.
const FIRST_PAUSE_MS = 100;
// Later there is no hurry, and a person still sees the return within two seconds.
const PAUSE_MS_MAX = 2_000;
// After this long a person wonders; before it, a message would only be noise.
const SILENCE_MS = 3_000;

/** Waits that double, until `seconds` without success are over. */
export class Patience {
  #pauseMs = FIRST_PAUSE_MS;
  #since = Date.now();
  #told = false;
  constructor(
    readonly seconds: number,
    readonly say: (sentence: string) => void = () => {},
  ) {}

  /** Something worked: the clock and the pauses start anew. */
  succeeded(): void {
    if (this.#told) this.say('It answers again.');
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#since = Date.now();
    this.#told = false;
  }

  /** Waits before the next try; false when the time is over. `askedSeconds` is the server's own Retry-After. */
  async pause(reason: string, signal?: AbortSignal, askedSeconds = 0): Promise<boolean> {
    const elapsed = Date.now() - this.#since;
    const wait = Math.max(this.#pauseMs, askedSeconds * 1_000);
    if (elapsed + wait > this.seconds * 1_000) return false;
    if (!this.#told && elapsed + wait > SILENCE_MS) {
      this.say(`${reason} Trying for ${this.seconds} s.`);
      this.#told = true;
    }
    this.#pauseMs = Math.min(this.#pauseMs * 2, PAUSE_MS_MAX);
    await sleep(wait, undefined, { signal }).catch(() => {
      throw new Interrupted();
    });
    return true;
  }
}
