/** Live services that were stopped (by hand, by a crash of the engine) are started again by themselves. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { DeployTarget } from './port.js';

// A stopped service is back well within a minute; a look a live service costs a few milliseconds.
const LOOK_MS = 20_000;

/**
 * Looks now, and again and again, until the returned function is called. Deployments are not disturbed: what somebody changes
 * is left alone, and several workers may do this side by side (DeployTarget.refreshRoutes).
 */
export function keepServing(target: Pick<DeployTarget, 'refreshRoutes'>, log: Logger, everyMs = LOOK_MS): () => void {
  const aborter = new AbortController();
  let missing = '';
  const look = async (): Promise<void> => {
    const found = await target.refreshRoutes();
    if (found.started.length > 0) log.warn({ deployments: found.started }, 'live deployments had been stopped, and were started again');
    if (found.moved.length > 0) log.info({ deployments: found.moved }, 'live deployments have another address now; their routes lead there');
    // Said once, not at each look.
    if (found.missing.length > 0 && missing !== found.missing.join()) {
      log.warn({ deployments: found.missing }, 'live deployments have no container any more; deploy their builds again');
    }
    missing = found.missing.join();
  };
  const goOn = async (): Promise<void> => {
    do await look().catch((error: unknown) => log.warn({ err: String(error) }, 'not every live deployment could be looked after; it is tried again'));
    while (await sleep(everyMs, true, { signal: aborter.signal }).catch(() => false));
  };
  void goOn();
  return () => aborter.abort();
}
