/** The fence of a deployment: whoever works on it last owns it; an attempt that was paused meanwhile changes nothing more. */
import { eq, sql } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import type { Database } from '../../db/client.js';
import { deployments } from '../../db/schema/index.js';
import type { DeployTarget } from './port.js';

/** Throws LEASE_LOST when a later attempt has begun. */
export type Fence = () => Promise<void>;

/** Takes the deployment over: raises its generation, so that every earlier attempt loses it. */
export async function takeDeployment(db: Database, deploymentId: string): Promise<Fence> {
  const [taken] = await db.orm
    .update(deployments)
    .set({ generation: sql`${deployments.generation} + 1` })
    .where(eq(deployments.id, deploymentId))
    .returning({ generation: deployments.generation });
  return async () => {
    const [row] = await db.orm.select({ generation: deployments.generation }).from(deployments).where(eq(deployments.id, deploymentId));
    if (!taken || row?.generation !== taken.generation) throw new MillwrightError('LEASE_LOST', `another attempt works on the deployment ${deploymentId}`);
  };
}

/** The same target, whose every change asks the fence first. Reading is free. */
export function fencedTarget(target: DeployTarget, fence: Fence): DeployTarget {
  const guarded =
    <A extends unknown[], R>(change: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await fence();
      return change(...args);
    };
  return {
    buildImage: guarded((request, options) => target.buildImage(request, options)),
    testImage: guarded((request, options) => target.testImage(request, options)),
    start: guarded((request, role, options) => target.start(request, role, options)),
    route: guarded((request) => target.route(request)),
    keepData: guarded((request) => target.keepData(request)),
    restoreData: guarded((request) => target.restoreData(request)),
    forgetData: guarded((deploymentId) => target.forgetData(deploymentId)),
    stop: guarded((deploymentId) => target.stop(deploymentId)),
    startAgain: guarded((deploymentId) => target.startAgain(deploymentId)),
    remove: guarded((deploymentId, role) => target.remove(deploymentId, role)),
    retire: guarded((deploymentIds) => target.retire(deploymentIds)),
    removeEnvironment: guarded((ref) => target.removeEnvironment(ref)),
    checkHealth: (request, options) => target.checkHealth(request, options),
    current: (ref) => target.current(ref),
    list: () => target.list(),
    readOutput: (request, options) => target.readOutput(request, options),
    refreshRoutes: () => target.refreshRoutes(),
  };
}
