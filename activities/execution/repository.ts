/** An execution in an existing repository: fetched by the code that builds use, into a git store of its own, and checked once untouched. */
import { eq } from 'drizzle-orm';
import { findExecutionRepository, type ExecutionRepositoryRow, type ExecutionRow } from '../../db/queries/executions.js';
import { recordExecutionChange, storable, storableJson } from '../../db/queries/record.js';
import { executionRepositories, type RepositoryFacts } from '../../db/schema/index.js';
import type { BuildDeps } from '../build/deps.js';
import type { CheckReport } from '../checks/port.js';
import { allowedSource, describeBaseline, fetchInto } from '../repos/take-in.js';
import { loadExecution } from './rows.js';

interface Options {
  signal?: AbortSignal;
  onProgress?: (text: string) => void;
}

/** The repository of an execution, taken in. */
export interface Workplace {
  projectId: string;
  url: string;
  /** The branch's name there, when it is one; else the tag or commit that was asked for. */
  from: string | null;
  baseCommit: string;
  language: string;
  facts: RepositoryFacts;
  /** Null before it was run. */
  baseline: CheckReport | null;
}

/** Where an execution's code is kept in git. */
export function projectOf(executionId: string): string {
  return executionId.replace('exec-', 'proj-');
}

/** Null for an execution that writes files of its own. */
export async function workplaceOf(deps: BuildDeps, { id, language }: Pick<ExecutionRow, 'id' | 'language'>): Promise<Workplace | null> {
  const row = await findExecutionRepository(deps.db.orm, id);
  if (!row) return null;
  const { url, branch, ref, commit, baseCommit, facts, baseline } = row;
  if (baseCommit === null || facts === null || language === null) throw new Error(`the repository of ${id} was not taken in`);
  const from = branch ?? ref ?? commit;
  return { projectId: projectOf(id), url, from, baseCommit, language, facts, baseline: baseline as unknown as CheckReport | null };
}

/**
 * Takes the repository of a round in: fetched in a container, its commit in a store of its own, its facts in rows. Repeatable;
 * a later round goes on from the commit of the first. Throws REPO_URL_NOT_ALLOWED, REPO_UNREACHABLE, REPO_TOO_LARGE,
 * REPO_REFUSED, REPO_LANGUAGE_UNSUPPORTED or SANDBOX_UNAVAILABLE; what is left then goes when the round ends.
 */
export async function takeInForExecution(
  deps: BuildDeps,
  { executionId, round }: { executionId: string; round: number },
  options: Options = {},
): Promise<{ summary: string }> {
  const { language, languageSource } = await loadExecution(deps.db.orm, executionId);
  const asked = await findExecutionRepository(deps.db.orm, executionId);
  if (!asked) throw new Error(`${executionId} works in no repository`);
  const taken = await fetchInto(deps, projectOf(executionId), allowedSource(addressOf(asked), deps.repositories.allow), { ...options, language });
  const { facts, baseCommit } = taken;
  // The branch's name is known from the fetch alone; what is known of another commit is void.
  const moved = baseCommit !== asked.baseCommit;
  const branch = moved ? taken.branch : asked.branch;
  const tests = facts.testCommand?.tool ?? 'the usual tests';
  await deps.db.orm.transaction(async (tx) => {
    const { seq } = await recordExecutionChange(tx, {
      executionId,
      key: `repository/${round}`,
      event: { kind: 'repository.ready', round, url: asked.url, branch, commit: baseCommit, language: taken.language, files: facts.files, tests },
      patch: { language: taken.language, languageSource: languageSource ?? 'repository' },
    });
    if (seq === null) return;
    await tx
      .update(executionRepositories)
      .set({ baseCommit, facts, branch, ...(moved ? { baseline: null } : {}) })
      .where(eq(executionRepositories.executionId, executionId));
  });
  return { summary: `${asked.url}: commit ${baseCommit.slice(0, 12)}, ${taken.language}, ${tests}`.slice(0, 500) };
}

function addressOf({ url, ref, commit }: ExecutionRepositoryRow) {
  return { url, ...(ref === null ? {} : { branch: ref }), ...(commit === null ? {} : { commit }) };
}

/** Runs the checks on the untouched commit, once: what fails now is nobody's fault later. Repeatable. */
export async function baselineForExecution(deps: BuildDeps, executionId: string, options: Options = {}): Promise<{ summary: string }> {
  const execution = await loadExecution(deps.db.orm, executionId);
  const place = await workplaceOf(deps, execution);
  if (!place) throw new Error(`${executionId} works in no repository`);
  const report = place.baseline ?? (await checkBase(deps, execution, place, options));
  const summary = describeBaseline(report).slice(0, 500);
  const { verdict, tests } = report;
  await deps.db.orm.transaction((tx) =>
    recordExecutionChange(tx, {
      executionId,
      key: `baseline/${place.baseCommit}`,
      event: {
        kind: 'repository.checked',
        commit: place.baseCommit,
        passed: verdict === 'passed',
        tests: tests.total,
        failed: tests.failed,
        summary: storable(summary),
      },
    }),
  );
  return { summary };
}

async function checkBase(deps: BuildDeps, { id, userId, timeoutSeconds }: ExecutionRow, place: Workplace, options: Options): Promise<CheckReport> {
  const report = await deps.checks.run({
    name: `${id}/baseline`,
    buildId: id,
    language: place.language,
    testCommand: place.facts.testCommand,
    files: await deps.git.files(place.projectId, place.baseCommit),
    owner: userId,
    secondsMax: timeoutSeconds,
    // What fails is to be known, not excused: no second run.
    absolute: true,
    ...options,
  });
  deps.failpoint('baseline', 'after');
  await deps.db.orm
    .update(executionRepositories)
    .set({ baseline: storableJson(report) as unknown as Record<string, unknown> })
    .where(eq(executionRepositories.executionId, id));
  return report;
}
