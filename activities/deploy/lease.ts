/**
 * Who may change an environment: one deployment at a time, and of that one only its latest attempt. Two at once would stop
 * each other's containers, and one would put a copy of the data over what the other wrote. The lease lies in the routes
 * file, so that taking it, losing it and switching traffic are one order of events under one lock.
 */
import { randomBytes } from 'node:crypto';
import { MillwrightError } from '../../contracts/failures.js';
import type { EnvironmentRef, TakenLease } from './port.js';
import { readRoutes, routeKey, updateRoutes } from './routes.js';
import type { Lease, RoutesFile } from './routes.js';

// No step of a switch lasts longer than 60 s (health, copy of the data); ten minutes also outlast a restart of everything.
const ABANDONED_MS = 600_000;
// Far below the above, and rare enough to cost nothing: a step within it only reads.
const RENEW_MS = 15_000;
// A switch lasts a few seconds.
const RETRY_AFTER_SECONDS = 3;

export interface LeaseOwner extends EnvironmentRef {
  deploymentId: string;
}

export interface TakeOptions {
  /** Only when nobody has it, not even an earlier attempt of the same deployment. */
  onlyFree?: boolean;
  /** Without a sign of life for so long it may be taken away; 10 minutes when left out. */
  lastsMs?: number;
}

const isAbandoned = (lease: Lease): boolean => Date.now() - lease.seen > ABANDONED_MS;

function lost(key: string): MillwrightError {
  return new MillwrightError('LEASE_LOST', `Another attempt has taken over the change of ${key}; this one does nothing more.`);
}

function busy(key: string, lease: Lease): MillwrightError {
  const since = new Date(lease.since).toISOString();
  return new MillwrightError('LEASE_LOST', `The deployment ${lease.owner} has been changing ${key} since ${since}. This goes on when it is done.`, {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/**
 * Takes the lease: from nobody, from an earlier attempt of the same deployment, or from one that gave no sign of life for
 * ten minutes. MillwrightError LEASE_LOST (retryable) while another deployment has it.
 */
export async function takeLease(home: string, owner: LeaseOwner, options: TakeOptions = {}): Promise<TakenLease> {
  const key = routeKey(owner.projectId, owner.environment);
  const taken: TakenLease = { token: randomBytes(8).toString('hex'), unsettled: [] };
  await updateRoutes(home, (draft) => {
    const held = draft.leases[key];
    if (held && !isAbandoned(held) && (options.onlyFree || held.owner !== owner.deploymentId)) throw busy(key, held);
    const before = held ? [...held.unsettled, held.owner] : [];
    taken.unsettled = [...new Set(before)].filter((id) => id !== owner.deploymentId);
    const now = Date.now();
    const seen = now - (ABANDONED_MS - (options.lastsMs ?? ABANDONED_MS));
    draft.leases[key] = { owner: owner.deploymentId, token: taken.token, since: now, seen, unsettled: taken.unsettled };
    return true;
  });
  return taken;
}

/** Gives a sign of life. MillwrightError LEASE_LOST when somebody else has it by now. */
export async function keepLease(home: string, owner: LeaseOwner, token: string): Promise<void> {
  const key = routeKey(owner.projectId, owner.environment);
  const held = (await readRoutes(home)).leases[key];
  if (held?.token !== token) throw lost(key);
  if (Date.now() - held.seen < RENEW_MS) return;
  await updateRoutes(home, (draft) => {
    mayWrite(draft, key, token).seen = Date.now();
    return true;
  });
}

/**
 * Ends it; nothing happens when somebody else has it. `unfinished`: the next one takes it at once, but must first settle
 * what this one left.
 */
export async function endLease(home: string, owner: LeaseOwner, token: string, unfinished: boolean): Promise<void> {
  const key = routeKey(owner.projectId, owner.environment);
  await updateRoutes(home, (draft) => {
    const held = draft.leases[key];
    if (held?.token !== token) return false;
    if (unfinished) held.seen = 0;
    else delete draft.leases[key];
    return true;
  });
}

/** Under the lock of the routes: MillwrightError LEASE_LOST unless the token is the lease's. */
export function mayWrite(draft: RoutesFile, key: string, token: string): Lease {
  const held = draft.leases[key];
  if (held?.token !== token) throw lost(key);
  return held;
}

/** Under the lock of the routes, for who has no lease: MillwrightError LEASE_LOST while somebody has. */
export function mustBeFree(draft: RoutesFile, key: string): void {
  const held = draft.leases[key];
  if (held && !isAbandoned(held)) throw busy(key, held);
}
