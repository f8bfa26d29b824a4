import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MillwrightError } from '../../contracts/failures.js';
import { BASE_REF } from './import.js';
import { git, runGit } from './run.js';
import type { GitStore } from './store.js';

/** A project's repository in one of the stores. */
export interface Repository {
  store: GitStore;
  projectId: string;
}

/**
 * Brings commits with all their history from one repository into another. Only objects move and what says where they begin
 * (what a fetch left out, the commit the project began with); no branch does. Doing it again adds nothing.
 * Throws NOT_FOUND when the source does not have them any more.
 */
export async function copyHistory(from: Repository, to: Repository, commits: readonly string[]): Promise<void> {
  const [source, target] = [await from.store.ensureProject(from.projectId), await to.store.ensureProject(to.projectId)];
  const missing = [];
  for (const commit of new Set(commits)) {
    if (!(await hasCommit(source, commit)))
      throw new MillwrightError('NOT_FOUND', `the repository of project ${from.projectId} does not have commit ${commit.slice(0, 12)} any more`);
    if (!(await hasCommit(target, commit))) missing.push(commit);
  }
  // Before the objects: without it the absence of what a fetch left out would be a fault.
  const shallow = await readFile(join(source, 'shallow'), 'utf8').catch(() => null);
  if (shallow !== null) await writeFile(join(target, 'shallow'), shallow);
  if (missing.length > 0) {
    const pack = await git(source, ['pack-objects', '--quiet', '--revs', '--stdout'], { input: `${missing.join('\n')}\n` });
    await git(target, ['index-pack', '--stdin'], { input: pack });
  }
  const base = await runGit(source, ['rev-parse', '--verify', '--quiet', BASE_REF]);
  const commit = base.stdout.toString().trim();
  if (base.code === 0 && (await hasCommit(target, commit))) await git(target, ['update-ref', BASE_REF, commit]);
}

/** Moves main to `commit` unless it is there or beyond already. `LEASE_LOST` when somebody else moved it meanwhile. */
export async function moveMain({ store, projectId }: Repository, commit: string): Promise<void> {
  const dir = await store.ensureProject(projectId);
  const head = await store.head(projectId, 'main');
  if (head && (await runGit(dir, ['merge-base', '--is-ancestor', commit, head])).code === 0) return;
  const { code } = await runGit(dir, ['update-ref', 'refs/heads/main', commit, head ?? '0'.repeat(40)]);
  if (code !== 0) throw new MillwrightError('LEASE_LOST', `main of ${projectId} moved while it was brought to ${commit.slice(0, 12)}`);
}

/** Points a branch to a commit, wherever it was before: for repositories that nobody else works with. */
export async function setBranch({ store, projectId }: Repository, branch: string, commit: string): Promise<void> {
  await git(await store.ensureProject(projectId), ['update-ref', `refs/heads/${branch}`, commit]);
}

/** The first parent of a commit. */
export async function parentOf({ store, projectId }: Repository, commit: string): Promise<string> {
  return (await git(await store.ensureProject(projectId), ['rev-parse', '--verify', `${commit}^`])).toString().trim();
}

async function hasCommit(dir: string, commit: string): Promise<boolean> {
  return (await runGit(dir, ['cat-file', '-e', `${commit}^{commit}`])).code === 0;
}
