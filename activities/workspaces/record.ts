import type { Transaction } from '../../db/client.js';
import { endWorkspaceJob, loadWorkspaceJob, lockWorkspace, recordWorkspaceCommit } from '../../db/queries/workspace-record.js';
import { readWorkspaceFile, type WorkspaceJobRow, type WorkspaceRow } from '../../db/queries/workspaces.js';
import { lineDelta } from '../../edits/delta.js';
import { syntaxProblem } from '../code/syntax.js';
import type { WorkspaceDeps } from './deps.js';

/** One file of a change, as its author reads it. */
export interface ChangedFile {
  path: string;
  change: 'created' | 'modified' | 'deleted';
  added: number;
  removed: number;
  /** Why the file no longer parses, when it does not. */
  problem?: string;
}

// Answers name these one by one; the number of all is in the row.
const CHANGED_SHOWN_MAX = 200;

/** A workspace nobody else changes meanwhile, and where its branch is. */
export interface Held {
  workspace: WorkspaceRow;
  head: string;
}

/**
 * Holds a workspace for the length of the transaction, its rows brought to what its repository says first: a job that died
 * between its commit and its rows is ended here, by whoever comes next. Null: the workspace is deleted.
 */
export async function holdWorkspace(deps: WorkspaceDeps, tx: Transaction, id: string): Promise<Held | null> {
  const workspace = await lockWorkspace(tx, id);
  if (!workspace || workspace.deletedAt) return null;
  const head = await deps.git.head(id, 'main');
  if (head === null) throw new Error(`the repository of ${id} has no main`);
  if (head === workspace.head) return { workspace, head };
  const job = await loadWorkspaceJob(tx, await deps.git.stepOf(id, head));
  // The empty first commit is nobody's.
  return { workspace: job ? await recordHead(deps, tx, workspace, job, head) : workspace, head };
}

/** Writes what a job's commit made of the workspace, and the job's end. */
export async function recordHead(deps: WorkspaceDeps, tx: Transaction, workspace: WorkspaceRow, job: WorkspaceJobRow, commit: string): Promise<WorkspaceRow> {
  const { git } = deps;
  const { id } = workspace;
  const parent = workspace.head ?? (await git.root(id));
  const [entries, differing] = [await git.list(id, commit), await git.changedPaths(id, parent, commit)];
  const fresh = new Set(differing.filter(({ deleted }) => !deleted).map(({ path }) => path));
  const wanted = entries.filter(({ path }) => fresh.has(path));
  const contents = await git.contents(id, wanted);
  const written = wanted.map(({ path, oid, bytes, executable }, index) => ({ path, oid, bytes, executable, content: contents[index]!.toString('utf8') }));
  const texts = new Map(written.map(({ path, content }) => [path, content]));
  const changed: ChangedFile[] = [];
  for (const { path } of differing.slice(0, CHANGED_SHOWN_MAX)) changed.push(await changeOf(tx, workspace, path, texts.get(path) ?? null));
  await recordWorkspaceCommit(tx, workspace, {
    commit,
    parent: workspace.head,
    kind: job.kind === 'create' ? 'template' : job.kind === 'commit' ? 'commit' : 'write',
    ...wordsOf(job, changed, differing.length),
    date: job.createdAt,
    paths: entries.map(({ path }) => path),
    written,
    changed: differing.length,
    bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
  });
  const result = job.kind === 'commit' ? { committed: true } : { changed, changed_total: differing.length };
  await endWorkspaceJob(tx, job.id, { commit, result });
  return { ...workspace, head: commit, status: 'ready', commits: workspace.commits + 1 };
}

/** What a commit is called, from its job alone, so that a redo makes the same. */
export function wordsOf(job: WorkspaceJobRow, changed: readonly { path: string }[], total: number): { message: string; author: string } {
  const { message, author } = job.input as { message?: string; author?: string };
  const standard = job.kind === 'create' ? 'chore: begin from the template' : total === 1 ? `change ${changed[0]?.path ?? ''}` : `change ${total} files`;
  return { message: message ?? standard, author: author ?? 'Millwright' };
}

async function changeOf(tx: Transaction, { id, head }: WorkspaceRow, path: string, after: string | null): Promise<ChangedFile> {
  const before = head === null ? null : ((await readWorkspaceFile(tx, id, path))?.content ?? null);
  // A template is known to parse; 30 files of it need no parser.
  const problem = after === null || head === null ? null : await syntaxProblem(path, before, after);
  return {
    path,
    change: after === null ? 'deleted' : before === null ? 'created' : 'modified',
    ...lineDelta(before, after),
    ...(problem ? { problem: `line ${problem.line}: ${problem.message}` } : {}),
  };
}
