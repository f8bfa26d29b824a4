/** What a person gets of an execution's code: a snippet, a ZIP, a patch, a branch. */
import { sha256Hex } from '../../db/canonical-json.js';
import type { ExecutionFile } from '../../contracts/execution.js';
import { EXECUTION_DAYS } from '../../contracts/limits.js';
import type { ExecutionRow } from '../../db/queries/executions.js';
import { tierOf } from '../../db/queries/users.js';
import { artifacts, type ExecutionBranch } from '../../db/schema/index.js';
import type { BuildDeps } from '../build/deps.js';
import { zipOf } from '../build/result-zip.js';
import { branchOfItsOwn, branchOnRepository } from './keep-branch.js';
import type { Workplace } from './repository.js';

const DAY_MS = 86_400_000;
// Larger ones are kept as blobs.
const PATCH_CHARS_MAX = 4 * 1024 * 1024;

/** Keeps it, repeatably: the same code makes the same ids and commits. `workplace`: the repository it was written in, if any. */
export async function keepResult(
  deps: BuildDeps,
  execution: ExecutionRow,
  files: ExecutionFile[],
  workplace: Workplace | null,
): Promise<{ artifactId?: string; branch?: ExecutionBranch }> {
  if (workplace) {
    const branch = await branchOnRepository(deps, execution, files, workplace);
    const artifactId = execution.outputPreference === 'zip' ? await keepZip(deps, execution, files) : await keepPatch(deps, execution, branch, workplace);
    return { branch, artifactId };
  }
  switch (execution.outputPreference) {
    case 'snippet':
      return { artifactId: await keepSnippet(deps, execution, files) };
    case 'zip':
      return { artifactId: await keepZip(deps, execution, files) };
    case 'pr':
      return { branch: await branchOfItsOwn(deps, execution, files) };
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

/** The change of a repository for `git apply`. */
async function keepPatch(deps: BuildDeps, execution: ExecutionRow, { commit }: ExecutionBranch, { projectId, baseCommit }: Workplace): Promise<string> {
  const patch = await deps.git.patch(projectId, baseCommit, commit);
  const content = patch.length <= PATCH_CHARS_MAX ? patch : null;
  return keep(deps, execution, { name: 'change.patch', mediaType: 'text/x-diff', bytes: Buffer.from(patch, 'utf8'), content });
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
