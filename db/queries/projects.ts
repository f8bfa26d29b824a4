import { and, desc, eq, isNull } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import type { Executor, Orm } from '../client.js';
import { auditLog, builds, environments, projects } from '../schema/index.js';
import { readPage, type Page, type PageRequest } from './page.js';

export type ProjectRow = InferSelectModel<typeof projects>;

/** One user's project; null when it is unknown, deleted or somebody else's. */
export async function findProject(orm: Executor, userId: string, id: string): Promise<ProjectRow | null> {
  const rows = await orm
    .select()
    .from(projects)
    .where(and(eq(projects.id, id), eq(projects.userId, userId), isNull(projects.deletedAt)));
  return rows[0] ?? null;
}

export function listProjects(orm: Executor, userId: string, page: PageRequest): Promise<Page<ProjectRow>> {
  return readPage(orm, projects, and(eq(projects.userId, userId), isNull(projects.deletedAt)), [desc(projects.createdAt), desc(projects.id)], page);
}

/** What a project holds: where it serves and its latest builds (at most 50). */
export async function readProjectParts(orm: Executor, projectId: string) {
  const { id, title, status, createdAt } = builds;
  const [served, built] = await Promise.all([
    orm.select().from(environments).where(eq(environments.projectId, projectId)),
    orm.select({ id, title, status, createdAt }).from(builds).where(eq(builds.projectId, projectId)).orderBy(desc(createdAt)).limit(50),
  ]);
  return { environments: served, builds: built };
}

/** Makes a project; the same one again (id, user and name) gives the first. Null when the id is somebody else's. */
export async function createProject(orm: Orm, project: { id: string; userId: string; name: string }): Promise<ProjectRow | null> {
  return orm.transaction(async (tx) => {
    const rows = await tx.insert(projects).values(project).onConflictDoNothing().returning();
    const { id, userId, name } = project;
    if (!rows[0]) {
      const made = await findProject(tx, userId, id);
      return made?.name === name ? made : null;
    }
    await tx.insert(auditLog).values({ key: `${id}/created`, actor: userId, action: 'project.create', subject: id, detail: { name } });
    return rows[0];
  });
}

/** Where a project serves one environment; null before its first deployment. */
export async function findEnvironment(orm: Executor, projectId: string, name: string) {
  const rows = await orm
    .select()
    .from(environments)
    .where(and(eq(environments.projectId, projectId), eq(environments.name, name)));
  return rows[0] ?? null;
}
