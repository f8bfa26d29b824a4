import { listWorkspaceFiles, readWorkspaceFile } from '../../db/queries/workspaces.js';
import { filesQuery, filesSchema, workspaceJobSchema, workspaceParams, writeFilesBody, WRITE_BODY_BYTES_MAX, writeQuery } from '../../schemas/workspaces.js';
import { notFound } from '../errors.js';
import { list } from '../present.js';
import { defineRoute, type Route } from '../route.js';
import { loadReadyWorkspace, loadWorkspace, presentFile, runJob } from '../workspaces.js';

const PATH = '/code-generation/workspaces/{id}/files';

export const workspaceFiles = defineRoute({
  method: 'get',
  path: PATH,
  operation: 'readWorkspaceFiles',
  summary: 'The files of a workspace, or one of them with its text',
  tag: 'code',
  access: 'viewer',
  params: workspaceParams,
  query: filesQuery,
  responses: { 200: { description: 'A page of them by path; with `path` that one file', schema: filesSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, query }) {
    const workspace = await loadWorkspace(deps, user, params.id);
    const { orm } = deps.database;
    if (query.path === undefined) return { status: 200, body: list('files', query, await listWorkspaceFiles(orm, workspace.id, query), presentFile) };
    const file = await readWorkspaceFile(orm, workspace.id, query.path);
    if (!file) throw notFound('file');
    return { status: 200, body: { ...presentFile(file), content: file.content, commit: workspace.head } };
  },
});

/** PUT and POST say the same: what a file is afterwards stands in the body. */
function writeRoute(method: 'post' | 'put'): Route {
  return defineRoute({
    method,
    path: PATH,
    operation: method === 'put' ? 'putWorkspaceFiles' : 'writeWorkspaceFiles',
    summary: 'Write, edit and delete files: all of it or nothing, in one commit',
    tag: 'code',
    access: 'developer',
    params: workspaceParams,
    query: writeQuery,
    body: writeFilesBody,
    bodyBytesMax: WRITE_BODY_BYTES_MAX,
    idempotent: true,
    responses: {
      200: { description: 'What changed, file by file', schema: workspaceJobSchema },
      202: { description: 'Stored; the job tells when it is done', schema: workspaceJobSchema },
    },
    failures: ['NOT_FOUND', 'NOT_READY', 'IDEMPOTENCY_MISMATCH', 'WORKSPACE_LIMIT', 'WORKSPACE_TOO_LARGE', 'STEP_TIMED_OUT', 'DISK_FULL'],
    async handle(context) {
      const { deps, user, params, query, body } = context;
      const workspace = await loadReadyWorkspace(deps, user, params.id);
      return runJob(context, workspace, { job: { kind: 'write', input: body }, seconds: query.wait });
    },
  });
}

export const writeWorkspaceFiles: readonly Route[] = [writeRoute('put'), writeRoute('post')];
