import { and, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { sha256Hex } from '../../db/canonical-json.js';
import type { ExecutionFile } from '../../contracts/execution.js';
import type { PublicFailure } from '../../contracts/failures.js';
import { EXECUTION_DAYS } from '../../contracts/limits.js';
import type { ExecutionRow } from '../../db/queries/executions.js';
import { tierOf } from '../../db/queries/users.js';
import { recordExecutionChange, storableJson } from '../../db/queries/record.js';
import { artifacts, executionAttempts, projects } from '../../db/schema/index.js';
import type { BuildDeps } from '../build/deps.js';
import { zipOf } from '../build/result-zip.js';
import { settleAbandoned } from '../llm/booking.js';
import { endOf } from './explain.js';
import { attemptsOf, loadExecution } from './rows.js';

const DAY_MS = 86_400_000;

/** Ends a round, once: its status, the best code with its explanation, and what the person wanted to have of it. */
export async function endExecution(deps: BuildDeps, input: { executionId: string; round: number; failure: PublicFailure | null }): Promise<{ status: string }> {
  const { executionId, round } = input;
  const execution = await loadExecution(deps.db.orm, executionId);
  // Asked again after a later round began: that round's result stands.
  if (execution.round > round) return { status: execution.status };
  // Calls whose worker died are nobody's any more; their money is not kept back for ever.
  await settleAbandoned(deps.db, executionId, deps.budgets);
  const attempts = await attemptsOf(deps.db.orm, { executionId, round });
  const end = storableJson(endOf(attempts, execution.maxAttempts, input.failure));
  const files = end.best?.files ?? null;
  const kept = files ? await keepResult(deps, execution, files) : {};
  deps.failpoint('execution-end', 'before');
  await deps.db.orm.transaction(async (tx) => {
    await closeOpenAttempts(tx, input);
    await recordExecutionChange(tx, {
      executionId,
      key: `ended/${round}`,
      event: { kind: 'execution.ended', round, status: end.status, attempt: attempts.at(-1)?.attempt ?? 0, failure: end.failure },
      patch: {
        status: end.status,
        failure: end.failure,
        explanation: withLanguageNote(execution, end.explanation),
        // A round without any code leaves that of an earlier one.
        ...(end.best ? { files, output: end.best.output, ...kept } : {}),
        endedAt: new Date(),
      },
      audit: { actor: 'millwright', action: `execution.${end.status}`, detail: { round, code: end.failure?.code ?? null } },
    });
  });
  deps.failpoint('execution-end', 'after');
  return { status: end.status };
}

/** What was under way when the round ended early is no longer. */
async function closeOpenAttempts(tx: Transaction, { executionId, round }: { executionId: string; round: number }): Promise<void> {
  const isOpen = inArray(executionAttempts.state, ['running', 'written']);
  await tx
    .update(executionAttempts)
    .set({ state: 'failed', summary: 'it was not finished', endedAt: new Date() })
    .where(and(eq(executionAttempts.executionId, executionId), eq(executionAttempts.round, round), isOpen));
}

function withLanguageNote({ languageSource, language }: ExecutionRow, explanation: string): string {
  return languageSource === 'default' ? `${explanation}\nThe prompt names no language, so ${language} was taken; say another one with retry.` : explanation;
}

async function keepResult(deps: BuildDeps, execution: ExecutionRow, files: ExecutionFile[]): Promise<{ artifactId?: string; branch?: ExecutionRow['branch'] }> {
  switch (execution.outputPreference) {
    case 'snippet':
      return { artifactId: await keepSnippet(deps, execution, files) };
    case 'zip':
      return { artifactId: await keepZip(deps, execution, files) };
    case 'pr':
      return { branch: await keepBranch(deps, execution, files) };
  }
}

/** The program's one file as it is; several as one document. */
async function keepSnippet(deps: BuildDeps, execution: ExecutionRow, files: ExecutionFile[]): Promise<string> {
  const code = files.filter(({ kind }) => kind === 'code');
  const [only] = code;
  const single = only && code.length === 1 ? { name: only.path.slice(only.path.lastIndexOf('/') + 1), text: only.content } : null;
  const text = single?.text ?? files.map(({ path, content }) => `==> ${path} <==\n${content}`).join('\n');
  return keep(deps, execution, { name: single?.name ?? `${execution.id}.txt`, mediaType: 'text/plain', bytes: Buffer.from(text, 'utf8'), content: text });
}

async function keepZip(deps: BuildDeps, execution: ExecutionRow, files: ExecutionFile[]): Promise<string> {
  const entries = files.map(({ path, content }) => ({ path, content: Buffer.from(content, 'utf8'), executable: false }));
  return keep(deps, execution, { name: `${execution.id}.zip`, mediaType: 'application/zip', bytes: await zipOf(entries, execution.id), content: null });
}

/** An artifact of the user's own, for as long as the execution is kept; the id is made of what it holds, so a redo keeps one. */
async function keep(
  deps: BuildDeps,
  { id: executionId, userId }: ExecutionRow,
  artifact: { name: string; mediaType: string; bytes: Buffer; content: string | null },
): Promise<string> {
  const { name, mediaType, bytes, content } = artifact;
  const sha256 = sha256Hex(bytes);
  const id = `art-${sha256Hex(`${executionId}\n${name}\n${sha256}`).slice(0, 20)}`;
  const days = (await tierOf(deps.db.orm, userId)) === 'free' ? EXECUTION_DAYS.free : EXECUTION_DAYS.registered;
  const expiresAt = new Date(Date.now() + days * DAY_MS);
  // The blob first: a row never points at nothing.
  if (content === null) await deps.blobs.put(id, bytes);
  await deps.db.orm
    .insert(artifacts)
    .values({ id, userId, name, mediaType, bytes: bytes.length, sha256, content, expiresAt })
    .onConflictDoUpdate({ target: artifacts.id, set: { expiresAt } });
  return id;
}

/** One commit on a branch of a project of its own, on which builds can go on; a further round commits on top. */
async function keepBranch(deps: BuildDeps, execution: ExecutionRow, files: ExecutionFile[]): Promise<NonNullable<ExecutionRow['branch']>> {
  const projectId = execution.id.replace('exec-', 'proj-');
  const branch = `agt/${execution.id}`;
  const step = `${execution.id}/${execution.round}`;
  await deps.db.orm
    .insert(projects)
    .values({ id: projectId, userId: execution.userId, name: execution.prompt.slice(0, 200).toWellFormed() })
    .onConflictDoNothing();
  await deps.git.ensureProject(projectId);
  const main = await deps.git.head(projectId, 'main');
  await deps.git.createBranch(projectId, branch, main ?? '');
  const head = await deps.git.head(projectId, branch);
  if (head && (await deps.git.stepOf(projectId, head)) === step) return { project_id: projectId, branch, commit: head };
  const known = head ? (await deps.git.list(projectId, head)).map(({ path }) => path) : [];
  const paths = new Set(files.map(({ path }) => path));
  const commit = await deps.git.commit(projectId, {
    branch,
    expectedHead: head,
    step,
    date: execution.startedAt ?? execution.createdAt,
    author: 'backend-developer',
    message: `feat: ${execution.prompt.split('\n', 1)[0]?.slice(0, 60) ?? 'what was asked for'}`,
    written: files.map(({ path, content }) => ({ path, content: Buffer.from(content, 'utf8') })),
    deleted: known.filter((path) => !paths.has(path)),
  });
  return { project_id: projectId, branch, commit };
}
