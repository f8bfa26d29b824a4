import { listDeployments } from '../../db/queries/overview.js';
import { deploymentsQuery, deploymentsSchema } from '../../schemas/overview.js';
import { list } from '../present.js';
import { deploymentOverview } from '../present-overview.js';
import { defineRoute } from '../route.js';
import { readServing } from '../serving.js';

export const deploymentsList = defineRoute({
  method: 'get',
  path: '/deployments',
  operation: 'listDeployments',
  summary: 'The deployments of all your builds, newest first',
  tag: 'reading',
  access: 'viewer',
  query: deploymentsQuery,
  responses: { 200: { description: 'A page of them', schema: deploymentsSchema } },
  async handle({ deps, user, query }) {
    const [page, problemOf] = await Promise.all([listDeployments(deps.database.orm, user.id, query), readServing(deps.home)]);
    return { status: 200, body: list('deployments', query, page, (row) => deploymentOverview(row, problemOf)) };
  },
});
