/**
 * From a tested image to served traffic, and back when it is not healthy: the order of the target's steps.
 *
 * Why not two versions side by side: our services keep their data in files, and two writers of one file lose data. So
 * 1. the new version is first tried as a candidate, with empty data of its own, while the old one serves undisturbed;
 * 2. only then the old one is stopped (and kept), its data copied, and the new one started on the real data. The proxy
 *    holds requests meanwhile (about a second), so that clients see a slow answer and no error;
 * 3. when the new one is not healthy on the real data, the data is put back as it was and the old one started again.
 *
 * Each function may be repeated from its start after a crash at any point and comes to the same end.
 */
import { FAILURES, MillwrightError } from '../../contracts/failures.js';
import type { CurrentDeployment, DeployTarget, StartRequest, StepOptions } from './port.js';

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

/** Step 1. Nothing of it is left afterwards, whatever the answer. */
export async function tryCandidate(target: DeployTarget, request: SwitchRequest, options?: StepOptions): Promise<{ healthy: boolean; detail: string }> {
  try {
    const started = await target.start(request, 'candidate', options);
    return await target.checkHealth({ ...started, path: request.healthPath, timeoutSeconds: request.healthTimeoutSeconds }, options);
  } finally {
    await target.remove(request.deploymentId, 'candidate');
  }
}

/** Steps 2 and 3. Errors (lost engine, cancellation) leave the switch open: repeat it, or call `returnToCurrent`. */
export async function switchTraffic(target: DeployTarget, request: SwitchRequest, options?: StepOptions): Promise<SwitchResult> {
  const before = await target.current(request);
  if (before?.deploymentId === request.deploymentId && before.serving) return alreadyLive(target, request, before, options);
  try {
    return await goLive(target, request, before, options);
  } catch (error) {
    const hopeless = error instanceof MillwrightError && !FAILURES[error.code].retryable;
    if (!hopeless) throw error;
    return giveBack(target, request, before, error.detail, options);
  }
}

async function goLive(target: DeployTarget, request: SwitchRequest, before: CurrentDeployment | null, options?: StepOptions): Promise<SwitchResult> {
  const hadData = Boolean(before?.deploymentId ?? before?.previousDeploymentId);
  await target.route({ ...request, address: null, switching: true });
  if (before?.deploymentId) await target.stop(before.deploymentId);
  if (hadData) await keepUnlessStarted(target, request);
  const started = await target.start(request, 'live', options);
  const health = await target.checkHealth({ ...started, path: request.healthPath, timeoutSeconds: request.healthTimeoutSeconds }, options);
  if (!health.healthy) return giveBack(target, request, before, health.detail, options);
  const { url, warning } = await target.route({ ...request, address: started.address });
  await target.forgetData(request.deploymentId);
  return { status: 'live', url, detail: health.detail, warning };
}

async function alreadyLive(target: DeployTarget, request: SwitchRequest, before: CurrentDeployment, options?: StepOptions): Promise<SwitchResult> {
  const started = await target.start(request, 'live', options);
  const { url, warning } = await target.route({ ...request, address: started.address });
  await target.forgetData(request.deploymentId);
  return { status: 'live', url: url || before.url, detail: 'It was live already.', warning };
}

/** Once the new version has run on the data, the data is not the old one's any more. */
async function keepUnlessStarted(target: DeployTarget, request: SwitchRequest): Promise<void> {
  const started = (await target.list()).some((found) => found.deploymentId === request.deploymentId && found.role === 'live');
  if (!started) await target.keepData(request);
}

/**
 * Takes a version back from the data. The order is what makes it repeatable: as long as its container exists, the copy is
 * the truth and is not made anew; the copy goes last, before anybody writes again.
 */
async function undo(target: DeployTarget, request: SwitchRequest): Promise<void> {
  await target.stop(request.deploymentId);
  await target.restoreData(request);
  await target.remove(request.deploymentId, 'live');
  await target.forgetData(request.deploymentId);
}

async function giveBack(target: DeployTarget, request: SwitchRequest, before: CurrentDeployment | null, detail: string, options?: StepOptions): Promise<SwitchResult> {
  await undo(target, request);
  if (!before?.deploymentId) {
    const { url } = await target.route({ ...request, address: null });
    return { status: 'failed', url, detail, warning: null };
  }
  const back = await returnToCurrent(target, request, options);
  return { ...back, detail };
}

/** Serves the environment by its last good deployment again, whatever state a broken switch has left. */
export async function returnToCurrent(target: DeployTarget, request: SwitchRequest, options?: StepOptions): Promise<SwitchResult> {
  const before = await target.current(request);
  if (!before?.deploymentId) return { status: 'failed', url: null, detail: 'There is no earlier deployment.', warning: null };
  if (before.deploymentId !== request.deploymentId) await undo(target, request);
  return serveAgain(target, request, before.deploymentId, 'rolled_back', options);
}

/** A person's rollback: serves an earlier deployment that is still kept, on the data as it is now. */
export async function rollBackTo(target: DeployTarget, request: { projectId: string; environment: string; deploymentId: string; healthTimeoutSeconds: number }, options?: StepOptions): Promise<SwitchResult> {
  const before = await target.current(request);
  await target.route({ ...request, address: null, switching: true });
  // One writer at a time: both use the same data.
  if (before?.deploymentId && before.deploymentId !== request.deploymentId) await target.stop(before.deploymentId);
  const result = await serveAgain(target, request, request.deploymentId, 'live', options);
  if (result.status === 'live' || !before?.deploymentId) return result;
  if (before.deploymentId !== request.deploymentId) await target.stop(request.deploymentId);
  const back = await serveAgain(target, request, before.deploymentId, 'rolled_back', options);
  return { ...back, detail: result.detail };
}

type ServeRequest = { projectId: string; environment: string; healthTimeoutSeconds: number };

async function serveAgain(target: DeployTarget, request: ServeRequest, deploymentId: string, status: 'live' | 'rolled_back', options?: StepOptions): Promise<SwitchResult> {
  const { projectId, environment } = request;
  const started = await target.startAgain(deploymentId);
  const health = await target.checkHealth({ ...started, path: started.healthPath, timeoutSeconds: request.healthTimeoutSeconds }, options);
  if (!health.healthy && status === 'live') return { status: 'failed', url: null, detail: health.detail, warning: null };
  const { url, warning } = await target.route({ projectId, environment, deploymentId, address: started.address });
  return { status, url, detail: health.detail, warning };
}
