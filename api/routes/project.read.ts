import { findProject, readProjectParts } from '../../db/queries/projects.js';
import { projectParams } from '../../schemas/requests.js';
import { projectSchema } from '../../schemas/responses.js';
import { notFound } from '../errors.js';
import { project } from '../present.js';
import { defineRoute } from '../route.js';

const PROJECT_ID = /^[\w.-]{1,64}$/;

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
    const found = PROJECT_ID.test(params.id) ? await findProject(deps.database.orm, user.id, params.id) : null;
    if (!found) throw notFound('project');
    const parts = await readProjectParts(deps.database.orm, found.id);
    const environments = parts.environments.map((row) => ({
      name: row.name,
      url: row.url,
      active_deployment_id: row.activeDeploymentId,
      previous_deployment_id: row.previousDeploymentId,
    }));
    const builds = parts.builds.map(({ id, title, status, createdAt }) => ({ id, title, status, created_at: createdAt.toISOString() }));
    return { status: 200, body: { ...project(found), environments, builds } };
  },
});
