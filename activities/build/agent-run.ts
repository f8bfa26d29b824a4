import { and, desc, eq, isNotNull, ne } from 'drizzle-orm';
import type { TaskRef } from '../../contracts/messages.js';
import { storable } from '../../db/queries/record.js';
import { builds, tasks } from '../../db/schema/index.js';
import { loadBuild, type BuildRow } from '../agent/session-store.js';
import type { BuildDeps } from './deps.js';
import { languageOfPlan } from './language.js';

const TASK_ID = 'agent';

/** The one task of a build that is one role's work on a project: what the person said, by the role they named. Repeatable. */
export async function planAgentRun(deps: BuildDeps, buildId: string): Promise<{ tasks: TaskRef[] }> {
  const build = await loadBuild(deps.db.orm, buildId);
  const role = build.options.agent ?? '';
  await deps.git.ensureProject(build.projectId);
  const language = await languageOfProject(deps, build);
  await deps.db.orm.transaction(async (tx) => {
    await tx.update(builds).set({ language }).where(eq(builds.id, buildId));
    await tx
      .insert(tasks)
      .values({ buildId, taskId: TASK_ID, ordinal: 0, goal: storable(build.description), role, files: [], dependsOn: [] })
      .onConflictDoNothing();
  });
  return { tasks: [{ id: TASK_ID, role, title: build.title }] };
}

/** The language of the project's latest build, else that of its files, else that of the words. */
async function languageOfProject(deps: BuildDeps, build: BuildRow): Promise<string> {
  const [latest] = await deps.db.orm
    .select({ language: builds.language })
    .from(builds)
    .where(and(eq(builds.projectId, build.projectId), ne(builds.id, build.id), isNotNull(builds.language)))
    .orderBy(desc(builds.createdAt))
    .limit(1);
  if (latest?.language) return latest.language;
  const files = (await deps.git.list(build.projectId, 'refs/heads/main')).map(({ path }) => path);
  return languageOfPlan({ stack: [], tasks: [{ files }] }, { description: build.description, stack: '' }, deps.languageOf);
}
