import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { suffixFrom } from '../contracts/ids.js';
import { MillwrightError } from '../contracts/failures.js';
import { isCheckAction, WORKSPACE_CHECKS_MAX, WORKSPACE_WRITES_MAX, type WorkspaceJobKind } from '../contracts/workspaces.js';
import {
  findWorkspace,
  findWorkspaceJob,
  promiseJob,
  type NewJob,
  type WorkspaceCommitRow,
  type WorkspaceFileHead,
  type WorkspaceJobRow,
  type WorkspaceRow,
} from '../db/queries/workspaces.js';
import type { AppDeps } from './deps.js';
import { notFound } from './errors.js';
import { once } from './once.js';
import type { User } from './roles.js';
import type { Context, Reply } from './route.js';

// A commit is there after a few looks; checks are not worth more than two a second.
const LOOK_MS = { first: 20, most: 500 };
// Ids are made without asking whether one is taken: 60 bits.
const SUFFIX_LENGTH = 12;

/** An id made from what names the request's one doing, so that a repeat makes the same. */
export function idFrom(prefix: 'ws' | 'wsj', attemptId: string): string {
  return `${prefix}-${suffixFrom(createHash('sha256').update(`${prefix}/${attemptId}`).digest(), SUFFIX_LENGTH)}`;
}

/** One's own workspace; NOT_FOUND for others. */
export async function loadWorkspace(deps: AppDeps, user: User, id: string): Promise<WorkspaceRow> {
  const row = isId(id) ? await findWorkspace(deps.database.orm, user.id, id) : null;
  if (!row) throw notFound('workspace');
  return row;
}

/** A workspace that has files; NOT_READY before. */
export async function loadReadyWorkspace(deps: AppDeps, user: User, id: string): Promise<WorkspaceRow & { head: string }> {
  const row = await loadWorkspace(deps, user, id);
  if (row.head !== null) return { ...row, head: row.head };
  const why =
    row.status === 'failed' ? 'could not be filled from its template; delete it and make another' : 'is being filled from its template; try again in a moment';
  throw new MillwrightError('NOT_READY', `The workspace ${why}.`);
}

export async function loadJob(deps: AppDeps, workspaceId: string, id: string): Promise<WorkspaceJobRow> {
  const row = isId(id) ? await findWorkspaceJob(deps.database.orm, workspaceId, id) : null;
  if (!row) throw notFound('job');
  return row;
}

/** What cannot be an id is not asked for: PostgreSQL refuses NUL. */
function isId(id: string): boolean {
  return /^[a-z0-9-]{1,80}$/.test(id);
}

/**
 * Stores a job once per Idempotency-Key, waits for it up to `seconds` and answers it: 200 done, 202 still to come, or the
 * failure it ended with. A repeat is answered how the job stands then.
 */
export async function runJob(
  context: Pick<Context<unknown, unknown, unknown>, 'deps' | 'user' | 'idempotencyKey' | 'response'>,
  workspace: WorkspaceRow,
  request: { job: Omit<NewJob, 'id'>; seconds: number },
): Promise<Reply> {
  const { deps } = context;
  const { kind, input } = request.job;
  const kept = await once(context, { workspace: workspace.id, kind, input }, async (attempt) => {
    const job = { ...request.job, id: idFrom('wsj', attempt.id) };
    const row = await deps.database.orm.transaction((tx) => promiseJob(tx, workspace, job));
    if (!row) throw tooMany(kind);
    deps.outbox.nudge();
    return { status: 202, body: { job_id: row.id } };
  });
  const jobId = (kept.body as { job_id: string }).job_id;
  const row = await waitForJob(context, workspace.id, jobId, request.seconds);
  return row.endedAt ? answerOf(row) : { status: 202, body: presentJob(row), headers: { location: jobUrl(row) } };
}

function tooMany(kind: WorkspaceJobKind): MillwrightError {
  const what = isCheckAction(kind) ? `${WORKSPACE_CHECKS_MAX} checks` : `${WORKSPACE_WRITES_MAX} writes`;
  return new MillwrightError('WORKSPACE_LIMIT', `${what} of yours wait or run already. Wait for one of them to end, then ask again.`);
}

/** A commit that was refused is a refusal of the request; checks that could not run are news about a job that was accepted. */
function answerOf(row: WorkspaceJobRow): Reply {
  if (row.failure && !isCheckAction(row.kind)) throw thrown(row);
  return { status: 200, body: presentJob(row) };
}

function thrown({ failure }: WorkspaceJobRow): MillwrightError {
  return new MillwrightError(failure!.code, failure!.detail, failure!.errors ? { errors: failure!.errors } : {});
}

/** The job when it has ended, or as it stands after `seconds`, or when the asker is gone. */
export async function waitForJob(
  { deps, response }: Pick<Context<unknown, unknown, unknown>, 'deps' | 'response'>,
  workspaceId: string,
  jobId: string,
  seconds: number,
): Promise<WorkspaceJobRow> {
  const deadline = Date.now() + seconds * 1_000;
  for (let pauseMs = LOOK_MS.first; ; pauseMs = Math.min(pauseMs * 1.5, LOOK_MS.most)) {
    const row = await loadJob(deps, workspaceId, jobId);
    if (row.endedAt || Date.now() >= deadline || response.closed) return row;
    await sleep(Math.min(pauseMs, Math.max(1, deadline - Date.now())));
  }
}

export function workspaceUrl(id: string): string {
  return `/api/code-generation/workspaces/${id}`;
}

function jobUrl({ workspaceId, id }: WorkspaceJobRow): string {
  return `${workspaceUrl(workspaceId)}/jobs/${id}`;
}

export function presentWorkspace(row: WorkspaceRow) {
  return {
    id: row.id,
    name: row.name,
    template: row.template,
    language: row.language,
    project_id: row.projectId,
    status: row.status,
    branch: 'main',
    commit: row.head,
    file_count: row.files,
    bytes: row.bytes,
    url: workspaceUrl(row.id),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

export function presentFile({ path, bytes, executable, oid }: WorkspaceFileHead) {
  return { path, bytes, executable, oid };
}

export function presentCommit({ number, commit, parent, kind, message, author, changed, createdAt }: WorkspaceCommitRow) {
  return { number, commit, parent, kind, message, author, changed, at: createdAt.toISOString() };
}

/** A job as it stands, with what came of it. */
export function presentJob(row: WorkspaceJobRow) {
  return {
    status: null,
    ...row.result,
    job_id: row.id,
    workspace_id: row.workspaceId,
    kind: row.kind,
    state: row.state,
    status_url: jobUrl(row),
    commit: row.commit,
    failure: row.failure,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}
