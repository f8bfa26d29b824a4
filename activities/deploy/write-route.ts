/** Writing one route, and knowing that the proxy serves it. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MillwrightError } from '../../contracts/failures.js';
import { isWebPort } from '../../contracts/web-ports.js';
import type { ProxyReport } from '../../schemas/proxy-report.js';
import { endLease, keepLease, mayWrite, mustBeFree, takeLease } from './lease.js';
import type { LeaseRequest, RouteRequest, Routed } from './port.js';
import { proxyReportPath, readRoutes, routeKey, updateRoutes } from './routes.js';
import type { Route, RoutesFile } from './routes.js';

// Where deployed services begin; clear of the launcher's own 4400.
export const PORT_BASE_DEFAULT = 4500;
// A machine with 500 busy ports in a row has another problem.
const PORTS_TRIED = 500;
// A running proxy confirms within 0.3 s; a restarting one within 2 s.
const CONFIRM_MS = 3_000;
// While switching the proxy lets open requests finish first (embedded/proxy/route-server.ts, 3 s).
const CONFIRM_DRAINED_MS = 6_000;
// Small beside the proxy's own reaction time, cheap for so short a wait.
const CONFIRM_POLL_MS = 15;

export type { ProxyReport } from '../../schemas/proxy-report.js';

export interface WriteRouteOptions {
  home: string;
  portBase?: number;
}

export const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

/**
 * Writes one environment's route and waits until the proxy does it. The port is given at the first call and kept.
 * Writing the same again changes nothing. Errors: MillwrightError UNAVAILABLE (lock), INTERNAL (damaged file), LEASE_LOST
 * (somebody else changes the environment, or has done so).
 */
export async function writeRoute(request: RouteRequest, options: WriteRouteOptions): Promise<Routed> {
  const key = routeKey(request.projectId, request.environment);
  const file = await updateRoutes(options.home, async (draft) => {
    const old = draft.routes[key];
    checkRight(draft, key, request);
    const port = old?.port ?? (await freePort(draft, options.portBase ?? PORT_BASE_DEFAULT));
    const next = nextRoute(old, request, port, draft.version);
    if (old && same(old, next)) return false;
    draft.routes[key] = next;
    return true;
  });
  const route = file.routes[key];
  if (!route) throw new MillwrightError('INTERNAL', `The route of ${key} was not written.`);
  const warning = await confirmed(options.home, key, route);
  return { url: urlOf(route.port), warning };
}

/** One step of an environment's lease. Errors as of `writeRoute`. */
export async function changeLease(request: LeaseRequest, home: string): Promise<Routed> {
  const { lease, token = '' } = request;
  const taken = lease === 'take' ? await takeLease(home, request) : undefined;
  if (lease === 'keep') await keepLease(home, request, token);
  else if (lease !== 'take') await endLease(home, request, token, lease === 'abandon');
  const route = (await readRoutes(home)).routes[routeKey(request.projectId, request.environment)];
  return { url: route ? urlOf(route.port) : '', warning: null, ...(taken ? { lease: taken } : {}) };
}

/** Forgets an environment and its port. */
export async function removeRoute(home: string, projectId: string, environment: string): Promise<void> {
  const key = routeKey(projectId, environment);
  await updateRoutes(home, (draft) => {
    if (!draft.routes[key] && !draft.leases[key]) return false;
    delete draft.routes[key];
    delete draft.leases[key];
    return true;
  });
}

function checkRight(draft: RoutesFile, key: string, request: RouteRequest): void {
  if (request.token !== undefined) mayWrite(draft, key, request.token);
  else mustBeFree(draft, key);
  const old = draft.routes[key];
  // Who wants to end its own serving must not end another's.
  if (request.address === null && !request.switching && old?.target && old.deployment !== request.deploymentId) {
    throw new MillwrightError('LEASE_LOST', `The deployment ${old.deployment} serves ${key} by now; ${request.deploymentId} has nothing to end there.`);
  }
}

function nextRoute(old: Route | undefined, request: RouteRequest, port: number, version: number): Route {
  if (request.address === null && request.switching) {
    // An attempt that slept while a later one went live: holding requests now would hold them for ever.
    if (old?.target && old.deployment === request.deploymentId) return old;
    return { port, target: null, switching: true, deployment: old?.deployment ?? null, previous: old?.previous ?? null, version };
  }
  const deployment = request.address ? request.deploymentId : null;
  const moved = old?.deployment && old.deployment !== deployment;
  return { port, target: request.address, switching: false, deployment, previous: moved ? old.deployment : (old?.previous ?? null), version };
}

function same(a: Route, b: Route): boolean {
  return JSON.stringify({ ...a, version: 0 }) === JSON.stringify({ ...b, version: 0 });
}

async function freePort(file: RoutesFile, base: number): Promise<number> {
  const taken = new Set(Object.values(file.routes).map((route) => route.port));
  for (let port = base; port < Math.min(base + PORTS_TRIED, 65_535); port++) {
    if (isWebPort(port) && !taken.has(port) && (await canListen(port))) return port;
  }
  throw new MillwrightError('UNAVAILABLE', `No port is free from ${base} on. Free some, or remove environments nobody needs.`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

async function confirmed(home: string, key: string, route: Route): Promise<string | null> {
  const deadline = Date.now() + (route.switching ? CONFIRM_DRAINED_MS : CONFIRM_MS);
  let problem = 'the proxy is not running';
  for (;;) {
    const report = await readProxyReport(home);
    const seen = report?.routes[key];
    if (seen && seen.version >= route.version) {
      if (!seen.problem) return null;
      problem = seen.problem;
    }
    if (Date.now() > deadline) return `The route is written, but not served yet: ${problem}. It will be as soon as that is mended.`;
    await sleep(CONFIRM_POLL_MS);
  }
}

export async function readProxyReport(home: string): Promise<ProxyReport | null> {
  try {
    const report: unknown = JSON.parse(await readFile(proxyReportPath(home), 'utf8'));
    // Only our own proxy writes this file (owner-only rights).
    return report as ProxyReport;
  } catch {
    return null;
  }
}
