import { listWorkspaceCommits } from '../../db/queries/workspaces.js';
import { listQuery, noBody } from '../../schemas/requests.js';
import { commitBody, gitInitSchema, historySchema, workspaceJobSchema, workspaceParams, writeQuery } from '../../schemas/workspaces.js';
import { list } from '../present.js';
import { defineRoute } from '../route.js';
import { loadReadyWorkspace, loadWorkspace, presentCommit, runJob } from '../workspaces.js';

export const initWorkspaceGit = defineRoute({
  method: 'post',
  path: '/code-generation/workspaces/{id}/git/init',
  operation: 'initWorkspaceGit',
  summary: 'Make sure of the repository: a workspace has one from its beginning, so this only tells where it is',
  tag: 'code',
  access: 'developer',
  params: workspaceParams,
  body: noBody,
  responses: { 200: { description: 'The repository', schema: gitInitSchema } },
  failures: ['NOT_FOUND', 'NOT_READY'],
  async handle({ deps, user, params }) {
    const { head, commits } = await loadReadyWorkspace(deps, user, params.id);
    return { status: 200, body: { initialized: true, branch: 'main', commit: head, commits } };
  },
});

export const commitWorkspace = defineRoute({
  method: 'post',
  path: '/code-generation/workspaces/{id}/git/commit',
  operation: 'commitWorkspace',
  summary: 'Put a commit with your words on top of what was written; each write is a commit already, and without new ones nothing is done',
  tag: 'code',
  access: 'developer',
  params: workspaceParams,
  query: writeQuery,
  body: commitBody,
  idempotent: true,
  responses: {
    200: { description: '`committed` is false when there was nothing new', schema: workspaceJobSchema },
    202: { description: 'Stored; the job tells when it is done', schema: workspaceJobSchema },
  },
  failures: ['NOT_FOUND', 'NOT_READY', 'IDEMPOTENCY_MISMATCH', 'WORKSPACE_LIMIT', 'STEP_TIMED_OUT', 'DISK_FULL'],
  async handle(context) {
    const { deps, user, params, query, body } = context;
    const workspace = await loadReadyWorkspace(deps, user, params.id);
    return runJob(context, workspace, { job: { kind: 'commit', input: body }, seconds: query.wait });
  },
});

export const workspaceHistory = defineRoute({
  method: 'get',
  path: '/code-generation/workspaces/{id}/git/history',
  operation: 'getWorkspaceHistory',
  summary: 'The commits of a workspace, newest first',
  tag: 'code',
  access: 'viewer',
  params: workspaceParams,
  query: listQuery,
  responses: { 200: { description: 'A page of them', schema: historySchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, query }) {
    const workspace = await loadWorkspace(deps, user, params.id);
    return { status: 200, body: list('commits', query, await listWorkspaceCommits(deps.database.orm, workspace.id, query), presentCommit) };
  },
});
