import { MillwrightError } from '../../contracts/failures.js';
import { promiseRollback } from '../../db/queries/outbox.js';
import { findEnvironment } from '../../db/queries/projects.js';
import { rollbackBody } from '../../schemas/requests.js';
import { deployAnswerSchema } from '../../schemas/responses.js';
import { defineDecision } from '../decision-route.js';

export const rollbackBuild = defineDecision({
  action: 'rollback',
  summary: 'Return an environment to the deployment before',
  access: 'approver',
  body: rollbackBody,
  status: 202,
  done: 'The return was handed over',
  schema: deployAnswerSchema,
  async decide({ deps, user, build, body: { environment } }) {
    const served = await findEnvironment(deps.database.orm, build.projectId, environment);
    const deploymentId = served?.previousDeploymentId;
    if (!deploymentId) throw new MillwrightError('ACTION_NOT_ALLOWED', `${environment} has no deployment before the one of now to return to.`);
    const promise = { buildId: build.id, userId: user.id, environment, deploymentId, title: build.title };
    await deps.database.orm.transaction((tx) => promiseRollback(tx, promise));
    deps.outbox.nudge();
    return { deployment_id: deploymentId, environment, status: 'requested' };
  },
});
