import { findPlan, listPlanVersions } from '../../db/queries/plans.js';
import { MillwrightError } from '../../contracts/failures.js';
import { buildParams, planQuery } from '../../schemas/requests.js';
import { planAnswerSchema } from '../../schemas/responses.js';
import { loadBuild } from '../builds.js';
import { defineRoute } from '../route.js';

export const readPlan = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/plan',
  operation: 'getPlan',
  summary: 'The plan of now, or a version of it',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  query: planQuery,
  responses: { 200: { description: 'The plan', schema: planAnswerSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, query }) {
    const build = await loadBuild(deps, user, params.id);
    const [found, versions] = await Promise.all([
      findPlan(deps.database.orm, build.id, query.version ?? build.planVersion),
      listPlanVersions(deps.database.orm, build.id),
    ]);
    if (!found) throw new MillwrightError('NOT_FOUND', query.version ? `The plan has no version ${query.version}.` : 'There is no plan yet.');
    const { version, digest, author, plan, createdAt } = found;
    const body = {
      build_id: build.id,
      version,
      digest,
      author,
      created_at: createdAt.toISOString(),
      plan,
      current: digest === build.planDigest && version === build.planVersion,
      versions: versions.map((row) => ({ version: row.version, digest: row.digest, author: row.author, created_at: row.createdAt.toISOString() })),
    };
    return { status: 200, body };
  },
});
