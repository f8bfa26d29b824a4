import { namesDigest } from '../../contracts/ids.js';
import { MillwrightError } from '../../contracts/failures.js';
import type { DeployMessage } from '../../contracts/messages.js';
import type { BuildRow } from '../../db/queries/builds.js';
import { findHandedOver, isAboutToDeploy } from '../../db/queries/deployments.js';
import { deployAnswerSchema } from '../../schemas/decisions.js';
import { deployBody } from '../../schemas/requests.js';
import { decide, decisionIdOf, requireOpen } from '../decide.js';
import { defineDecision } from '../decision-route.js';

export const deployBuild = defineDecision({
  action: 'deploy',
  operation: 'deployBuild',
  summary: 'Deploy a build that is ready; this is itself the approval of the gate Deployment (G8)',
  access: 'approver',
  body: deployBody,
  status: 202,
  done: 'The deployment was handed over',
  schema: deployAnswerSchema,
  failures: ['NOT_READY', 'APPROVAL_STALE'],
  async decide({ deps, user, build, body: { environment, subject_digest }, attempt }) {
    const { orm } = deps.database;
    const answer = (deployment_id: string | null) => ({ deployment_id, environment, status: 'requested' });
    // The first try may have come through before it was cut off: the build may be ready anew by now, and must not be deployed twice.
    const earlier = attempt.resumedSince && (await findHandedOver(orm, build.id, environment, attempt.resumedSince));
    if (earlier) return answer(earlier);
    try {
      const decisionId = decisionIdOf(build, 'deploy', readySubject(build, subject_digest), null, environment);
      const message: DeployMessage = { decisionId, userId: user.id, environment };
      return answer((await decide(deps, build, 'deploy', message)).deployment_id ?? null);
    } catch (error) {
      if (!(error instanceof MillwrightError) || error.code !== 'NOT_READY') throw error;
      // Not ready because it is being deployed there already: the same wish, however often it is said.
      const running = await findHandedOver(orm, build.id, environment, null);
      if (running) return answer(running);
      if (await isAboutToDeploy(orm, build.id))
        throw new MillwrightError('UNAVAILABLE', 'A deployment of this build is about to begin; send it again.', { retryAfterSeconds: 1 });
      throw error;
    }
  },
});

function readySubject(build: BuildRow, given: string | undefined) {
  requireOpen(build);
  const waiting = build.waitingFor;
  if (waiting?.kind !== 'deploy')
    throw new MillwrightError(
      'NOT_READY',
      `The build is ${build.status}${waiting ? ` and waits for: ${waiting.summary}` : ''}. It can be deployed once it is ready.`,
    );
  if (given !== undefined && !namesDigest(given, waiting.subject_digest))
    throw new MillwrightError('APPROVAL_STALE', `What would be deployed has the digest ${waiting.subject_digest}. Look at it, then decide on that.`);
  return { digest: waiting.subject_digest, since: waiting.since };
}
