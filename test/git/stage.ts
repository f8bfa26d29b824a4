import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommitRequest } from '../../activities/git/commit.js';
import { GitStore } from '../../activities/git/store.js';

export interface Stage {
  dir: string;
  store: GitStore;
  /** git's own words about a project, to judge the store by. */
  git(projectId: string, ...args: string[]): string;
  remove(): void;
}

export function stage(): Stage {
  const dir = mkdtempSync(join(tmpdir(), 'mw-git-'));
  return {
    dir,
    store: new GitStore(dir),
    git: (projectId, ...args) =>
      execFileSync('git', [`--git-dir=${join(dir, `${projectId}.git`)}`, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

export const DATE = new Date('2026-03-04T05:06:07.890Z');

/** A commit of these files (text by path) on `branch`. */
export function change(expectedHead: string | null, files: Record<string, string>, over: Partial<CommitRequest> = {}): CommitRequest {
  const written = Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) }));
  return { branch: 'agt/t1', expectedHead, step: 's/1.0', date: DATE, message: 'write', author: 'backend-developer', written, deleted: [], ...over };
}
