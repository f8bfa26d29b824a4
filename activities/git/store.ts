import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MillwrightError } from '../../contracts/failures.js';
import { refusalOf } from '../sandbox/workspace-path.js';
import { fastImport, STEP_TRAILER, type CommitRequest } from './commit.js';
import { bundle, patchText, squash } from './deliver.js';
import { withForeignModes } from './foreign.js';
import { BASE_REF, importHistory, type ForeignHistory } from './import.js';
import { git, runGit } from './run.js';
import { searchCommit, type SearchQuery, type SearchResult } from './search.js';

export interface TreeFile {
  path: string;
  content: Buffer;
  executable: boolean;
}
export interface TreeEntry {
  path: string;
  oid: string;
  bytes: number;
  executable: boolean;
}

const ZERO = '0'.repeat(40);

/**
 * The code's truth: one bare repository per project under `baseDir`, outside every sandbox. No work tree ever exists;
 * commits are made from bytes (git fast-import) and branches move by compare-and-swap, which is the fence against a zombie.
 */
export class GitStore {
  private readonly known = new Set<string>();
  private readonly foreign = new Map<string, boolean>();

  constructor(private readonly baseDir: string) {}

  /** The project's repository, made with an empty first commit on main when it is new. Safe from several processes. */
  async ensureProject(projectId: string): Promise<string> {
    const dir = this.dirOf(projectId);
    if (this.known.has(dir)) return dir;
    if (!(await exists(dir))) await this.create(dir);
    this.known.add(dir);
    return dir;
  }

  /**
   * A project that goes on from somebody else's history. What an earlier attempt took in is adopted. Answers the commit it
   * begins with. Throws REPO_REFUSED for history that git finds broken.
   */
  async importProject(projectId: string, history: ForeignHistory): Promise<string> {
    const dir = this.dirOf(projectId);
    if (!(await exists(dir))) await this.place(dir, (draft) => importHistory(draft, history));
    const base = await this.base(projectId);
    if (!base) throw new MillwrightError('REPO_REFUSED', 'The project has code of its own already. A repository needs a new project.');
    return base;
  }

  /** The commit of somebody else's repository that this project began with; null when it was started here. */
  async base(projectId: string): Promise<string | null> {
    const dir = this.dirOf(projectId);
    if (!(await exists(dir))) return null;
    const { code, stdout } = await runGit(dir, ['rev-parse', '--verify', '--quiet', BASE_REF]);
    return code === 0 ? stdout.toString().trim() : null;
  }

