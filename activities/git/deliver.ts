/** What a person takes away: one commit on top of where their repository was, as branch, patch and bundle. */
import { isUtf8 } from 'node:buffer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, runGit } from './run.js';

const PATCH = ['diff-tree', '-r', '-p', '--binary', '--full-index', '--no-renames', '--no-color', '--no-ext-diff', '--no-textconv'];
const WHO = 'Millwright <builder@millwright.invalid>';

/** One commit of the tree of `commit` with `parent` alone above it; the same input makes the same commit. */
export async function squash(gitDir: string, request: { commit: string; parent: string; date: Date; message: string }): Promise<string> {
  const tree = (await git(gitDir, ['rev-parse', '--verify', `${request.commit}^{tree}`])).toString().trim();
  const stamp = `${Math.floor(request.date.getTime() / 1000)} +0000`;
  const message = request.message.replaceAll('\0', ' ').trim();
  const body = `tree ${tree}\nparent ${request.parent}\nauthor ${WHO} ${stamp}\ncommitter ${WHO} ${stamp}\n\n${message}\n`;
  return (await git(gitDir, ['hash-object', '-t', 'commit', '-w', '--stdin'], { input: body })).toString().trim();
}

/**
 * A patch that `git apply` takes on `from`, as text. Files in another encoding than UTF-8 go in as git's own binary patches:
 * as text their bytes would not survive.
 */
export async function patchText(gitDir: string, from: string, to: string): Promise<string> {
  const plain = await git(gitDir, [...PATCH, from, to]);
  if (isUtf8(plain)) return plain.toString('utf8');
  const folder = await mkdtemp(join(tmpdir(), 'mw-attributes-'));
  try {
    const attributes = join(folder, 'attributes');
    const lines = (await otherEncodings(gitDir, from, to)).map((path) => `${attributePattern(path)} -diff`);
    await writeFile(attributes, `${lines.join('\n')}\n`);
    return (await git(gitDir, ['-c', `core.attributesFile=${attributes}`, ...PATCH, from, to])).toString('utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The branch's new commits as a bundle; `git fetch <file> <branch>` takes it where `base` is. */
export function bundle(gitDir: string, branch: string, base: string): Promise<Buffer> {
  return git(gitDir, ['bundle', 'create', '--quiet', '-', `refs/heads/${branch}`, `^${base}`]);
}

async function otherEncodings(gitDir: string, from: string, to: string): Promise<string[]> {
  const names = (await git(gitDir, ['diff-tree', '-r', '-z', '--no-renames', '--name-only', from, to])).toString('utf8').split('\0').filter(Boolean);
  const found: string[] = [];
  for (const name of names) {
    const versions = await Promise.all([from, to].map((commit) => runGit(gitDir, ['cat-file', 'blob', `${commit}:${name}`])));
    if (versions.some((version) => version.code === 0 && !isUtf8(version.stdout))) found.push(name);
  }
  return found;
}

/** A path as a pattern of a gitattributes file: from the top, quoted, its wildcards taken literally. */
function attributePattern(path: string): string {
  const literal = path.replaceAll(/[\\*?[\]]/g, (character) => `\\${character}`);
  return `"/${literal.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
