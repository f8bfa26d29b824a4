/** What a version printed that did not become healthy, kept before its container goes. */
import { readOutput, type OutputDeps, type Printer } from './read-output.js';

// Who follows the same container writes once a second at most: one of these comes between.
const TRIES = 5;

/** Keeps everything the engine still has of it. Best effort: never throws, for the verdict does not depend on it. */
export async function keepLastWords(deps: OutputDeps, printer: Printer): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const end = await readOutput(deps, printer, { follow: false }).catch(() => 'lost' as const);
    if (end !== 'lost') return;
  }
}
