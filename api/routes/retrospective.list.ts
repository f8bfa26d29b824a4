import { listEndedBuilds } from '../../db/queries/overview.js';
import { listQuery } from '../../schemas/requests.js';
import { retrospectivesSchema } from '../../schemas/overview.js';
import { list } from '../present.js';
import { retrospectiveOverview } from '../present-overview.js';
import { defineRoute } from '../route.js';

export const retrospectivesList = defineRoute({
  method: 'get',
  path: '/retrospectives',
  operation: 'listRetrospectives',
  summary: 'Your ended builds: planned against actual, and what was learned; newest end first',
  tag: 'reading',
  access: 'viewer',
  query: listQuery,
  responses: { 200: { description: 'A page of them; `status` is the status a build ended with', schema: retrospectivesSchema } },
  async handle({ deps, user, query }) {
    const page = await listEndedBuilds(deps.database.orm, user.id, query);
    return { status: 200, body: list('retrospectives', query, page, retrospectiveOverview) };
  },
});
