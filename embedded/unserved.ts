/** Routes of deployments that the proxy can't serve: their address may answer with somebody else's program. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readProxyReport } from '../activities/deploy/write-route.js';
import type { Home } from './home.js';
import { readLiving } from './pidfile.js';
import { portHolder } from './ports.js';

export interface UnservedRoute {
  /** Project and environment, with the address and whose it is now. */
  detail: string;
  todo: string;
}

// A proxy that was just started reports within a fraction of a second; on a busy machine within this.
const REPORT_MS = 3_000;
const REPORT_POLL_MS = 50;

/** What the living proxy says it can't serve; empty when it serves everything, or does not run. */
export async function unservedRoutes(home: Home): Promise<UnservedRoute[]> {
  const report = await readProxyReport(home.root);
  if (!report || report.pid !== readLiving(home.run, 'proxy')?.pid) return [];
  return Object.entries(report.routes).flatMap(([key, { port, problem, silent }]) => {
    if (problem === null) return silent ? [silentRoute(key, port)] : [];
    const holder = portHolder(port);
    const why = holder ? `port ${port} belongs to ${holder}` : problem;
    const todo = holder ? 'Stop that program; the deployment is served again a few seconds later.' : `Free port ${port}; the proxy tries again by itself.`;
    return [{ detail: `${key} at http://127.0.0.1:${port} is not served: ${why}`, todo }];
  });
}

/** The same, once a proxy that is just starting has said what it serves. */
export async function unservedAfterStart(home: Home): Promise<UnservedRoute[]> {
  const deadline = Date.now() + REPORT_MS;
  while (Date.now() < deadline && (await readProxyReport(home.root))?.pid !== readLiving(home.run, 'proxy')?.pid) await sleep(REPORT_POLL_MS);
  return unservedRoutes(home);
}

function silentRoute(key: string, port: number): UnservedRoute {
  const detail = `${key} at http://127.0.0.1:${port} is not served: its service takes no connections`;
  return { detail, todo: 'A stopped one is started again within a minute. If this stays, see that the container engine runs; if it does, deploy again.' };
}
