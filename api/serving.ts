/** Whether what is live is served just now. The deployment proxy knows and writes it down; nobody asks the services. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeploymentRow } from '../db/queries/builds.js';
import { proxyReportSchema, type ProxyReport } from '../schemas/proxy-report.js';

// The proxy gives a sign of life every 5 s (embedded/proxy/proxy.ts); one that missed six is dead, frozen or cut off.
const ALIVE_MS = 30_000;

/** Why a deployment that counts as live does not answer now, and what to do; null when it does, or where nobody knows. */
export type ServingProblem = (row: Pick<DeploymentRow, 'projectId' | 'environment' | 'status'>) => string | null;

/** What the proxy of this home says now. `home`: MW_HOME, shared with the proxy; on a host without one nothing is known. */
export async function readServing(home: string): Promise<ServingProblem> {
  const path = join(home, 'run', 'proxy.json');
  const [seen, text, routes] = await Promise.all([orNull(stat(path)), orNull(readFile(path, 'utf8')), orNull(stat(join(home, 'deploy', 'routes.json')))]);
  const report = parse(text);
  const isAlive = report !== null && seen !== null && Date.now() - seen.mtimeMs < ALIVE_MS;
  return ({ projectId, environment, status }) => {
    if (status !== 'live') return null;
    if (isAlive) return problemOf(report.routes[`${projectId}/${environment}`]);
    // Where no routes were ever written, whatever serves is on another host.
    return routes ? 'The deployment proxy does not run, so nothing that is deployed answers. "mw up" starts it, or your service manager does.' : null;
  };
}

function problemOf(route: ProxyReport['routes'][string] | undefined): string | null {
  if (!route) return 'No route leads to it any more. Deploy it again.';
  const { port, problem, silent } = route;
  if (problem?.includes('EADDRINUSE')) {
    return `Another program has port ${port}, and answers at this address instead. Stop it ("mw doctor" names it); the deployment is served again a few seconds later.`;
  }
  if (problem) return `The deployment proxy can not listen on port ${port}: ${problem}. It tries again by itself.`;
  if (!silent) return null;
  return 'Its service takes no connections: its container is stopped, gone or still starting. A stopped one is started again within a minute. "mw doctor" tells whether the container engine runs; if it does and this stays, deploy again.';
}

function parse(text: string | null): ProxyReport | null {
  try {
    const report = proxyReportSchema.safeParse(JSON.parse(text ?? ''));
    return report.success ? report.data : null;
  } catch {
    return null;
  }
}

function orNull<T>(found: Promise<T>): Promise<T | null> {
  return found.catch(() => null);
}
