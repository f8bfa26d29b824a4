import { MillwrightError, publicFailure } from '../contracts/failures.js';
import type { StopMessage } from '../contracts/messages.js';
import type { BuildRow } from '../db/queries/builds.js';
import { failUnderWay } from '../db/queries/deployments.js';
import { lockIfOpen } from '../db/queries/open-builds.js';
import { startPromise } from '../db/queries/outbox.js';
import { recordChange } from '../db/queries/record.js';
import type { AppDeps } from './deps.js';

/**
 * Records the end of a build that a person stopped and whose workflow is lost. Nothing changes when it has ended meanwhile;
 * UNAVAILABLE when it is just being started again.
 */
export async function endLost(deps: AppDeps, build: BuildRow, { userId, reason }: StopMessage): Promise<void> {
  const detail = `${reason} (the workflow of this build was lost: Temporal did not know it any more. Fork the build to go on from its plan.)`;
  const failure = publicFailure('STOPPED', detail);
  await deps.database.orm.transaction(async (tx) => {
    if (!(await lockIfOpen(tx, build.id))) return;
    // The reconciler starts a build that never got far; it must not run after its end.
    if ((await startPromise(tx, build.id)) === 'open') throw new MillwrightError('UNAVAILABLE', 'The build is just being started again; send it again.');
    await recordChange(tx, {
      buildId: build.id,
      key: 'lost-end',
      event: { kind: 'build.ended', status: 'stopped', failure },
      patch: { status: 'stopped', failure, waitingFor: null, endedAt: new Date() },
      audit: { actor: userId, action: 'build.stopped', detail: { code: failure.code, lost: true } },
    });
    await failUnderWay(tx, build.id, 'the workflow of the build was lost');
  });
}
