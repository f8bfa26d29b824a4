import { MillwrightError } from '../../contracts/failures.js';
import type { Environment } from '../../contracts/messages.js';
import { promiseRollback, type RollbackPromise } from '../../db/queries/rollbacks.js';
import { deployAnswerSchema } from '../../schemas/decisions.js';
import { rollbackBody } from '../../schemas/requests.js';
import { defineDecision, type DecisionContext } from '../decision-route.js';
import type { AppDeps } from '../deps.js';
import { rollbackWorkflowId } from '../outbox.js';
import { temporalIsAway, workflowState } from '../temporal.js';

export const rollbackBuild = defineDecision({
  action: 'rollback',
  operation: 'rollBackBuild',
  summary: 'Return an environment to the deployment before; asked twice it is still one return',
  access: 'approver',
  body: rollbackBody,
  status: 202,
  done: 'The return was handed over',
  schema: deployAnswerSchema,
  async decide(context) {
    const { deps, body } = context;
    let outcome = await promise(context, null);
    if ('made' in outcome && !outcome.made && (await isLost(deps, outcome.promise))) outcome = await promise(context, outcome.promise);
    if ('refused' in outcome)
      throw new MillwrightError(
        'ACTION_NOT_ALLOWED',
        outcome.refused === 'nothing'
          ? `${body.environment} has no deployment before the one of now to return to.`
          : `A deployment to ${body.environment} is under way (${outcome.deployment.id}, ${outcome.deployment.status}). Wait for its end, then return if that is still wanted.`,
      );
    deps.outbox.nudge();
    return { deployment_id: outcome.promise.deploymentId, environment: body.environment, status: 'requested' };
  },
});

function promise({ deps, user, build, body, attempt }: DecisionContext<{ environment: Environment }>, lost: RollbackPromise | null) {
  const wish = { buildId: build.id, projectId: build.projectId, userId: user.id, environment: body.environment, title: build.title, attempt: attempt.id };
  return deps.database.orm.transaction((tx) => promiseRollback(tx, wish, lost));
}

/** Whether a return that was started and has no end yet is carried on by nobody. While Temporal is away it counts as at work. */
async function isLost(deps: AppDeps, { buildId, kind, handedOver }: RollbackPromise): Promise<boolean> {
  if (!handedOver) return false;
  try {
    return (await workflowState(deps.temporal, rollbackWorkflowId(buildId, kind))) !== 'running';
  } catch (error) {
    if (temporalIsAway(error)) return false;
    throw error;
  }
}
