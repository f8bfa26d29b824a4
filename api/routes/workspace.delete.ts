import { deleteWorkspace } from '../../db/queries/workspaces.js';
import { workspaceParams } from '../../schemas/workspaces.js';
import { defineRoute } from '../route.js';
import { loadWorkspace } from '../workspaces.js';

export const removeWorkspace = defineRoute({
  method: 'delete',
  path: '/code-generation/workspaces/{id}',
  operation: 'deleteWorkspace',
  summary: 'Delete a workspace and its repository for good',
  tag: 'code',
  access: 'developer',
  params: workspaceParams,
  responses: { 204: { description: 'It is gone' } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, response }) {
    const workspace = await loadWorkspace(deps, user, params.id);
    await deps.database.orm.transaction((tx) => deleteWorkspace(tx, workspace));
    deps.outbox.nudge();
    response.status(204).end();
    return null;
  },
});
