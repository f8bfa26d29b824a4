import { languagesPlanned, listActiveBuilds, liveEnvironments } from '../../db/queries/builds.js';
import { listQuery } from '../../schemas/requests.js';
import { activeSchema } from '../../schemas/responses.js';
import { activeBuild, list } from '../present.js';
import { defineRoute } from '../route.js';

export const activeBuilds = defineRoute({
  method: 'get',
  path: '/coding_agent/active',
  operation: 'listBuilds',
  summary: 'Builds not finished (or those of one status, or `waiting`, `ended`, `any`), with what can be done with them now',
  tag: 'reading',
  access: 'viewer',
  query: listQuery,
  responses: { 200: { description: 'A page of builds, newest first', schema: activeSchema } },
  async handle({ deps, user, query }) {
    const page = await listActiveBuilds(deps.database.orm, user.id, query);
    const ids = page.items.map(({ id }) => id);
    const [live, planned] = await Promise.all([liveEnvironments(deps.database.orm, ids), languagesPlanned(deps.database.orm, ids)]);
    const body = list('builds', query, page, (build) => activeBuild(build, live.get(build.id) ?? [], planned.get(build.id) ?? null));
    return { status: 200, body };
  },
});
