import { WORKSPACE_FILES_MAX } from '../../contracts/workspaces.js';
import { listWorkspaceFiles, type WorkspaceRow } from '../../db/queries/workspaces.js';
import { workspaceParams, workspaceSchema } from '../../schemas/workspaces.js';
import type { AppDeps } from '../deps.js';
import { defineRoute } from '../route.js';
import { loadWorkspace, presentFile, presentWorkspace } from '../workspaces.js';

export const readWorkspace = defineRoute({
  method: 'get',
  path: '/code-generation/workspaces/{id}',
  operation: 'getWorkspace',
  summary: 'A workspace with the names of its files',
  tag: 'code',
  access: 'viewer',
  params: workspaceParams,
  responses: { 200: { description: 'The workspace', schema: workspaceSchema } },
  failures: ['NOT_FOUND'],
  handle: async ({ deps, user, params }) => ({ status: 200, body: await wholeWorkspace(deps, await loadWorkspace(deps, user, params.id)) }),
});

/** A workspace and every file it may have. */
export async function wholeWorkspace(deps: AppDeps, row: WorkspaceRow) {
  const { items } = await listWorkspaceFiles(deps.database.orm, row.id, { page: 1, limit: WORKSPACE_FILES_MAX });
  return { ...presentWorkspace(row), files: items.map(presentFile) };
}
