import { and, eq, getTableColumns, gt, lt, sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { artifacts, previews } from '../schema/index.js';

/** Keeps the code of a preview for `minutes`, and drops those that are over. */
export async function insertPreview(orm: Executor, preview: { sha256: string; artifactId: string; userId: string; minutes: number }): Promise<Date> {
  const { minutes, ...values } = preview;
  await orm.delete(previews).where(lt(previews.expiresAt, sql`now()`));
  const [row] = await orm
    .insert(previews)
    .values({ ...values, expiresAt: sql`now() + make_interval(mins => ${minutes})` })
    .returning({ expiresAt: previews.expiresAt });
  if (!row) throw new Error('a preview has no row');
  return row.expiresAt;
}

/** The artifact that a preview shows; null when its code is unknown or over. */
export async function findPreview(orm: Executor, sha256: string): Promise<typeof artifacts.$inferSelect | null> {
  const [row] = await orm
    .select(getTableColumns(artifacts))
    .from(previews)
    .innerJoin(artifacts, eq(artifacts.id, previews.artifactId))
    .where(and(eq(previews.sha256, sha256), gt(previews.expiresAt, sql`now()`)));
  return row ?? null;
}
