/** Rows of executions to what the API answers: snake case, times in ISO. */
import type { ExecutionFile } from '../contracts/execution.js';
import { EXECUTION_DAYS } from '../contracts/limits.js';
import type { QueuePlace } from '../contracts/queue.js';
import type { OwnedArtifact } from '../db/queries/artifacts.js';
import type { AttemptHead, ExecutionHead, ExecutionRepositoryRow, ExecutionRow } from '../db/queries/executions.js';
import type { ExecutionBranch } from '../db/schema/index.js';
import { urlsOf } from './executions.js';

const DAY_MS = 86_400_000;

/** `tier`: of its user. */
export function executionHead(row: ExecutionHead, tier: string) {
  const days = tier === 'free' ? EXECUTION_DAYS.free : EXECUTION_DAYS.registered;
  return {
    id: row.id,
    execution_id: row.id,
    session_id: row.sessionId,
    status: row.status,
    prompt: row.prompt,
    language: row.dialect ?? row.language,
    language_source: row.languageSource,
    waiting_for: row.waitingFor,
    output_preference: row.outputPreference,
    llm_preference: row.llmPreference,
    round: row.round,
    attempt: row.attempt,
    max_attempts: row.maxAttempts,
    cost_usd: row.costUsd,
    budget_usd: row.budgetUsd,
    model: row.model,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    expires_at: row.endedAt ? new Date(row.endedAt.getTime() + days * DAY_MS).toISOString() : null,
    ...urlsOf(row.id),
  };
}

interface ExecutionParts {
  attempts: AttemptHead[];
  /** Null: there is none, or it has expired. */
  artifact: OwnedArtifact | null;
  /** Where it waits; null when it does not. */
  queue: QueuePlace | null;
  /** Of its user. */
  tier: string;
  /** The existing repository it works in, or null. */
  repository: ExecutionRepositoryRow | null;
}

/** Everything about one execution. */
export function execution(row: ExecutionRow, { attempts, artifact, queue, tier, repository }: ExecutionParts) {
  const files = row.files ?? [];
  return {
    ...executionHead(row, tier),
    queue,
    code: textOf(files.filter(({ kind }) => kind === 'code')),
    tests: textOf(files.filter(({ kind }) => kind === 'test')),
    files,
    output: row.output,
    explanation: row.explanation,
    failure: row.failure,
    artifact: artifact && {
      id: artifact.id,
      name: artifact.name,
      media_type: artifact.mediaType,
      bytes: artifact.bytes,
      url: `/api/artifacts/${artifact.id}`,
      download_url: `/api/artifacts/${artifact.id}/download`,
    },
    repository: repository && {
      url: repository.url,
      ref: repository.ref ?? repository.commit,
      branch: repository.branch,
      base_commit: repository.baseCommit,
      test_tool: repository.facts?.testCommand?.tool ?? null,
    },
    pr: row.branch && branchEntry(row.branch, { repository, artifact }),
    timeout_seconds: row.timeoutSeconds,
    attempts: attempts.map(attemptEntry),
  };
}

/** Where the work is, and what to do with it: nothing is pushed, for no code host is connected. */
function branchEntry(kept: ExecutionBranch, { repository, artifact }: Pick<ExecutionParts, 'repository' | 'artifact'>) {
  const { branch, project_id, commit, base_commit } = kept;
  const where = `the work is on branch ${branch} of project ${project_id}`;
  const entry = { url: null, project_id, branch, commit, base_commit: base_commit ?? null };
  if (!repository || base_commit === undefined) return { ...entry, detail: `No code host is connected, so no pull request was opened: ${where}.` };
  const how = artifact?.mediaType === 'application/zip' ? 'unpack the artifact over' : 'use "git apply --index" with the artifact on';
  const take = artifact ? ` To take it: ${how} a checkout of that commit, push that as a branch, and open the pull request there.` : '';
  const detail = `No code host is connected, so nothing was pushed and no pull request was opened: ${where}, on top of ${base_commit} of ${repository.url}.${take} A build with that project_id goes on in the repository.`;
  return { ...entry, detail };
}

function attemptEntry(row: AttemptHead) {
  return {
    round: row.round,
    attempt: row.attempt,
    status: row.state,
    error_type: row.errorType,
    error_message: row.errorMessage,
    fix_applied: row.fixApplied,
    summary: row.summary,
    tests: { total: row.testsTotal, passed: row.testsPassed },
    model: row.model,
    cost_usd: row.costUsd,
    started_at: row.createdAt.toISOString(),
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}

/** One file as it is; several one after the other, each under its path. */
function textOf(files: ExecutionFile[]): string | null {
  if (files.length === 0) return null;
  if (files.length === 1) return files[0]?.content ?? null;
  return files.map(({ path, content }) => `==> ${path} <==\n${content}`).join('\n');
}
