import { listProjects } from '../../db/queries/projects.js';
import { listQuery } from '../../schemas/requests.js';
import { projectsSchema } from '../../schemas/responses.js';
import { list, project } from '../present.js';
import { defineRoute } from '../route.js';

export const projectsList = defineRoute({
  method: 'get',
  path: '/projects',
  operation: 'listProjects',
  summary: 'Your projects, newest first',
  tag: 'projects',
  access: 'viewer',
  query: listQuery,
  responses: { 200: { description: 'A page of them', schema: projectsSchema } },
  async handle({ deps, user, query }) {
    return { status: 200, body: list('projects', query, await listProjects(deps.database.orm, user.id, query), project) };
  },
});
