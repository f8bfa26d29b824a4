import { setTimeout as sleep } from 'node:timers/promises';

// A machine that is busy gets this long; a test that waits in vain says for what.
const PATIENCE_MS = 30_000;
const LOOK_MS = 10;

/** Looks until there is something, however late; rejects after half a minute with what was waited for. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false> | T | null | undefined | false): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(LOOK_MS)) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
  }
}
