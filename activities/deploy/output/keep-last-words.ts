/** What a version printed that did not become healthy, kept before its container goes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readOutput, type OutputDeps, type Printer } from './read-output.js';

// Who follows the same container writes once a second at most: one of these comes between.
const TRIES = 5;
// Traffic waits for this where the version before is to serve again: an engine or a database that is away must not hold it.
const WAIT_MS = 5_000;

/** Keeps what the engine still has of it, in a few seconds at most. Best effort: never throws, for the verdict does not depend on it. */
export async function keepLastWords(deps: OutputDeps, printer: Printer): Promise<void> {
  const ending = new AbortController();
  await Promise.race([keep(deps, printer, ending.signal), sleep(WAIT_MS, undefined, { signal: ending.signal })]);
  ending.abort();
}

async function keep(deps: OutputDeps, printer: Printer, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < TRIES && !signal.aborted; tries += 1) {
    const end = await readOutput(deps, printer, { follow: false, signal }).catch(() => 'lost' as const);
    if (end !== 'lost') return;
  }
}
