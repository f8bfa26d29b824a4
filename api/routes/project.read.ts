import { readProjectParts } from '../../db/queries/projects.js';
import { projectParams } from '../../schemas/requests.js';
import { projectSchema } from '../../schemas/responses.js';
import { project } from '../present.js';
import { loadProject } from '../projects.js';
import { defineRoute } from '../route.js';
import { readServing } from '../serving.js';

export const readProject = defineRoute({
  method: 'get',
  path: '/projects/{id}',
  operation: 'getProject',
  summary: 'A project, where it serves and its latest builds',
  tag: 'projects',
  access: 'viewer',
  params: projectParams,
  responses: { 200: { description: 'The project', schema: projectSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params }) {
    const found = await loadProject(deps, user, params.id);
    const [parts, problemOf] = await Promise.all([readProjectParts(deps.database.orm, found.id), readServing(deps.home)]);
    const environments = parts.environments.map((row) => ({
      name: row.name,
      url: row.url,
      problem: row.activeDeploymentId === null ? null : problemOf({ projectId: found.id, environment: row.name, status: 'live' }),
      active_deployment_id: row.activeDeploymentId,
      previous_deployment_id: row.previousDeploymentId,
    }));
    const builds = parts.builds.map(({ id, title, status, createdAt }) => ({ id, title, status, created_at: createdAt.toISOString() }));
    return { status: 200, body: { ...project(found), environments, builds } };
  },
});
