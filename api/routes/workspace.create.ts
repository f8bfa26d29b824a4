import { MillwrightError } from '../../contracts/failures.js';
import { WORKSPACE_TEMPLATES, WORKSPACES_MAX } from '../../contracts/workspaces.js';
import { findProject } from '../../db/queries/projects.js';
import { promiseWorkspace } from '../../db/queries/workspaces.js';
import { createWorkspaceBody, workspaceSchema, writeQuery } from '../../schemas/workspaces.js';
import { invalid } from '../errors.js';
import { once } from '../once.js';
import { defineRoute } from '../route.js';
import { idFrom, loadWorkspace, waitForJob } from '../workspaces.js';
import { wholeWorkspace } from './workspace.read.js';

export const createWorkspace = defineRoute({
  method: 'post',
  path: '/code-generation/workspaces',
  operation: 'createWorkspace',
  summary: 'Make a workspace from a template: a git repository of its own whose files, checks and commits are driven from here',
  tag: 'code',
  access: 'developer',
  query: writeQuery,
  body: createWorkspaceBody,
  idempotent: true,
  responses: {
    201: { description: 'The workspace with its files', schema: workspaceSchema },
    202: { description: 'Stored; it is filled as soon as a worker is there', schema: workspaceSchema },
  },
  failures: ['IDEMPOTENCY_MISMATCH', 'WORKSPACE_LIMIT', 'STEP_TIMED_OUT', 'DISK_FULL'],
  async handle(context) {
    const { deps, user, query } = context;
    const { template, name = template, project_id: projectId = null } = context.body;
    const kept = await once(context, { workspace: context.body }, async (attempt) => {
      if (projectId !== null && !(await findProject(deps.database.orm, user.id, projectId))) throw invalid('/project_id', 'is no project of yours');
      const id = idFrom('ws', attempt.id);
      const jobId = idFrom('wsj', attempt.id);
      const language = WORKSPACE_TEMPLATES[template];
      const row = await deps.database.orm.transaction((tx) => promiseWorkspace(tx, { id, userId: user.id, projectId, name, template, language }, jobId));
      if (!row) throw new MillwrightError('WORKSPACE_LIMIT', `You have ${WORKSPACES_MAX} workspaces, as many as there may be. Delete one, then make this one.`);
      deps.outbox.nudge();
      return { status: 201, body: { id, job_id: jobId } };
    });
    const { id, job_id: jobId } = kept.body as { id: string; job_id: string };
    const job = await waitForJob(context, id, jobId, query.wait);
    if (job.failure) throw new MillwrightError(job.failure.code, job.failure.detail);
    const body = await wholeWorkspace(deps, await loadWorkspace(deps, user, id));
    return { status: body.status === 'ready' ? 201 : 202, body, headers: { location: body.url } };
  },
});
