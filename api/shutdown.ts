/** How the API's process ends: in order, and in time whatever hangs. */
import type { Server } from 'node:http';

// The supervisor kills after ten seconds (embedded/services.ts); what ends by itself says so in its log.
export const SHUTDOWN_MS = 8_000;
// Open requests get this long of it.
const DRAIN_MS = 5_000;

/** What ends side by side, by name. */
export type Stage = Readonly<Record<string, () => Promise<unknown>>>;

/**
 * Ends the stages one after the other, and waits no longer than `withinMs`: an engine that takes a connection and never answers
 * would hold us for ever. What fails to end counts as ended. Answers the names of what had not ended; never rejects.
 */
export async function endWithin(stages: readonly Stage[], withinMs: number, onError: (name: string, error: unknown) => void): Promise<string[]> {
  const left = new Set(stages.flatMap((stage) => Object.keys(stage)));
  const end = async ([name, part]: [string, () => Promise<unknown>]) => {
    try {
      await part();
    } catch (error) {
      onError(name, error);
    }
    left.delete(name);
  };
  const ending = (async () => {
    for (const stage of stages) await Promise.all(Object.entries(stage).map(end));
  })();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
  await Promise.race([ending, late]);
  clearTimeout(timer);
  return [...left];
}

/** No new requests; those under way may end, event streams and idle connections are cut. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(cut);
}
