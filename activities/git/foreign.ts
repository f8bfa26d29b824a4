/** Commits on somebody else's files: their modes stay, and what is a link or a submodule is never written to or through. */
import { MillwrightError } from '../../contracts/failures.js';
import type { CommitRequest } from './commit.js';
import { git } from './run.js';

/** The request with the executable bits that the files have. Throws INVALID_INPUT for a path at or below a link or submodule. */
export async function withForeignModes<Request extends Pick<CommitRequest, 'expectedHead' | 'written'>>(gitDir: string, request: Request): Promise<Request> {
  if (!request.expectedHead || request.written.length === 0) return request;
  const asked = new Set(request.written.flatMap(({ path }) => prefixes(path)));
  const modes = new Map<string, string>();
  for (const part of chunks([...asked])) {
    const out = await git(gitDir, ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', request.expectedHead, '--', ...part]);
    for (const row of out.toString('utf8').split('\0').filter(Boolean)) modes.set(row.slice(row.indexOf('\t') + 1), row.slice(0, 6));
  }
  for (const { path } of request.written) {
    const link = prefixes(path).find((prefix) => modes.get(prefix) === '120000' || modes.get(prefix) === '160000');
    if (link)
      throw new MillwrightError(
        'INVALID_INPUT',
        `${link} is a ${modes.get(link) === '120000' ? 'symbolic link' : 'submodule'} of the repository: it is kept as it is, and nothing is written to or below it.`,
      );
  }
  return { ...request, written: request.written.map((file) => ({ ...file, executable: file.executable ?? modes.get(file.path) === '100755' })) };
}

// Far below what the system takes as arguments of one command.
const PATHS_A_CALL = 500;

function chunks(paths: string[]): string[][] {
  return Array.from({ length: Math.ceil(paths.length / PATHS_A_CALL) }, (_, index) => paths.slice(index * PATHS_A_CALL, (index + 1) * PATHS_A_CALL));
}

/** `a/b/c` -> a, a/b, a/b/c. */
function prefixes(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
