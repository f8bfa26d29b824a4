import type { BuildRow } from '../agent/session-store.js';
import type { BuildDeps } from '../build/deps.js';

export interface MainCommit {
  /** Names the step: the same again makes nothing new. */
  step: string;
  written: { path: string; content: Buffer }[];
  message: string;
  author: string;
}

/** One commit of these files on main, exactly once for its step. */
export async function commitOnMain(deps: BuildDeps, build: BuildRow, { step, written, message, author }: MainCommit): Promise<void> {
  if (written.length === 0) return;
  await deps.git.ensureProject(build.projectId);
  const head = await deps.git.head(build.projectId, 'main');
  deps.failpoint('design', 'before');
  const branch = `agt/${step}`;
  await deps.git.createBranch(build.projectId, branch, head ?? '');
  const base = (await deps.git.head(build.projectId, branch)) ?? head;
  // An attempt that was killed may have committed already: a second commit on top of it would be the same step twice.
  const isMade = base !== null && (await deps.git.stepOf(build.projectId, base)) === step;
  const commit = isMade
    ? base
    : await deps.git.commit(build.projectId, { branch, expectedHead: base, step, date: build.createdAt, author, message, written, deleted: [] });
  await deps.git.merge(build.projectId, { target: 'main', commit, step: `${step}/merge`, date: build.createdAt, message });
  deps.failpoint('design', 'after');
}
