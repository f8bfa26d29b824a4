import { CHECK_ACTIONS, type CheckAction } from '../../contracts/workspaces.js';
import { noBody } from '../../schemas/requests.js';
import { checkQuery, workspaceJobParams, workspaceJobSchema, workspaceParams } from '../../schemas/workspaces.js';
import { defineRoute, type Route } from '../route.js';
import { loadJob, loadReadyWorkspace, loadWorkspace, presentJob, runJob } from '../workspaces.js';

const SUMMARIES: Record<CheckAction, string> = {
  install: 'Install what the manifests ask for, from package registries only',
  build: 'Build it, or check its types',
  test: 'Run its tests and measure coverage',
  lint: 'Lint it and look at its format',
  'security-scan': 'Look for unsafe code, secrets and dependencies with known holes',
  validate: 'Run every check there is',
};

const OPERATIONS: Record<CheckAction, string> = {
  install: 'installWorkspace',
  build: 'buildWorkspace',
  test: 'testWorkspace',
  lint: 'lintWorkspace',
  'security-scan': 'scanWorkspace',
  validate: 'validateWorkspace',
};

function checkRoute(action: CheckAction): Route {
  return defineRoute({
    method: 'post',
    path: `/code-generation/workspaces/{id}/${action}`,
    operation: OPERATIONS[action],
    summary: `${SUMMARIES[action]}: on a clean checkout of the newest commit, in a fresh container`,
    tag: 'code',
    access: 'developer',
    params: workspaceParams,
    query: checkQuery,
    body: noBody,
    idempotent: true,
    responses: {
      200: { description: 'With `wait`: it has ended; `status` is the verdict', schema: workspaceJobSchema },
      202: { description: 'Stored and on its way; `status_url` tells how it stands', schema: workspaceJobSchema },
    },
    failures: ['NOT_FOUND', 'NOT_READY', 'IDEMPOTENCY_MISMATCH', 'WORKSPACE_LIMIT'],
    async handle(context) {
      const { deps, user, params, query } = context;
      const workspace = await loadReadyWorkspace(deps, user, params.id);
      return runJob(context, workspace, { job: { kind: action, input: {}, commit: workspace.head }, seconds: query.wait });
    },
  });
}

/** install, build, test, lint, security-scan, validate. */
export const checkWorkspace: readonly Route[] = CHECK_ACTIONS.map(checkRoute);

export const readWorkspaceJob = defineRoute({
  method: 'get',
  path: '/code-generation/workspaces/{id}/jobs/{job}',
  operation: 'getWorkspaceJob',
  summary: 'How a job of a workspace stands, and what came of it',
  tag: 'code',
  access: 'viewer',
  params: workspaceJobParams,
  responses: { 200: { description: 'The job', schema: workspaceJobSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params }) {
    const workspace = await loadWorkspace(deps, user, params.id);
    return { status: 200, body: presentJob(await loadJob(deps, workspace.id, params.job)) };
  },
});
