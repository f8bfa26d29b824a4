/**
 * From a tested image to served traffic, and back when it is not healthy: the order of the target's steps.
 *
 * Why not two versions side by side: our services keep their data in files, and two writers of one file lose data. So
 * 1. the new version is first tried as a candidate, with empty data of its own, while the old one serves undisturbed;
 * 2. only then the old one is stopped (and kept), its data copied, and the new one started on the real data. The proxy
 *    holds requests meanwhile (about a second), so that clients see a slow answer and no error;
 * 3. when the new one is not healthy on the real data, the data is put back as it was and the old one started again.
 *
 * Each function may be repeated from its start after a crash at any point and comes to the same end. All but the first
 * hold the environment's lease: of two deployments one waits (LEASE_LOST, retried), of two attempts the later one goes on.
 */
import { MillwrightError } from '../../contracts/failures.js';
import type { Address, CurrentDeployment, DeployTarget, StartRequest, StepOptions } from './port.js';
import { isHopeless, settle, undo, underLease } from './under-lease.js';
import type { LeasedTarget } from './under-lease.js';

export interface SwitchRequest extends StartRequest {
  /** How long a version may take to its first healthy answer. */
  healthTimeoutSeconds: number;
}

export interface SwitchResult {
  /** `live`: served by the new version. `rolled_back`: by the old one, as before. `failed`: there was no old one. */
  status: 'live' | 'rolled_back' | 'failed';
  url: string | null;
  detail: string;
  warning: string | null;
}

/** `whenUnhealthy`: a look at what its container printed, before it goes; must not throw. */
type SwitchOptions = StepOptions & { whenUnhealthy?: (containerId: string) => Promise<void> };
/** `whenHealthy`: a look at the candidate while it runs; must not throw. */
type CandidateOptions = SwitchOptions & { whenHealthy?: (address: Address) => Promise<void> };

/** Step 1. Nothing of it is left afterwards, whatever the answer. */
export async function tryCandidate(target: DeployTarget, request: SwitchRequest, options?: CandidateOptions): Promise<{ healthy: boolean; detail: string }> {
  // What an earlier attempt left goes by name now; afterwards only what this one made, for the name may be a later one's by then.
  await target.remove(request.deploymentId, 'candidate');
  const started = await target.start(request, 'candidate', options);
  try {
    const health = await target.checkHealth({ ...started, path: request.healthPath, timeoutSeconds: request.healthTimeoutSeconds }, options);
    if (health.healthy) await options?.whenHealthy?.(started.address);
    else await options?.whenUnhealthy?.(started.containerId);
    return health;
  } finally {
    await started.discard();
  }
}

/** Steps 2 and 3. Errors (lost engine, cancellation) leave the switch open: repeat it, or call `returnToCurrent`. */
export function switchTraffic(target: DeployTarget, request: SwitchRequest, options?: SwitchOptions): Promise<SwitchResult> {
  return underLease(target, request, options, async (held) => {
    const before = await held.current(request);
    if (before?.deploymentId === request.deploymentId && before.serving) return alreadyLive(held, request, before, options);
    try {
      return await goLive(held, request, before, options);
    } catch (error) {
      if (!isHopeless(error)) throw error;
      return giveBack(held, request, before, error.detail, options);
    }
  });
}

async function goLive(target: LeasedTarget, request: SwitchRequest, before: CurrentDeployment | null, options?: SwitchOptions): Promise<SwitchResult> {
  const hadData = Boolean(before?.deploymentId ?? before?.previousDeploymentId);
  await target.route({ ...request, address: null, switching: true });
  if (before?.deploymentId) await target.stop(before.deploymentId);
  if (hadData) await keepUnlessStarted(target, request);
  const started = await target.start(request, 'live', options);
  const health = await target.checkHealth({ ...started, path: request.healthPath, timeoutSeconds: request.healthTimeoutSeconds }, options);
  if (!health.healthy) {
    await options?.whenUnhealthy?.(started.containerId);
    return giveBack(target, request, before, health.detail, options);
  }
  const { url, warning } = await target.route({ ...request, address: started.address });
  await target.forgetData(request.deploymentId);
  return { status: 'live', url, detail: health.detail, warning };
}

