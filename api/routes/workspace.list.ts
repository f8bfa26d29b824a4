import { listWorkspaces } from '../../db/queries/workspaces.js';
import { listQuery } from '../../schemas/requests.js';
import { workspacesSchema } from '../../schemas/workspaces.js';
import { list } from '../present.js';
import { defineRoute } from '../route.js';
import { presentWorkspace } from '../workspaces.js';

export const workspacesList = defineRoute({
  method: 'get',
  path: '/code-generation/workspaces',
  operation: 'listWorkspaces',
  summary: 'Your workspaces, newest first',
  tag: 'code',
  access: 'viewer',
  query: listQuery,
  responses: { 200: { description: 'A page of them', schema: workspacesSchema } },
  async handle({ deps, user, query }) {
    return { status: 200, body: list('workspaces', query, await listWorkspaces(deps.database.orm, user.id, query), presentWorkspace) };
  },
});
