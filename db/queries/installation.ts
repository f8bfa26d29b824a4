import { sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { installation } from '../schema/index.js';

/** The id of this installation, made when it is first asked for: one for each database, and for its copies. */
export async function readInstallation(orm: Executor): Promise<string> {
  const [known] = await orm.select({ id: installation.id }).from(installation);
  if (known) return known.id;
  await orm
    .insert(installation)
    .values({ id: sql`gen_random_uuid()::text` })
    .onConflictDoNothing();
  // Ours, or that of whoever was quicker.
  const [made] = await orm.select({ id: installation.id }).from(installation);
  if (!made) throw new Error('the installation has no id');
  return made.id;
}
