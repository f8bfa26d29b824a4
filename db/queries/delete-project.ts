import { and, eq, isNull, like, or, sql } from 'drizzle-orm';
import type { Transaction } from '../client.js';
import { auditLog, baselines, builds, deployments, documents, environments, executions, outbox, projects, repositories, workspaces } from '../schema/index.js';
import { deleteOutputs, tellOver } from './deployment-output.js';
import { deleteWorkspace } from './workspaces.js';

export type ProjectDeletion = 'deleted' | 'missing' | { busy: string };

// A return to an earlier deployment is over in minutes; one whose workflow was lost must not keep a project for ever.
const ROLLBACK_HOURS = 1;

/**
 * Takes a project from its owner's sight with its workspaces and documents, and promises to remove its repository and what
 * serves it. Its builds stay to be read. `busy` says what is still at work in it; then nothing changes.
 */
export async function deleteProject(tx: Transaction, userId: string, id: string): Promise<ProjectDeletion> {
  const mine = and(eq(projects.id, id), eq(projects.userId, userId), isNull(projects.deletedAt));
  // Held against submissions into it (submit.ts), so that none slips in behind the look at what is at work.
  const [project] = await tx.select({ name: projects.name }).from(projects).where(mine).for('update');
  if (!project) return 'missing';
  const busy = await atWork(tx, id);
  if (busy !== null) return { busy };
  for (const workspace of await tx
    .select()
    .from(workspaces)
    .where(and(eq(workspaces.projectId, id), isNull(workspaces.deletedAt))))
    await deleteWorkspace(tx, workspace);
  await tx.delete(documents).where(eq(documents.projectId, id));
  await tx.delete(baselines).where(eq(baselines.projectId, id));
  await tx.delete(repositories).where(eq(repositories.projectId, id));
  await tx.delete(environments).where(eq(environments.projectId, id));
  const deployed = await tx.select({ id: deployments.id }).from(deployments).where(eq(deployments.projectId, id));
  await deleteOutputs(
    tx,
    deployed.map((one) => one.id),
  );
  const removed = await tx
    .update(deployments)
    .set({ status: 'removed', url: null, updatedAt: sql`now()` })
    .where(and(eq(deployments.projectId, id), eq(deployments.status, 'live')))
    .returning({ id: deployments.id });
  await tellOver(tx, removed);
  await tx
    .update(projects)
    .set({ deletedAt: sql`now()` })
    .where(eq(projects.id, id));
  await promiseRemoval(tx, id, userId, project.name);
  return 'deleted';
}

/** A build of it, one that is forked from it, the execution that delivers into it, or a return to an earlier deployment; null when nothing is. */
async function atWork(tx: Transaction, id: string): Promise<string | null> {
  const forks = sql`${builds.fork}->>'fromProject' = ${id}`;
  const [open] = await tx
    .select({ id: builds.id })
    .from(builds)
    .where(and(isNull(builds.endedAt), or(eq(builds.projectId, id), forks)))
    .limit(1);
  if (open) return open.id;
  const [running] = await tx
    .select({ id: executions.id })
    .from(executions)
    .where(and(eq(executions.id, id.replace('proj-', 'exec-')), isNull(executions.endedAt)));
  if (running) return running.id;
  const { rows } = await tx.execute<{ id: string }>(sql`
    select b.id from outbox o join builds b on b.id = o.build_id
    where b.project_id = ${id} and o.kind like 'rollback:%' and o.created_at > now() - make_interval(hours => ${ROLLBACK_HOURS})
      and not exists (select 1 from events e join builds theirs on theirs.id = e.build_id
        where theirs.project_id = ${id} and e.key = o.build_id || '/deploy/' || replace(o.kind, ':', '-') || '/end')
    limit 1`);
  return rows[0] ? `the roll back of ${rows[0].id}` : null;
}

async function promiseRemoval(tx: Transaction, id: string, userId: string, name: string): Promise<void> {
  // Numbered: what an execution delivers brings a project back, and it may be deleted again.
  const number = 1 + (await tx.$count(outbox, and(eq(outbox.buildId, id), like(outbox.kind, 'project:%'))));
  await tx.insert(outbox).values({ buildId: id, kind: `project:${number}`, payload: { user: userId, name } });
  await tx.insert(auditLog).values({ key: `${id}/deleted/${number}`, actor: userId, action: 'project.delete', subject: id, detail: { name } });
}
