import { eq } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import { record, storable, storableJson } from '../../db/queries/record.js';
import { baselines, builds, repositories, type RepositoryFacts } from '../../db/schema/index.js';
import { readRepo, repoSchema, type RepoInput, type RepoSource } from '../../schemas/repo.js';
import type { CheckReport } from '../checks/port.js';
import type { RepositoryDeps } from './deps.js';
import { detectRepository } from './detect.js';
import { FORGIVEN } from './git-options.js';
import { repositoryOfBuild } from './rows.js';

interface Options {
  signal?: AbortSignal;
  onProgress?: (text: string) => void;
}

/**
 * Takes the repository of a build in: fetched in a container, checked, its commit on main of the build's project, its facts
 * in a row. Repeatable; a build in a project that has one goes on from main. Answers one line for people. Throws
 * REPO_URL_NOT_ALLOWED, REPO_UNREACHABLE, REPO_TOO_LARGE, REPO_REFUSED, REPO_LANGUAGE_UNSUPPORTED or SANDBOX_UNAVAILABLE.
 */
export async function takeInRepository(deps: RepositoryDeps, buildId: string, options: Options = {}): Promise<{ commit: string; summary: string }> {
  const [build] = await deps.db.orm.select().from(builds).where(eq(builds.id, buildId));
  if (!build) throw new Error(`there is no build ${buildId}`);
  const known = await repositoryOfBuild(deps.db.orm, buildId);
  if (!known) await takeIn(deps, build.projectId, sourceOf(deps, build.artifacts), options);
  const row = known ?? (await repositoryOfBuild(deps.db.orm, buildId));
  if (!row) throw new Error(`the repository of build ${buildId} has no row`);
  const { url, language, facts, ref } = row.repository;
  const commit = build.baseCommit ?? (await deps.git.head(build.projectId, 'main')) ?? row.repository.baseCommit;
  const tests = facts.testCommand?.tool ?? 'the usual tests';
  const summary = `${url}${ref ? ` at ${ref}` : ''}: commit ${commit.slice(0, 12)}, ${facts.files} files, ${language}, ${tests}`;
  await record(deps.db.orm, {
    buildId,
    key: `repository/${build.generation}`,
    event: { kind: 'note', text: `Works on ${summary}.`.slice(0, 1_000), by: 'millwright' },
    patch: { baseCommit: commit, language },
  });
  return { commit, summary: summary.slice(0, 500) };
}

function sourceOf(deps: RepositoryDeps, artifacts: Record<string, unknown>): RepoSource {
  return allowedSource(repoSchema.parse(artifacts['repo']), deps.repositories.allow);
}

/** The address, judged once more where it is used. Throws REPO_URL_NOT_ALLOWED. */
export function allowedSource(asked: RepoInput, allow: readonly string[]): RepoSource {
  const read = readRepo(asked, allow);
  if ('problem' in read) throw new MillwrightError('REPO_URL_NOT_ALLOWED', `This repository may not be used: ${read.problem}.`);
  return read;
}

async function takeIn(deps: RepositoryDeps, projectId: string, source: RepoSource, options: Options): Promise<void> {
  const taken = await fetchInto(deps, projectId, source, options);
  await deps.db.orm
    .insert(repositories)
    .values({ projectId, url: source.url, ref: source.commit ?? source.ref, ...taken })
    .onConflictDoNothing();
}

/** What a repository is once its commit is in a store of ours; its texts can be kept in a row. */
export interface TakenIn {
  branch: string | null;
  baseCommit: string;
  language: string;
  facts: RepositoryFacts;
}

/**
 * Fetches a repository into the git store of a project that has none yet, and says what it is; what an earlier attempt
 * fetched is adopted. `language`: one that a person said. Throws as `takeInRepository`.
 */
export async function fetchInto(
  deps: RepositoryDeps,
  projectId: string,
  source: RepoSource,
  { language: named, ...options }: Options & { language?: string | null } = {},
): Promise<TakenIn> {
  // What an attempt that died took in is there already; it is not fetched again, for the branch may have moved.
  const earlier = await deps.git.base(projectId);
  const fetched = earlier ? null : await deps.repositories.fetcher.fetch(source, options);
  deps.failpoint('repository', 'before');
  const baseCommit = earlier ?? (await deps.git.importProject(projectId, { ...fetched!, forgiven: FORGIVEN }));
  deps.failpoint('repository', 'after');
  const files = await deps.git.list(projectId, baseCommit);
  const { language, facts } = await detectRepository(files, (path) => deps.git.read(projectId, baseCommit, path), deps.repositories.images, named);
  const hints = facts.hints.map(({ path, text }) => ({ path: storable(path), text: storable(text) }));
  return { branch: fetched?.branch ?? source.ref, baseCommit, language, facts: { ...storableJson(facts), hints } };
}

/** Runs the checks on the untouched base, once per commit: what fails now is nobody's fault later. Repeatable. */
export async function runBaseline(deps: RepositoryDeps, buildId: string, options: Options = {}): Promise<{ summary: string }> {
  const found = await repositoryOfBuild(deps.db.orm, buildId);
  if (!found?.baseCommit) throw new Error(`build ${buildId} has no repository`);
  const { repository, baseCommit } = found;
  const report = found.baseline ?? (await checkBase(deps, buildId, repository, baseCommit, options));
  const summary = describeBaseline(report);
  await record(deps.db.orm, {
    buildId,
    key: `baseline/${baseCommit}`,
    event: { kind: 'checks.ended', subject: 'base', passed: report.verdict === 'passed', tests: report.tests.total, failed: report.tests.failed, summary },
  });
  return { summary: summary.slice(0, 500) };
}

async function checkBase(
  deps: RepositoryDeps,
  buildId: string,
  repository: typeof repositories.$inferSelect,
  commit: string,
  options: Options,
): Promise<CheckReport> {
  const [build] = await deps.db.orm.select({ projectId: builds.projectId }).from(builds).where(eq(builds.id, buildId));
  const files = await deps.git.files(build?.projectId ?? repository.projectId, commit);
  deps.failpoint('baseline', 'before');
  const report = await deps.checks.run({
    name: `${buildId}/baseline`,
    buildId,
    language: repository.language,
    files,
    absolute: true,
    thorough: true,
    ...options,
  });
  deps.failpoint('baseline', 'after');
  await deps.db.orm
    .insert(baselines)
    .values({ projectId: repository.projectId, commit, report: storableJson(report) as unknown as Record<string, unknown> })
    .onConflictDoNothing();
  return report;
}

/** One line about a baseline for people and planners. */
export function describeBaseline(report: CheckReport): string {
  if (report.tests.total === 0) return `No tests could be run on the untouched base: ${report.summary}`;
  if (report.verdict === 'passed') return `The untouched base passes: ${report.summary}`;
  return `The untouched base fails already: ${report.summary}`;
}
