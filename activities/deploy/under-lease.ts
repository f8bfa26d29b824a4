/** A change of an environment under its lease: every step asks first whether this attempt still may. */
import { FAILURES, MillwrightError } from '../../contracts/failures.js';
import type { LeaseOwner } from './lease.js';
import type { DeployTarget, StepOptions } from './port.js';

/** The steps of a change. Each throws LEASE_LOST, and does nothing, once another attempt has taken over. */
export type LeasedTarget = Pick<
  DeployTarget,
  'current' | 'list' | 'start' | 'startAgain' | 'checkHealth' | 'stop' | 'remove' | 'keepData' | 'restoreData' | 'forgetData' | 'route'
>;

/** Nobody will try again after this error. */
export function isHopeless(error: unknown): error is MillwrightError {
  return error instanceof MillwrightError && !FAILURES[error.code].retryable;
}

/**
 * Runs `work` while holding the environment's lease. Errors that are retried (and crashes) leave it to the next attempt of
 * the same deployment. MillwrightError LEASE_LOST (retryable) while another deployment has it.
 */
export async function underLease<T>(
  target: DeployTarget,
  request: LeaseOwner,
  options: StepOptions | undefined,
  work: (target: LeasedTarget) => Promise<T>,
): Promise<T> {
  options?.signal?.throwIfAborted();
  const { projectId, environment, deploymentId } = request;
  const owner = { projectId, environment, deploymentId };
  const { lease } = await target.route({ ...owner, lease: 'take' });
  if (!lease) throw new MillwrightError('INTERNAL', 'The deploy target gave no lease.');
  const { token } = lease;
  const held = leased(target, owner, token, options?.signal);
  try {
    // Now, not when they come back: then their copy of the data would be too old to be put back.
    for (const id of lease.unsettled) await settle(held, { projectId, environment, deploymentId: id });
    const result = await work(held);
    await target.route({ ...owner, lease: 'release', token });
    return result;
  } catch (error) {
    // What it left open is settled by whoever comes next: its own compensation, or another deployment.
    if (isHopeless(error)) await target.route({ ...owner, lease: 'abandon', token }).catch(() => undefined);
    throw error;
  }
}

function leased(target: DeployTarget, owner: LeaseOwner, token: string, signal?: AbortSignal): LeasedTarget {
  const ask = async (): Promise<void> => {
    signal?.throwIfAborted();
    await target.route({ ...owner, lease: 'keep', token });
  };
  const guarded =
    <A extends unknown[], R>(step: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await ask();
      return step(...args);
    };
  return {
    current: (ref) => target.current(ref),
    list: () => target.list(),
    start: guarded((request, role, options) => target.start(request, role, options)),
    startAgain: guarded((id) => target.startAgain(id)),
    // A verdict of somebody who lost the lease meanwhile is none.
    checkHealth: async (request, options) => {
      const health = await target.checkHealth(request, options);
      await ask();
      return health;
    },
    stop: guarded((id) => target.stop(id)),
    remove: guarded((id, role) => target.remove(id, role)),
    keepData: guarded((copy) => target.keepData(copy)),
    restoreData: guarded((copy) => target.restoreData(copy)),
    forgetData: guarded((id) => target.forgetData(id)),
    // The writer compares the token itself, under the lock.
    route: (request) => target.route({ ...request, token }),
  };
}

/**
 * Takes a version back from the data. The order is what makes it repeatable: as long as its container exists, the copy is
 * the truth and is not made anew; the copy goes last, before anybody writes again.
 */
export async function undo(target: LeasedTarget, request: LeaseOwner): Promise<void> {
  await target.stop(request.deploymentId);
  await target.restoreData(request);
  await target.remove(request.deploymentId, 'live');
  await target.forgetData(request.deploymentId);
}

/** Ends what a deployment left that broke off. One that was good once stays: a later undo must not take the way back away. */
export async function settle(target: LeasedTarget, left: LeaseOwner): Promise<void> {
  const current = await target.current(left);
  const isKept = left.deploymentId === current?.deploymentId || left.deploymentId === current?.previousDeploymentId;
  if (!isKept) return undo(target, left);
  // It was good once (a rollback, or a switch that was done): its container is the way back.
  if (left.deploymentId !== current?.deploymentId) await target.stop(left.deploymentId);
  await target.forgetData(left.deploymentId);
}
