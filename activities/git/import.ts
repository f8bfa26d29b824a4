import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MillwrightError } from '../../contracts/failures.js';
import { git, runGit } from './run.js';

/** A pack of somebody else's repository, as it came out of the container that fetched it. */
export interface ForeignHistory {
  commit: string;
  pack: Buffer;
  shallow: readonly string[];
  /** Flaws of objects that are forgiven, by git's name of them. */
  forgiven: readonly string[];
}

/** Where the commit a project began with is kept. */
export const BASE_REF = 'refs/millwright/base';

/**
 * Fills an empty bare repository: every object is checked (fsck) and nothing may be missing before `main` points to it.
 * Throws REPO_REFUSED for what git finds broken or hostile.
 */
export async function importHistory(gitDir: string, { commit, pack, shallow, forgiven }: ForeignHistory): Promise<void> {
  await git(gitDir, ['init', '--quiet', '--bare', '--initial-branch=main', gitDir]);
  // Tells git that parents of these were left out; without it their absence would be a fault.
  if (shallow.length > 0) await writeFile(join(gitDir, 'shallow'), `${shallow.join('\n')}\n`);
  const strict = forgiven.length > 0 ? `--strict=${forgiven.map((flaw) => `${flaw}=ignore`).join(',')}` : '--strict';
  const taken = await runGit(gitDir, ['index-pack', '--stdin', strict, '--threads=1'], { input: pack });
  if (taken.code !== 0) throw refused(taken.stderr);
  const whole = await runGit(gitDir, ['rev-list', '--objects', '--quiet', '--end-of-options', commit]);
  if (whole.code !== 0) throw refused(whole.stderr);
  await git(gitDir, ['update-ref', BASE_REF, commit]);
  await git(gitDir, ['update-ref', 'refs/heads/main', commit]);
}

function refused(said: string): MillwrightError {
  return new MillwrightError('REPO_REFUSED', `git refuses what was fetched: ${said.trim().slice(-500)}`);
}
