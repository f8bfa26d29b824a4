import { eq } from 'drizzle-orm';
import type { Database } from '../../db/client.js';
import { deleteOutputs } from '../../db/queries/deployment-output.js';
import { deployments, projects } from '../../db/schema/index.js';
import type { DeployTarget } from '../deploy/port.js';
import type { Failpoint } from '../failpoint.js';
import type { GitStore } from '../git/store.js';

export interface ProjectDeps {
  db: Database;
  git: GitStore;
  target: Pick<DeployTarget, 'removeEnvironment' | 'retire'>;
  failpoint: Failpoint;
}

const ENVIRONMENTS = ['staging', 'production'];

/**
 * Removes what a deleted project has outside of the database: what serves it with its data, the images of its deployments, its
 * repository. Repeatable: each part may be gone already. A project that nobody deleted (any more) is left alone.
 */
export async function removeProject(deps: ProjectDeps, { projectId }: { projectId: string }): Promise<void> {
  const { orm } = deps.db;
  const [project] = await orm.select({ deletedAt: projects.deletedAt }).from(projects).where(eq(projects.id, projectId));
  if (!project?.deletedAt) return;
  deps.failpoint('project', 'before');
  for (const environment of ENVIRONMENTS) await deps.target.removeEnvironment({ projectId, environment });
  const rows = await orm.select({ id: deployments.id }).from(deployments).where(eq(deployments.projectId, projectId));
  const ids = rows.map(({ id }) => id);
  await deps.target.retire(ids);
  // Now that nothing of it prints any more.
  await deleteOutputs(orm, ids);
  await deps.git.removeProject(projectId);
  deps.failpoint('project', 'after');
}
