/** A diff of two commits as whole texts, with the tests around it. */
import type { GitStore } from '../git/store.js';
import type { Change, Inspection } from './port.js';
import { isTestSide } from './source/paths.js';

// Data files are no code; a diff of more files than this is generated or vendored.
const FILE_BYTES_MAX = 400_000;
const FILES_MAX = 600;
// Tests that did not change and still hold the answers a special case would copy.
const OTHER_TESTS_MAX = 100;

export async function readDiff(git: GitStore, projectId: string, from: string, to: string): Promise<Pick<Inspection, 'changes' | 'otherTests'>> {
  const changed = (await git.changedPaths(projectId, from, to)).slice(0, FILES_MAX);
  const changes: Change[] = [];
  for (const { path } of changed) {
    const [before, after] = await Promise.all([textOf(git, projectId, from, path), textOf(git, projectId, to, path)]);
    if (before !== null || after !== null) changes.push({ path, before, after });
  }
  const known = new Set(changed.map(({ path }) => path));
  const others = (await git.list(projectId, to))
    .filter(({ path, bytes }) => isTestSide(path) && !known.has(path) && bytes <= FILE_BYTES_MAX)
    .slice(0, OTHER_TESTS_MAX);
  const otherTests: { path: string; text: string }[] = [];
  for (const { path } of others) otherTests.push({ path, text: (await textOf(git, projectId, to, path)) ?? '' });
  return { changes, otherTests };
}

async function textOf(git: GitStore, projectId: string, commit: string, path: string): Promise<string | null> {
  const bytes = await git.read(projectId, commit, path);
  return bytes && bytes.length <= FILE_BYTES_MAX && !bytes.includes(0) ? bytes.toString('utf8') : null;
}
