import type { StopMessage } from '../../contracts/messages.js';
import { findBuild, type BuildRow } from '../../db/queries/builds.js';
import { stopAnswerSchema } from '../../schemas/decisions.js';
import { stopBody } from '../../schemas/requests.js';
import { decide, decisionIdOf, LostError, NotStartedError, requireOpen } from '../decide.js';
import { defineDecision } from '../decision-route.js';
import type { AppDeps } from '../deps.js';
import { endLost } from '../lost-build.js';

export const stopBuild = defineDecision({
  action: 'stop',
  operation: 'stopBuild',
  summary: 'Cancel, clean up, keep the work so far; the build ends `stopped` within 10 s',
  access: 'developer',
  body: stopBody,
  status: 202,
  done: 'It is stopping',
  schema: stopAnswerSchema,
  async decide({ deps, user, build, body }) {
    requireOpen(build);
    // A build is stopped once, whoever asks and how often.
    const decisionId = decisionIdOf(build, 'stop', { digest: 'stop', since: '' }, null);
    await stop(deps, build, { decisionId, userId: user.id, reason: body.reason ?? 'stopped by a person' });
    const now = await findBuild(deps.database.orm, user.id, build.id);
    return { status: now?.status ?? build.status };
  },
});

/**
 * A build whose workflow was promised and not started yet is started, so that it can end `stopped` like any other; the end
 * of one whose workflow is lost is recorded here, for nobody else ever will.
 */
async function stop(deps: AppDeps, build: BuildRow, message: StopMessage): Promise<void> {
  try {
    await decide(deps, build, 'stop', message);
  } catch (error) {
    if (error instanceof LostError) return endLost(deps, build, message);
    if (!(error instanceof NotStartedError)) throw error;
    await deps.outbox.relayBuild(build.id);
    await decide(deps, build, 'stop', message);
  }
}
