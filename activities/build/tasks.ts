import { and, eq, sql } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import type { TaskRef } from '../../contracts/messages.js';
import { orderTasks, planSchema, type Plan, type PlanTask } from '../../schemas/plan.js';
import { taskRef } from '../../schemas/plan-edit.js';
import { record, storable } from '../../db/queries/record.js';
import { builds, planVersions, tasks } from '../../db/schema/index.js';
import { loadBuild, loadSession, type BuildRow } from '../agent/session-store.js';
import { noteChangedDesign } from '../design/compare.js';
import { placeInputs } from '../design/inputs.js';
import { repositoryOfBuild } from '../repos/rows.js';
import { assignRole } from './assign.js';
import { outcomeOf } from './brief.js';
import type { BuildDeps } from './deps.js';
import { prdOf } from './document-texts.js';
import { keepDocuments } from './documents.js';
import { languageOfPlan } from './language.js';
import { teamOf } from './team.js';

// What other systems are told of a task's work; the whole is in its session.
const NOTES_CHARS = 1_000;

/** Turns the approved plan into task rows in the order of their dependencies, each with the role that does it. Repeatable. */
export async function planTasks(deps: BuildDeps, buildId: string, planVersion: number): Promise<{ tasks: TaskRef[]; language: string }> {
  const build = await loadBuild(deps.db.orm, buildId);
  const [row] = await deps.db.orm
    .select({ plan: planVersions.plan })
    .from(planVersions)
    .where(and(eq(planVersions.buildId, buildId), eq(planVersions.version, planVersion)));
  const plan = planSchema.parse(row?.plan);
  const stack = build.constraints['stack'];
  const repository = await repositoryOfBuild(deps.db.orm, buildId);
  const planned = languageOfPlan(
    plan,
    { description: build.description, stack: Array.isArray(stack) ? stack.join(' ') : typeof stack === 'string' ? stack : '' },
    deps.languageOf,
  );
  // What an existing repository is written in was seen, not planned.
  const language = repository?.repository.language ?? planned;
  const ordered = assigned(deps, build, orderTasks(plan.tasks));
  await deps.git.ensureProject(build.projectId);
  // Here and not with the design: builds without an architect, and those on a repository, have none.
  await placeInputs(deps, build);
  await deps.db.orm.transaction(async (tx) => {
    await tx.update(builds).set({ language, planVersion, planDigest: build.planDigest }).where(eq(builds.id, buildId));
    const rows = ordered.map(({ task }, ordinal) => ({
      buildId,
      taskId: task.id,
      ordinal,
      goal: storable(task.goal),
      role: storable(task.role),
      files: task.files,
      dependsOn: task.depends_on,
      complexity: task.complexity,
    }));
    await tx.insert(tasks).values(rows).onConflictDoNothing();
  });
  await keepPrd(deps, build, plan, planVersion);
  const notes = ordered.flatMap(({ note }) => note ?? []).join('\n');
  if (notes !== '')
    await record(deps.db.orm, {
      buildId,
      key: `roles/${build.generation}/${planVersion}`,
      event: { kind: 'note', text: storable(notes).slice(0, 2_000), by: 'orchestrator' },
      journal: { kind: 'note', owner: 'orchestrator', text: notes },
    });
  return { tasks: ordered.map(({ task }) => taskRef(task)), language };
}

/** The approved plan as a document of the project. */
export async function keepPrd(deps: Pick<BuildDeps, 'db'>, build: BuildRow, plan: Plan, version: number): Promise<void> {
  await keepDocuments(deps.db, build, [{ ...prdOf(plan, { buildId: build.id, version, description: build.description }), key: `plan/${version}` }]);
}

/** Each task with the role that does it in this build, and a note where that is not the plan's. */
export function assigned(deps: Pick<BuildDeps, 'roles' | 'team'>, build: BuildRow, planned: readonly PlanTask[]): { task: PlanTask; note: string | null }[] {
  const team = teamOf(build.options, deps.team, deps.roles);
  return planned.map((task) => {
    const { role, note } = assignRole(task, deps.roles, team.roles);
    return { task: { ...task, role }, note };
  });
}

/** Adds a task the engine itself asks for (documents, mending): repeatable. */
export async function addTask(deps: BuildDeps, request: { buildId: string; taskId: string; role: string; goal: string; files: string[] }): Promise<void> {
  const { buildId, taskId, role, goal, files } = request;
  await deps.db.orm
    .insert(tasks)
    .values({ buildId, taskId, role, goal: storable(goal), files, dependsOn: [], ordinal: sql`(select count(*) from tasks where build_id = ${buildId})` })
    .onConflictDoNothing();
}

/** Brings a finished task's commit into main; only a commit whose checks the engine saw pass. Repeatable. */
export async function mergeTask(deps: BuildDeps, sessionIdOfTask: string): Promise<{ commit: string }> {
  const { session, build, task } = await loadSession(deps.db, sessionIdOfTask);
  const outcome = session.outcome?.['outcome'];
  if (outcome !== 'SUCCESS') throw new MillwrightError('CHECKS_FAILED', `task ${task.taskId} is not finished: nothing to merge`);
  deps.failpoint('merge', 'before');
  const commit = await deps.git.merge(build.projectId, {
    target: 'main',
    commit: session.head,
    step: `${session.id}/merge`,
    date: session.createdAt,
    message: `${task.taskId}: ${task.goal.split('\n')[0]?.slice(0, 72) ?? ''}`,
  });
  deps.failpoint('merge', 'after');
  await record(deps.db.orm, {
    buildId: build.id,
    key: `${session.id}/merged`,
    event: { kind: 'merged', task: task.taskId, commit, branch: session.branch, notes: outcomeOf(session).summary.slice(0, NOTES_CHARS) },
    patch: { result: { branch: 'main', commit, tree: await deps.git.treeOf(build.projectId, commit) } },
    resolves: `${build.id}/task/${task.taskId}/`,
  });
  await noteChangedDesign(deps, build, commit, `${session.id}/design-check`);
  return { commit };
}
