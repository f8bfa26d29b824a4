import { readBuildParts, type BuildRow } from '../../db/queries/builds.js';
import { findPlan } from '../../db/queries/plans.js';
import { orderTasks, planSchema, type PlanTask } from '../../schemas/plan.js';
import { buildParams } from '../../schemas/requests.js';
import { statusSchema } from '../../schemas/responses.js';
import { loadBuild } from '../builds.js';
import type { AppDeps } from '../deps.js';
import { buildStatus } from '../present.js';
import { defineRoute } from '../route.js';
import { readServing } from '../serving.js';

export const readBuildStatus = defineRoute({
  method: 'get',
  path: '/coding_agent/status/{id}',
  operation: 'getBuild',
  summary: 'Everything a person asks about one build',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  responses: { 200: { description: 'The build', schema: statusSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params }) {
    const build = await loadBuild(deps, user, params.id);
    const [parts, problemOf] = await Promise.all([readBuildParts(deps.database.orm, build.id), readServing(deps.home)]);
    const planned = parts.tasks.length === 0 && build.waitingFor?.kind === 'plan' ? await plannedTasks(deps, build) : [];
    return { status: 200, body: buildStatus(build, parts, { planned, temporalUrl: temporalUrl(deps, build.id), problemOf }) };
  },
});

/** The build's workflow in the Temporal Web UI; null where that is unknown. */
function temporalUrl({ temporalUiUrl, temporal }: AppDeps, id: string): string | null {
  if (temporalUiUrl === null) return null;
  return `${temporalUiUrl.replace(/\/$/, '')}/namespaces/${encodeURIComponent(temporal.options.namespace)}/workflows/${encodeURIComponent(id)}`;
}

/** What the waiting plan would have done, in the order it would run; nothing when the plan cannot be read. */
async function plannedTasks(deps: AppDeps, build: BuildRow): Promise<PlanTask[]> {
  const found = await findPlan(deps.database.orm, build.id, build.planVersion);
  const plan = planSchema.safeParse(found?.plan);
  return plan.success ? orderTasks(plan.data.tasks) : [];
}
