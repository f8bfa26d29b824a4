/** An execution's code as commits: on a branch of a project of its own, where builds can go on. */
import type { ExecutionFile } from '../../contracts/execution.js';
import type { ExecutionRow } from '../../db/queries/executions.js';
import { projects, repositories, type ExecutionBranch } from '../../db/schema/index.js';
import type { BuildDeps } from '../build/deps.js';
import { projectOf, type Workplace } from './repository.js';

// A further round brings a project back that was deleted since.
const THERE = { target: projects.id, set: { deletedAt: null } };

/** The whole of a new project; a further round commits on top. */
export async function branchOfItsOwn(deps: BuildDeps, execution: ExecutionRow, files: ExecutionFile[]): Promise<ExecutionBranch> {
  const projectId = projectOf(execution.id);
  await deps.db.orm.insert(projects).values(projectRow(execution)).onConflictDoUpdate(THERE);
  await deps.git.ensureProject(projectId);
  const main = await deps.git.head(projectId, 'main');
  return commitOn(deps, execution, main ?? '', async (head) => {
    const known = head ? (await deps.git.list(projectId, head)).map(({ path }) => path) : [];
    const paths = new Set(files.map(({ path }) => path));
    return { written: bytesOf(files), deleted: known.filter((path) => !paths.has(path)) };
  });
}

/**
 * On the repository's own commit; what an earlier round changed and this one does not is as it was there. The project and
 * its repository are rows from now on, so that builds can go on in it.
 */
export async function branchOnRepository(deps: BuildDeps, execution: ExecutionRow, files: ExecutionFile[], place: Workplace): Promise<ExecutionBranch> {
  const { projectId, baseCommit, url, from, language, facts } = place;
  const made = await commitOn(deps, execution, baseCommit, async (head) => {
    const paths = new Set(files.map(({ path }) => path));
    const back = (await deps.git.changedPaths(projectId, baseCommit, head ?? baseCommit)).filter(({ path }) => !paths.has(path));
    const old = await Promise.all(back.map(async ({ path }) => ({ path, content: await deps.git.read(projectId, baseCommit, path) })));
    const restored = old.flatMap(({ path, content }) => (content ? [{ path, content }] : []));
    return { written: [...bytesOf(files), ...restored], deleted: old.flatMap(({ path, content }) => (content ? [] : [path])) };
  });
  await deps.db.orm.transaction(async (tx) => {
    await tx.insert(projects).values(projectRow(execution)).onConflictDoUpdate(THERE);
    await tx.insert(repositories).values({ projectId, url, ref: from, branch: from, baseCommit, language, facts }).onConflictDoNothing();
  });
  return { ...made, base_commit: baseCommit };
}

interface Content {
  written: { path: string; content: Buffer }[];
  deleted: string[];
}

/** One commit a round on `agt/<execution>`, which begins at `start`; a redo finds its own. */
async function commitOn(deps: BuildDeps, execution: ExecutionRow, start: string, content: (head: string | null) => Promise<Content>): Promise<ExecutionBranch> {
  const projectId = projectOf(execution.id);
  const branch = `agt/${execution.id}`;
  const step = `${execution.id}/${execution.round}`;
  await deps.git.createBranch(projectId, branch, start);
  const head = await deps.git.head(projectId, branch);
  if (head && (await deps.git.stepOf(projectId, head)) === step) return { project_id: projectId, branch, commit: head };
  const commit = await deps.git.commit(projectId, {
    branch,
    expectedHead: head,
    step,
    date: execution.startedAt ?? execution.createdAt,
    author: 'backend-developer',
    message: `feat: ${execution.prompt.split('\n', 1)[0]?.slice(0, 60) ?? 'what was asked for'}`,
    ...(await content(head)),
  });
  return { project_id: projectId, branch, commit };
}

function bytesOf(files: ExecutionFile[]): Content['written'] {
  return files.map(({ path, content }) => ({ path, content: Buffer.from(content, 'utf8') }));
}

function projectRow({ id, userId, prompt }: ExecutionRow): typeof projects.$inferInsert {
  return { id: projectOf(id), userId, name: prompt.slice(0, 200).toWellFormed() };
}
