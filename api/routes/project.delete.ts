import { MillwrightError } from '../../contracts/failures.js';
import { deleteProject } from '../../db/queries/delete-project.js';
import { projectParams } from '../../schemas/requests.js';
import { notFound } from '../errors.js';
import { loadProject } from '../projects.js';
import { defineRoute } from '../route.js';

export const removeProject = defineRoute({
  method: 'delete',
  path: '/projects/{id}',
  operation: 'deleteProject',
  summary: 'Delete a project for good: its repository, workspaces, documents and deployments with their data; its builds stay to be read',
  tag: 'projects',
  access: 'developer',
  params: projectParams,
  responses: { 204: { description: 'It is gone' } },
  failures: ['NOT_FOUND', 'PROJECT_IN_USE'],
  async handle({ deps, user, params, response }) {
    const { id } = await loadProject(deps, user, params.id);
    const outcome = await deps.database.orm.transaction((tx) => deleteProject(tx, user.id, id));
    if (outcome === 'missing') throw notFound('project');
    if (outcome !== 'deleted') throw new MillwrightError('PROJECT_IN_USE', `${outcome.busy} has not ended. Stop it or let it end, then delete the project.`);
    deps.outbox.nudge();
    response.status(204).end();
    return null;
  },
});
