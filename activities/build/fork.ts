import { and, eq } from 'drizzle-orm';
import type { ForkStart } from '../../contracts/messages.js';
import { storable } from '../../db/queries/record.js';
import { sessions, tasks } from '../../db/schema/index.js';
import { orderTasks, planSchema } from '../../schemas/plan.js';
import { taskRef } from '../../schemas/plan-edit.js';
import { loadBuild, loadPlan } from '../agent/session-store.js';
import { copyHistory, moveMain } from '../git/copy-history.js';
import type { BuildDeps } from './deps.js';
import { assigned } from './tasks.js';

/**
 * Gives a fork its repository: main as it was at the point, and the branch of the session that goes on. The rows came with
 * its submission (db/queries/fork.ts). Repeatable: every move of a ref is a compare-and-swap that knows its own result.
 */
export async function takeOverFork(deps: BuildDeps, buildId: string): Promise<ForkStart> {
  const build = await loadBuild(deps.db.orm, buildId);
  const { fork } = build;
  if (!fork) throw new Error(`build ${buildId} is no fork`);
  deps.failpoint('fork', 'before');
  const bases = await deps.db.orm.select({ base: sessions.baseCommit, taskBase: sessions.taskBase }).from(sessions).where(eq(sessions.buildId, buildId));
  const commits = [fork.commit, fork.branch?.commit, ...bases.flatMap(({ base, taskBase }) => [base, taskBase])];
  const own = { store: deps.git, projectId: build.projectId };
  await copyHistory(
    { store: deps.git, projectId: fork.fromProject },
    own,
    commits.filter((commit) => typeof commit === 'string'),
  );
  await moveMain(own, fork.commit);
  if (fork.branch) await deps.git.createBranch(build.projectId, fork.branch.name, fork.branch.commit);
  deps.failpoint('fork', 'after');
  const plan = planSchema.parse(await loadPlan(deps.db.orm, build));
  const planned = assigned(deps, build, orderTasks(plan.tasks)).map(({ task }) => task);
  // The plan's word for a role becomes one that this build has; what was taken over keeps the one that did it.
  const fresh = planned.filter(({ id }) => id !== fork.task && !fork.done.includes(id));
  for (const { id, role } of fresh)
    await deps.db.orm
      .update(tasks)
      .set({ role: storable(role) })
      .where(and(eq(tasks.buildId, buildId), eq(tasks.taskId, id), eq(tasks.status, 'pending')));
  return {
    phase: fork.phase,
    planVersion: build.planVersion ?? 1,
    planDigest: build.planDigest ?? '',
    tasks: planned.map(taskRef),
    done: fork.done,
    commit: fork.commit,
    goesOn: fork.task,
  };
}