async function alreadyLive(target: LeasedTarget, request: SwitchRequest, before: CurrentDeployment, options?: StepOptions): Promise<SwitchResult> {
  const started = await target.start(request, 'live', options);
  const { url, warning } = await target.route({ ...request, address: started.address });
  await target.forgetData(request.deploymentId);
  return { status: 'live', url: url || before.url, detail: 'It was live already.', warning };
}

/** Once the new version has run on the data, the data is not the old one's any more. */
async function keepUnlessStarted(target: LeasedTarget, request: SwitchRequest): Promise<void> {
  const started = (await target.list()).some((found) => found.deploymentId === request.deploymentId && found.role === 'live');
  if (!started) await target.keepData(request);
}

async function giveBack(
  target: LeasedTarget,
  request: SwitchRequest,
  before: CurrentDeployment | null,
  detail: string,
  options?: StepOptions,
): Promise<SwitchResult> {
  const now = await target.current(request);
  if (now?.serving && now.deploymentId === request.deploymentId) {
    throw new MillwrightError('LEASE_LOST', `Another attempt has made ${request.deploymentId} live; there is nothing to take back.`);
  }
  await undo(target, request);
  if (!before?.deploymentId) {
    const { url } = await target.route({ ...request, address: null });
    return { status: 'failed', url, detail, warning: null };
  }
  const back = await serveAgain(target, request, before.deploymentId, 'rolled_back', options);
  return { ...back, detail };
}

/** Serves the environment by its last good deployment again, whatever state a broken switch has left. */
export function returnToCurrent(target: DeployTarget, request: SwitchRequest, options?: StepOptions): Promise<SwitchResult> {
  return underLease(target, request, options, async (held) => {
    const before = await held.current(request);
    if (before?.deploymentId !== request.deploymentId) await settle(held, request);
    if (before?.deploymentId) return serveAgain(held, request, before.deploymentId, 'rolled_back', options);
    await held.route({ ...request, address: null });
    return { status: 'failed', url: null, detail: 'There is no earlier deployment.', warning: null };
  });
}

export interface RollbackRequest {
  projectId: string;
  environment: string;
  /** The deployment to serve again. */
  deploymentId: string;
  healthTimeoutSeconds: number;
}

/** A person's rollback: serves an earlier deployment that is still kept, on the data as it is now. */
export function rollBackTo(target: DeployTarget, request: RollbackRequest, options?: StepOptions): Promise<SwitchResult> {
  return underLease(target, request, options, async (held) => {
    const before = await held.current(request);
    await held.route({ ...request, address: null, switching: true });
    // One writer at a time: both use the same data.
    if (before?.deploymentId && before.deploymentId !== request.deploymentId) await held.stop(before.deploymentId);
    const result = await serveAgain(held, request, request.deploymentId, 'live', options).catch(unserved);
    if (result.status === 'live') return result;
    if (!before?.deploymentId) {
      await held.route({ ...request, address: null });
      return result;
    }
    if (before.deploymentId !== request.deploymentId) await held.stop(request.deploymentId);
    const back = await serveAgain(held, request, before.deploymentId, 'rolled_back', options);
    return { ...back, detail: result.detail };
  });
}

/** A version that cannot even be started is an answer too: the one before serves again. */
function unserved(error: unknown): SwitchResult {
  if (!isHopeless(error)) throw error;
  return { status: 'failed', url: null, detail: error.detail, warning: null };
}

type ServeRequest = { projectId: string; environment: string; healthTimeoutSeconds: number };

async function serveAgain(
  target: LeasedTarget,
  request: ServeRequest,
  deploymentId: string,
  status: 'live' | 'rolled_back',
  options?: StepOptions,
): Promise<SwitchResult> {
  const { projectId, environment } = request;
  const started = await target.startAgain(deploymentId);
  const health = await target.checkHealth({ ...started, path: started.healthPath, timeoutSeconds: request.healthTimeoutSeconds }, options);
  if (!health.healthy && status === 'live') return { status: 'failed', url: null, detail: health.detail, warning: null };
  const { url, warning } = await target.route({ projectId, environment, deploymentId, address: started.address });
  return { status, url, detail: health.detail, warning };
}
