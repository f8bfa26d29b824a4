/**
 * The routes file MW_HOME/deploy/routes.json: which environment is served on which port by what. It is the only thing
 * the proxy needs, so deployments go on serving while database, Temporal and workers are away.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { MillwrightError } from '../../contracts/failures.js';
import { withLock } from './lock.js';
import type { Address } from './port.js';

export interface Route {
  /** The environment's own port, given once and kept for ever. */
  port: number;
  target: Address | null;
  /** A new target is on its way: requests are held instead of refused. */
  switching: boolean;
  /** The deployment that counts as the good one; it changes only when the next has proved itself. */
  deployment: string | null;
  previous: string | null;
  /** The file's version when this route last changed; the proxy confirms it. */
  version: number;
}

/** Who may change an environment now (lease.ts). Times in ms since 1970. */
export interface Lease {
  /** A deployment's id. */
  owner: string;
  /** Known to the owner's latest attempt alone. */
  token: string;
  since: number;
  /** Last sign of life. */
  seen: number;
  /** Earlier owners that never ended. */
  unsettled: string[];
}

export interface RoutesFile {
  version: number;
  routes: Record<string, Route>;
  leases: Record<string, Lease>;
}

export const routesPath = (home: string): string => join(home, 'deploy', 'routes.json');
export const proxyReportPath = (home: string): string => join(home, 'run', 'proxy.json');
export const routeKey = (projectId: string, environment: string): string => `${projectId}/${environment}`;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < 65_536;
}

const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';

function isTarget(value: unknown): value is Address | null {
  return value === null || (isRecord(value) && typeof value.host === 'string' && isPort(value.port));
}

function isRoute(value: unknown): value is Route {
  if (!isRecord(value) || !isPort(value.port) || !isTarget(value.target)) return false;
  return typeof value.switching === 'boolean' && Number.isInteger(value.version) && isTextOrNull(value.deployment) && isTextOrNull(value.previous);
}

function isLease(value: unknown): value is Lease {
  if (!isRecord(value) || typeof value.owner !== 'string' || typeof value.token !== 'string') return false;
  if (!Number.isFinite(value.since) || !Number.isFinite(value.seen)) return false;
  return Array.isArray(value.unsettled) && value.unsettled.every((id) => typeof id === 'string');
}

/** The file's content, or null when it is not a routes file. Unknown keys are kept out. */
export function parseRoutes(text: string): RoutesFile | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isRecord(parsed) || !Number.isInteger(parsed.version) || !isRecord(parsed.routes)) return null;
    // A file of an earlier version has no leases.
    const leases = parsed.leases ?? {};
    if (!isRecord(leases) || !Object.values(leases).every(isLease)) return null;
    if (!Object.values(parsed.routes).every(isRoute)) return null;
    return { version: parsed.version as number, routes: parsed.routes as Record<string, Route>, leases: leases as Record<string, Lease> };
  } catch {
    return null;
  }
}

/** MillwrightError INTERNAL when the file is damaged: never overwritten then, for it holds the ports people know. */
export async function readRoutes(home: string): Promise<RoutesFile> {
  const path = routesPath(home);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { version: 0, routes: {}, leases: {} };
  const routes = parseRoutes(text);
  if (!routes) throw new MillwrightError('INTERNAL', `${path} is damaged. Repair it, or delete it and deploy again.`);
  return routes;
}

/** Whole or not at all, also through a power cut: written beside, flushed, renamed. `mayRename` is asked last and may throw. */
export async function writeWhole(path: string, text: string, mayRename?: () => Promise<void>): Promise<void> {
  const beside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = await open(beside, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await mayRename?.();
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  await rename(beside, path);
}

/**
 * Changes the file under its lock; `change` edits the given copy and may return false for "nothing to do".
 * Routes it touched must carry `version: file.version` (already raised).
 */
export async function updateRoutes(home: string, change: (file: RoutesFile) => Promise<boolean> | boolean): Promise<RoutesFile> {
  await mkdir(join(home, 'deploy'), { recursive: true });
  return withLock(`${routesPath(home)}.lock`, async (lock) => {
    const before = await readRoutes(home);
    const file: RoutesFile = { version: before.version + 1, routes: structuredClone(before.routes), leases: structuredClone(before.leases) };
    if (!(await change(file))) return before;
    await writeWhole(routesPath(home), `${JSON.stringify(file, null, 2)}\n`, async () => {
      if (!(await lock.stillOurs())) throw new MillwrightError('UNAVAILABLE', 'This process was stopped while it changed a route; try again.');
    });
    return file;
  });
}
