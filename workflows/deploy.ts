import { CancellationScope, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { DeployInput, DeployResult } from '../contracts/messages.js';
import { failureOf } from './failure.js';
import { proxiesFor, type Proxies } from './proxies.js';

/** One deployment as a saga: image, tests in it, candidate, switch; what goes wrong after the switch began is undone. */
export async function deploy(input: DeployInput): Promise<DeployResult> {
  const act = proxiesFor(input.queues);
  if (input.action === 'rollback') return rollback(act, input);
  const { deploymentId, environment, buildId } = input;
  await act.quick.deployBegin.executeWithOptions({ summary: `deploy to ${environment}` }, [
    { buildId, deploymentId, environment, commit: input.commit ?? null },
  ]);
  const undo: (() => Promise<unknown>)[] = [];
  const outcome = await steps(act, input, undo).catch(async (error: unknown): Promise<DeployResult> => {
    await CancellationScope.nonCancellable(() => compensate(undo));
    return { status: 'failed', url: null, detail: isCancellation(error) ? 'the build was stopped' : failureOf(error).detail };
  });
  await CancellationScope.nonCancellable(() =>
    act.quick.deployEnd.executeWithOptions({ summary: `${environment}: ${outcome.status}` }, [{ deploymentId, ...outcome }]),
  );
  // What cannot be returned to any more goes; a failure of that is the reaper's to mend, not the deployment's.
  if (outcome.status === 'live')
    await act.atEnd.deployRetire.executeWithOptions({ summary: 'retire what nobody returns to' }, [{ deploymentId }]).catch(() => {});
  return outcome;
}

async function steps(act: Proxies, input: DeployInput, undo: (() => Promise<unknown>)[]): Promise<DeployResult> {
  const { deploymentId } = input;
  const { imageId } = await act.deploy.deployBuildImage.executeWithOptions({ summary: 'image of the verified commit' }, [{ deploymentId }]);
  const tests = await act.deploy.deployTest.executeWithOptions({ summary: 'tests inside the image' }, [{ deploymentId, imageId }]);
  if (!tests.passed) return { status: 'failed', url: null, detail: `the tests fail inside the image:\n${tests.detail}` };
  const candidate = await act.deploy.deployCandidate.executeWithOptions({ summary: 'candidate on empty data' }, [{ deploymentId, imageId }]);
  if (!candidate.healthy) return { status: 'rolled_back', url: null, detail: `the new version is not healthy: ${candidate.detail}` };
  // Pushed before the step: a switch that broke half-way is undone too (temporal.md 73).
  undo.push(() => act.cleanup.deployReturn.executeWithOptions({ summary: 'return to the last good deployment' }, [{ deploymentId, imageId }]));
  const switched = await act.deploy.deploySwitch.executeWithOptions({ summary: 'switch the traffic' }, [{ deploymentId, imageId }]);
  return { status: switched.status, url: switched.url, detail: switched.status === 'live' ? null : switched.detail };
}

/** A person's rollback; it may come long after the build has ended. Its own workflow's id makes its record unique. */
async function rollback(act: Proxies, input: DeployInput): Promise<DeployResult> {
  const { deploymentId } = input;
  const key = workflowInfo().workflowId;
  const result = await act.deploy.deployRollback
    .executeWithOptions({ summary: `${input.environment}: return to the deployment before` }, [{ deploymentId }])
    .catch((error: unknown) => ({ status: 'failed' as const, url: null, detail: failureOf(error).detail }));
  await act.quick.deployRolledBack.executeWithOptions({ summary: `${input.environment}: ${result.status}` }, [{ deploymentId, key, ...result }]);
  return result;
}

async function compensate(undo: (() => Promise<unknown>)[]): Promise<void> {
  for (const step of undo.reverse()) await step().catch(() => {});
}
