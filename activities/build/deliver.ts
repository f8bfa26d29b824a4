import { and, desc, eq, sql } from 'drizzle-orm';
import { record } from '../../db/queries/record.js';
import { isExecutionId } from '../../contracts/ids.js';
import type { BuildRow } from '../../db/queries/builds.js';
import { workSeconds } from '../../db/queries/work-seconds.js';
import { artifacts, builds, executions, sessions, tasks } from '../../db/schema/index.js';
import { loadBuild } from '../agent/session-store.js';
import { settleAbandoned } from '../llm/abandoned.js';
import { notBuiltOf } from './not-built.js';
import { keepArtifact, keepBinaryArtifact } from './artifacts.js';
import { retrospectiveOf } from './document-texts.js';
import { keepDocuments } from './documents.js';
import type { BuildDeps } from './deps.js';
import { RESULT_ZIP } from '../../contracts/names.js';
import type { CheckReport } from '../checks/port.js';
import { handOver } from '../repos/hand-over.js';
import { detectService } from '../deploy/service.js';
import { zipOf } from './result-zip.js';

export interface Delivered {
  commit: string;
  deployable: boolean;
  why: string;
  /** What the plan asks for and nobody built, a short line each; a build of an older version says nothing of it. */
  notBuilt?: string[];
}

/** Packs the result: patch file and summary as artifacts. Says whether it is a service that can be deployed, and what of the plan was not built. */
export async function deliver(deps: BuildDeps, buildId: string, verified: string | null): Promise<Delivered> {
  const build = await loadBuild(deps.db.orm, buildId);
  // The commit this build verified, not whatever another build of the project may have put on main since.
  const commit = verified ?? (await deps.git.head(build.projectId, 'main'));
  if (!commit) throw new Error(`project ${build.projectId} has no main branch`);
  deps.failpoint('deliver', 'before');
  const files = await deps.git.files(build.projectId, commit);
  const handed = await handOver(deps, { build, commit, report: await lastReport(deps, buildId) });
  const result = handed ?? { branch: 'main', commit, tree: await deps.git.treeOf(build.projectId, commit) };
  const base = (await deps.git.base(build.projectId)) ?? (await beganAt(deps, build)) ?? (await deps.git.root(build.projectId));
  const diff = await deps.git.diff(build.projectId, base, commit);
  await keepArtifact(deps.db.orm, { buildId, gate: 'G8', name: 'build.diff', mediaType: 'text/x-diff', content: diff });
  await keepBinaryArtifact(deps, { buildId, gate: 'G8', name: RESULT_ZIP, mediaType: 'application/zip', bytes: await zipOf(files, buildId) });
  await record(deps.db.orm, {
    buildId,
    key: `deliver/${build.generation}`,
    event: { kind: 'note', text: handed?.summary ?? `The result is commit ${commit} on main: ${files.length} files.`, by: 'release-manager' },
    patch: { result: { branch: result.branch, commit: result.commit, tree: result.tree } },
  });
  deps.failpoint('deliver', 'after');
  const service = detectService(files, build.language ?? 'python');
  return {
    commit: result.commit,
    deployable: service !== null,
    why: service ? service.start.join(' ') : 'nothing in it says how a service would start (millwright.json, a Dockerfile CMD or a known entry point)',
    notBuilt: await notBuiltOf(deps.db.orm, build),
  };
}

/** Main as the build's first session found it: the version before, where the project has one. A fork counts from the beginning, as what it took over does. */
async function beganAt(deps: BuildDeps, { id, fork }: BuildRow): Promise<string | null> {
  if (fork) return null;
  const [first] = await deps.db.orm
    .select({ base: sql<string>`coalesce(${sessions.taskBase}, ${sessions.baseCommit})` })
    .from(sessions)
    .where(eq(sessions.buildId, id))
    .orderBy(sessions.createdAt)
    .limit(1);
  return first?.base ?? null;
}

/** The newest verdict on main, as it was kept. */
async function lastReport(deps: BuildDeps, buildId: string): Promise<CheckReport | null> {
  const [row] = await deps.db.orm
    .select({ content: artifacts.content })
    .from(artifacts)
    .where(and(eq(artifacts.buildId, buildId), eq(artifacts.name, 'checks.json')))
    .orderBy(desc(artifacts.createdAt))
    .limit(1);
  return row?.content ? (JSON.parse(row.content) as CheckReport) : null;
}

