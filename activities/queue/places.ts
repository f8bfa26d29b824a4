/** How many sandboxes may be at work at once: as many as the engine's memory holds with each at its limit. */
import type Docker from 'dockerode';
import type { Logger } from 'pino';
import type { Turnstile } from '../sandbox/turnstile.js';

const MIB = 1024 * 1024;
// What is not for sandboxes: the engine, PostgreSQL, Temporal, API and worker (0.5 to 0.9 GB idle), the page cache that images are read from.
const KEPT_SHARE = 0.2;
const KEPT_BYTES_MIN = 1024 * MIB;
// Time limits are wall-clock: with more at work on a CPU than this, checks would time out because of their neighbours.
const PER_CPU_MAX = 4;
// Until the engine has said what it has. Without it no sandbox runs anyway.
const PLACES_UNKNOWN = 1;
const ASK_AGAIN_MS = 5_000;

export interface EngineSize {
  memoryBytes: number;
  cpus: number;
}

/** At least one: a sandbox that is alone is held by its own limits. */
export function placesOf({ memoryBytes, cpus }: EngineSize, sandboxBytes: number): number {
  const kept = Math.max(KEPT_BYTES_MIN, memoryBytes * KEPT_SHARE);
  const byMemory = Math.floor((memoryBytes - kept) / sandboxBytes);
  return Math.max(1, Math.min(byMemory, Math.floor(cpus * PER_CPU_MAX)));
}

/** The number of places before the engine was asked; `setting` 0: as the engine's size says. */
export function firstPlaces(setting: number): number {
  return setting > 0 ? setting : PLACES_UNKNOWN;
}

/** Gives the turnstile as many places as the engine has room for, as soon as it answers. Answers how to stop asking. */
export function followEngine(options: { turnstile: Turnstile; docker: Docker; setting: number; sandboxBytes: number; log: Logger }): () => void {
  const { turnstile, docker, setting, sandboxBytes, log } = options;
  if (setting > 0) return () => undefined;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const ask = async () => {
    try {
      const { MemTotal, NCPU } = (await docker.info()) as { MemTotal?: number; NCPU?: number };
      if (!MemTotal || !NCPU) throw new Error('the engine does not say how much memory it has');
      if (isStopped) return;
      turnstile.resize(placesOf({ memoryBytes: MemTotal, cpus: NCPU }, sandboxBytes));
      log.info({ places: turnstile.size, memory_mb: Math.round(MemTotal / MIB), cpus: NCPU }, 'so many sandboxes are at work at once');
    } catch (error) {
      if (isStopped) return;
      log.debug({ err: String(error) }, 'the engine was not asked for its size; asking again');
      timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
      timer.unref();
    }
  };
  void ask();
  return () => {
    isStopped = true;
    if (timer) clearTimeout(timer);
  };
}
