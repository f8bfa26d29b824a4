import { readComparison } from '../../db/queries/compare.js';
import { buildParams, compareQuery } from '../../schemas/requests.js';
import { comparisonSchema } from '../../schemas/responses.js';
import { loadBuild } from '../builds.js';
import { comparison, type Side } from '../compare/compare.js';
import type { AppDeps } from '../deps.js';
import { defineRoute } from '../route.js';
import type { User } from '../roles.js';

export const compareBuilds = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/compare',
  operation: 'compareBuilds',
  summary: 'This build and another in one view: plans, tasks, turns, cost, time, tests, models, and the files in which their results differ',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  query: compareQuery,
  responses: { 200: { description: 'Both builds', schema: comparisonSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, query }) {
    const [left, right] = [await sideOf(deps, user, params.id), await sideOf(deps, user, query.with)];
    return { status: 200, body: comparison(left, right) };
  },
});

async function sideOf(deps: AppDeps, user: User, id: string): Promise<Side> {
  const build = await loadBuild(deps, user, id);
  return { build, rows: await readComparison(deps.database.orm, build.id) };
}