/** What was planned against what happened: the retrospective, from rows alone. */
export async function writeRetrospective(deps: BuildDeps, buildId: string): Promise<{ summary: string }> {
  const build = await loadBuild(deps.db.orm, buildId);
  const rows = await deps.db.orm.select().from(tasks).where(eq(tasks.buildId, buildId));
  const [turns] = await deps.db.orm
    .select({ count: sql<number>`coalesce(sum(${sessions.turns}), 0)::int`, tries: sql<number>`count(*)::int` })
    .from(sessions)
    .where(eq(sessions.buildId, buildId));
  const [took] = await deps.db.orm
    .select({ seconds: workSeconds(sql`${builds}`) })
    .from(builds)
    .where(eq(builds.id, buildId));
  const hours = Math.max(0, took?.seconds ?? 0) / 3_600;
  const healed = rows.filter((task) => task.attempts > 1).map((task) => task.taskId);
  const summary = `${rows.length} tasks in ${turns?.tries ?? 0} sessions and ${turns?.count ?? 0} turns; ${workTime(hours)} of work and ${dollars(build.costUsd)}${build.estimate ? ` against an estimate of ${workTime(build.estimate.hours)} and ${dollars(build.estimate.usd)}` : ''}; waits for people left out.`;
  const retrospective = {
    summary,
    planned: build.estimate ?? { hours: 0, usd: 0, basis: '' },
    actual: { hours, usd: build.costUsd },
    tasks: rows.map((task) => ({ id: task.taskId, attempts: task.attempts, status: task.status })),
    went_well: rows.filter((task) => task.attempts <= 1 && task.status === 'done').map((task) => `${task.taskId} passed the checks at the first try`),
    to_improve: healed.map((id) => `${id} needed more than one try`),
  };
  await record(deps.db.orm, { buildId, key: `retrospective/${build.generation}`, event: { kind: 'retrospective', summary }, patch: { retrospective } });
  const about = { buildId, title: build.title };
  await keepDocuments(deps.db, build, [{ ...retrospectiveOf(retrospective, about), key: `retrospective/${build.generation}` }]);
  return { summary };
}

/** As people read money. */
function dollars(usd: number): string {
  if (usd > 0 && usd < 0.01) return 'less than $0.01';
  return usd === 0 ? '$0' : `$${usd.toFixed(2)}`;
}

/** Hours as people say them: seconds below two minutes, minutes below two hours. */
function workTime(hours: number): string {
  const seconds = Math.round(hours * 3_600);
  if (seconds < 120) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} minutes` : `${hours.toFixed(1)} hours`;
}

/** Ends what a build may have left: containers of its sessions, its branches, open tasks. Repeatable; keeps the work. */
export async function cleanUp(deps: BuildDeps, buildId: string): Promise<{ containers: number }> {
  // Quick things first: the build's end waits for this a few seconds only.
  await deps.db.orm
    .update(sessions)
    .set({ state: 'ended', endedAt: sql`now()` })
    .where(and(eq(sessions.buildId, buildId), eq(sessions.state, 'running')));
  await deps.db.orm
    .update(tasks)
    .set({ status: 'stopped' })
    .where(and(eq(tasks.buildId, buildId), eq(tasks.status, 'running')));
  await settleAbandoned(deps.db, buildId, deps.budgets);
  const containers = await deps.driver.reap((owner) => owner.buildId === buildId);
  await dropBranches(deps, buildId);
  return { containers };
}

/** Work that never reached main is kept as a patch; the branches go. */
async function dropBranches(deps: BuildDeps, buildId: string): Promise<void> {
  const build = await loadBuild(deps.db.orm, buildId);
  for (const { branch, commit } of await deps.git.branches(build.projectId, `agt/${buildId}/`)) {
    const diff = await deps.git.unmergedDiff(build.projectId, 'main', commit);
    if (diff)
      await keepArtifact(deps.db.orm, { buildId, name: `unmerged-${branch.split('/').slice(2).join('-')}.diff`, mediaType: 'text/x-diff', content: diff });
    await deps.git.deleteBranch(build.projectId, branch);
  }
}

/** Whether a build (or an execution) is over, for the reaper. */
export async function isOver(deps: BuildDeps, buildId: string): Promise<boolean> {
  const owners = isExecutionId(buildId) ? executions : builds;
  const [row] = await deps.db.orm.select({ endedAt: owners.endedAt }).from(owners).where(eq(owners.id, buildId));
  return !row || row.endedAt !== null;
}
