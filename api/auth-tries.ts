import type { IncomingMessage } from 'node:http';
import { MillwrightError } from '../contracts/failures.js';

// A person mistypes a few times; codes and tokens have 256 bits, so this is against noise more than against luck.
const FAILED_MAX = 10;
const WINDOW_MS = 60_000;
// More addresses than that at once are an attack; the rest is not counted then, for the memory is the scarcer good.
const ADDRESSES_MAX = 10_000;

/** Counts tries to sign in that failed, by address, in this process. */
export class SignInTries {
  #failed = new Map<string, { count: number; until: number }>();

  /** Runs a try. Throws TOO_MANY_TRIES instead when too many from this address failed in the last minute, or are under way. */
  async attempt<T>(request: IncomingMessage, run: () => Promise<T>, failed: (error: unknown) => boolean): Promise<T> {
    const entry = this.#entryOf(request.socket.remoteAddress ?? '');
    if (entry.count >= FAILED_MAX) throw tooMany(entry.until - Date.now());
    // Counted before it is known, so that a thousand at once are no way around it.
    entry.count += 1;
    try {
      const result = await run();
      entry.count -= 1;
      return result;
    } catch (error) {
      if (!failed(error)) entry.count -= 1;
      throw error;
    }
  }

  #entryOf(address: string): { count: number; until: number } {
    const now = Date.now();
    const known = this.#failed.get(address);
    if (known && known.until > now) return known;
    if (this.#failed.size >= ADDRESSES_MAX) this.#dropOld();
    const entry = { count: 0, until: now + WINDOW_MS };
    if (this.#failed.size < ADDRESSES_MAX) this.#failed.set(address, entry);
    return entry;
  }

  #dropOld(): void {
    const now = Date.now();
    for (const [address, { until }] of this.#failed) if (until <= now) this.#failed.delete(address);
  }
}

function tooMany(waitMs: number): MillwrightError {
  const seconds = Math.ceil(waitMs / 1_000);
  return new MillwrightError('TOO_MANY_TRIES', `${FAILED_MAX} tries from your address failed within a minute. Try again in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  });
}
