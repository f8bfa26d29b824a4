/** A diff of two commits as whole texts, with the tests around it. */
import type { GitStore } from '../git/store.js';
import type { Change, Inspection } from './port.js';
import { isCi, isConfig, isTestFile, isTestSide } from './source/paths.js';

// Data files are no code; a diff of more files than this is generated or vendored.
const FILE_BYTES_MAX = 400_000;
const FILES_MAX = 600;
// Tests that did not change and still hold the answers a special case would copy.
const OTHER_TESTS_MAX = 100;

export async function readDiff(git: GitStore, projectId: string, from: string, to: string): Promise<Pick<Inspection, 'changes' | 'otherTests' | 'unread'>> {
  const changed = await git.changedPaths(projectId, from, to);
  const changes: Change[] = [];
  const unread: string[] = changed.slice(FILES_MAX).map(({ path }) => path);
  for (const { path } of changed.slice(0, FILES_MAX)) {
    const [before, after] = await Promise.all([textOf(git, projectId, from, path), textOf(git, projectId, to, path)]);
    if (before === 'unread' || after === 'unread') unread.push(path);
    else if (before || after) changes.push({ path, before: before?.text ?? null, after: after?.text ?? null });
  }
  const known = new Set(changed.map(({ path }) => path));
  const others = (await git.list(projectId, to))
    .filter(({ path, bytes }) => isTestSide(path) && !known.has(path) && bytes <= FILE_BYTES_MAX)
    .slice(0, OTHER_TESTS_MAX);
  const otherTests: { path: string; text: string }[] = [];
  for (const { path } of others) {
    const read = await textOf(git, projectId, to, path);
    if (read && read !== 'unread') otherTests.push({ path, text: read.text });
  }
  // Padding must not take a test out of sight; data may be as large as it likes.
  return { changes, otherTests, unread: unread.filter((path) => isTestFile(path) || isConfig(path) || isCi(path)) };
}

/** Null for a file that does not exist there. */
async function textOf(git: GitStore, projectId: string, commit: string, path: string): Promise<{ text: string } | 'unread' | null> {
  const bytes = await git.read(projectId, commit, path);
  if (!bytes) return null;
  return bytes.length <= FILE_BYTES_MAX && !bytes.includes(0) ? { text: bytes.toString('utf8') } : 'unread';
}