  async head(projectId: string, branch: string): Promise<string | null> {
    const dir = await this.ensureProject(projectId);
    const { code, stdout } = await runGit(dir, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
    return code === 0 ? stdout.toString().trim() : null;
  }

  /** Makes a branch at `commit`; no error when it exists already. */
  async createBranch(projectId: string, branch: string, commit: string): Promise<void> {
    const dir = await this.ensureProject(projectId);
    const { code, stderr } = await runGit(dir, ['update-ref', `refs/heads/${branch}`, commit, ZERO]);
    if (code !== 0 && !(await this.head(projectId, branch))) throw new Error(`the branch ${branch} could not be made: ${stderr.slice(0, 500)}`);
  }

  async deleteBranch(projectId: string, branch: string): Promise<void> {
    await runGit(await this.ensureProject(projectId), ['update-ref', '-d', `refs/heads/${branch}`]);
  }

  /** Branches whose name begins so. */
  async branches(projectId: string, prefix: string): Promise<{ branch: string; commit: string }[]> {
    const out = await git(await this.ensureProject(projectId), ['for-each-ref', '--format=%(objectname) %(refname)', `refs/heads/${prefix}`]);
    const rows = out.toString('utf8').split('\n').filter(Boolean);
    return rows.map((row) => ({ commit: row.slice(0, 40), branch: row.slice(41 + 'refs/heads/'.length) }));
  }

  /** What a commit has that `target` has not, as a unified diff; null when it is all there. */
  async unmergedDiff(projectId: string, target: string, commit: string): Promise<string | null> {
    const dir = await this.ensureProject(projectId);
    if (await isAncestor(dir, commit, `refs/heads/${target}`)) return null;
    const base = (await git(dir, ['merge-base', `refs/heads/${target}`, commit])).toString().trim();
    return this.diff(projectId, base, commit);
  }

  /**
   * One commit on top of `expectedHead`, deterministic in its bytes. Answers the branch's head afterwards: ours, or that of
   * an earlier attempt of the same step (adopted by its trailer). Anything else there is LEASE_LOST.
   */
  async commit(projectId: string, request: CommitRequest): Promise<string> {
    const dir = await this.ensureProject(projectId);
    const made = await fastImport(dir, (await this.isForeign(projectId)) ? await withForeignModes(dir, request) : request);
    if (made.moved) return made.commit;
    const head = await this.head(projectId, request.branch);
    if (head && (await this.stepOf(projectId, head)) === request.step) return head;
    throw new MillwrightError(
      'LEASE_LOST',
      `branch ${request.branch} is at ${head ?? 'nothing'}, not at ${request.expectedHead}: another attempt owns this step`,
    );
  }

  /** Throws INVALID_INPUT where a commit of these paths on top of `commit` would: at or below somebody else's link or submodule. */
  async mustBeWritable(projectId: string, commit: string, paths: readonly string[]): Promise<void> {
    const written = paths.map((path) => ({ path, content: Buffer.alloc(0) }));
    await withForeignModes(await this.ensureProject(projectId), { expectedHead: commit, written });
  }

  /**
   * Brings `commit` into `target`: fast-forward where possible, else a deterministic merge commit. Repeatable.
   * Throws LEASE_LOST when the branch moved meanwhile (try again), CHECKS_FAILED when the texts conflict.
   */
  async merge(projectId: string, request: { target: string; commit: string; step: string; date: Date; message: string }): Promise<string> {
    const dir = await this.ensureProject(projectId);
    const head = (await this.head(projectId, request.target)) ?? ZERO;
    if (head !== ZERO && (await isAncestor(dir, request.commit, head))) return head;
    const next = head === ZERO || (await isAncestor(dir, head, request.commit)) ? request.commit : await this.mergeCommit(dir, head, request);
    const { code } = await runGit(dir, ['update-ref', `refs/heads/${request.target}`, next, head]);
    if (code !== 0) throw new MillwrightError('LEASE_LOST', `${request.target} moved while ${request.commit} was merged`);
    return next;
  }

  /** The step that made a commit, as its trailer says; empty when it has none. */
  async stepOf(projectId: string, commit: string): Promise<string> {
    const out = await git(await this.ensureProject(projectId), ['log', '-1', `--format=%(trailers:key=${STEP_TRAILER},valueonly)`, commit]);
    return out.toString().trim();
  }

  async treeOf(projectId: string, commit: string): Promise<string> {
    return (await git(await this.ensureProject(projectId), ['rev-parse', '--verify', `${commit}^{tree}`])).toString().trim();
  }

  async list(projectId: string, commit: string): Promise<TreeEntry[]> {
    const out = await git(await this.ensureProject(projectId), ['ls-tree', '-r', '-z', '-l', '--full-tree', commit]);
    const isForeign = await this.isForeign(projectId);
    const entries: TreeEntry[] = [];
    for (const row of out.toString('utf8').split('\0')) {
      const match = /^(\d{6}) blob ([0-9a-f]{40}) +(\d+)\t([\s\S]+)$/.exec(row);
      // Links and submodules are never made by us and never read.
      if (!match || match[1] === '120000') continue;
      // A name of somebody else's that no workspace takes stays in history alone.
      if (isForeign && refusalOf(match[4] ?? '') !== null) continue;
      entries.push({ path: match[4] ?? '', oid: match[2] ?? '', bytes: Number(match[3]), executable: match[1] === '100755' });
    }
    return entries;
  }

  /** The file's bytes at a commit, or null. */
  async read(projectId: string, commit: string, path: string): Promise<Buffer | null> {
    const { code, stdout } = await runGit(await this.ensureProject(projectId), ['cat-file', 'blob', `${commit}:${path}`]);
    return code === 0 ? stdout : null;
  }

  /** All files of a commit: a clean checkout as bytes. */
  async files(projectId: string, commit: string): Promise<TreeFile[]> {
    const entries = await this.list(projectId, commit);
    const contents = await this.contents(projectId, entries);
    return entries.map((entry, index) => ({ path: entry.path, executable: entry.executable, content: contents[index]! }));
  }

  /** The bytes of these entries, in their order, in one git process. */
  async contents(projectId: string, entries: readonly TreeEntry[]): Promise<Buffer[]> {
    const out = await git(await this.ensureProject(projectId), ['cat-file', '--batch'], { input: entries.map((entry) => `${entry.oid}\n`).join('') });
    let offset = 0;
    return entries.map((entry) => {
      const start = out.indexOf(10, offset) + 1;
      offset = start + entry.bytes + 1;
      return out.subarray(start, start + entry.bytes);
    });
  }

  /** Lines of a commit's text files that match; what hangs or floods is ended (activities/git/search.ts). */
  async search(projectId: string, commit: string, query: SearchQuery): Promise<SearchResult> {
    return searchCommit(await this.ensureProject(projectId), commit, query);
  }

  /** Paths that differ between two commits. */
  async changedPaths(projectId: string, from: string, to: string): Promise<{ path: string; deleted: boolean }[]> {
    const out = await git(await this.ensureProject(projectId), ['diff-tree', '-r', '-z', '--no-renames', '--name-status', from, to]);
    const parts = out.toString('utf8').split('\0');
    const changes: { path: string; deleted: boolean }[] = [];
    for (let index = 0; index + 1 < parts.length; index += 2) changes.push({ path: parts[index + 1] ?? '', deleted: parts[index] === 'D' });
    return changes;
  }

  /** Unified diff between two commits. */
  async diff(projectId: string, from: string, to: string): Promise<string> {
    const out = await git(await this.ensureProject(projectId), [
      'diff-tree',
      '-r',
      '-p',
      '--no-renames',
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      from,
      to,
    ]);
    return out.toString('utf8');
  }

  /** The first commit of the repository: what a whole build is compared with. */
  async root(projectId: string): Promise<string> {
    const out = await git(await this.ensureProject(projectId), ['rev-list', '--max-parents=0', 'refs/heads/main']);
    return out.toString().trim().split('\n')[0] ?? '';
  }

  /** Puts the tree of `commit` as one commit on `parent` and a branch there: what a person gets. Repeatable. */
  async putOnTop(projectId: string, request: { branch: string; commit: string; parent: string; date: Date; message: string }): Promise<string> {
    const dir = await this.ensureProject(projectId);
    const made = await squash(dir, request);
    await git(dir, ['update-ref', `refs/heads/${request.branch}`, made]);
    return made;
  }

  /** A patch between two commits that `git apply` takes, binary files included. */
  async patch(projectId: string, from: string, to: string): Promise<string> {
    return patchText(await this.ensureProject(projectId), from, to);
  }

  /** A branch as a git bundle for whoever has `base`. */
  async bundle(projectId: string, branch: string, base: string): Promise<Buffer> {
    return bundle(await this.ensureProject(projectId), branch, base);
  }

  /** Removes a project's repository for good; no error when it is gone. Half of one is never seen. */
  async removeProject(projectId: string): Promise<void> {
    const dir = this.dirOf(projectId);
    const doomed = `${dir}.${randomUUID()}`;
    this.known.delete(dir);
    this.foreign.delete(projectId);
    if (!(await exists(dir))) return;
    await rename(dir, doomed);
    await rm(doomed, { recursive: true, force: true });
  }

  private async isForeign(projectId: string): Promise<boolean> {
    const known = this.foreign.get(projectId) ?? (await this.base(projectId)) !== null;
    this.foreign.set(projectId, known);
    return known;
  }

  private dirOf(projectId: string): string {
    if (!/^[a-z0-9-]{1,80}$/.test(projectId)) throw new Error(`not a project id: ${projectId}`);
    return join(this.baseDir, `${projectId}.git`);
  }

  private create(dir: string): Promise<void> {
    return this.place(dir, async (draft) => {
      await git(draft, ['init', '--quiet', '--bare', '--initial-branch=main', draft]);
      await fastImport(draft, {
        branch: 'main',
        expectedHead: null,
        step: 'init',
        date: new Date(0),
        message: 'chore: start the project',
        author: 'Millwright',
        written: [],
        deleted: [],
      });
    });
  }

  private async place(dir: string, fill: (draft: string) => Promise<void>): Promise<void> {
    // The code is its owner's: other accounts of the machine have no business in it.
    await mkdir(this.baseDir, { recursive: true, mode: 0o700 });
    const draft = `${dir}.${randomUUID()}`;
    try {
      await fill(draft);
      // The rename is the moment the project exists; who comes second throws its draft away.
      await rename(draft, dir);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      if (!(await exists(dir))) throw error;
    }
  }

  private async mergeCommit(dir: string, head: string, request: { commit: string; step: string; date: Date; message: string }): Promise<string> {
    const { code, stdout } = await runGit(dir, ['merge-tree', '--write-tree', head, request.commit]);
    if (code !== 0) throw new MillwrightError('CHECKS_FAILED', `the work conflicts with main: ${stdout.toString('utf8').slice(0, 1000)}`);
    const stamp = `${Math.floor(request.date.getTime() / 1000)} +0000`;
    const who = `Millwright <builder@millwright.invalid> ${stamp}`;
    const tree = stdout.toString().trim().split('\n')[0];
    const body = `tree ${tree}\nparent ${head}\nparent ${request.commit}\nauthor ${who}\ncommitter ${who}\n\n${request.message}\n\n${STEP_TRAILER}: ${request.step}\n`;
    return (await git(dir, ['hash-object', '-t', 'commit', '-w', '--stdin'], { input: body })).toString().trim();
  }
}

async function isAncestor(dir: string, ancestor: string, commit: string): Promise<boolean> {
  return (await runGit(dir, ['merge-base', '--is-ancestor', ancestor, commit])).code === 0;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
