import { eq, sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { users } from '../schema/index.js';

/** free or registered: how long what a user ran is kept. */
export async function tierOf(orm: Executor, userId: string): Promise<string> {
  const [row] = await orm.select({ tier: users.tier }).from(users).where(eq(users.id, userId));
  return row?.tier ?? 'registered';
}

/** viewer, developer, approver or admin; viewer when there is no such user. */
export async function roleOf(orm: Executor, userId: string): Promise<string> {
  const [row] = await orm.select({ role: users.role }).from(users).where(eq(users.id, userId));
  return row?.role ?? 'viewer';
}

/** What people call a user; their id when there is no such user. */
export async function nameOf(orm: Executor, userId: string): Promise<string> {
  const [row] = await orm.select({ name: users.name }).from(users).where(eq(users.id, userId));
  return row?.name ?? userId;
}

/** Whose a build, an execution or a workspace is; null when there is none of that id. */
export async function ownerOfSubject(orm: Executor, id: string): Promise<string | null> {
  const { rows } = await orm.execute<{ user_id: string }>(sql`
    select user_id from builds where id = ${id} union all select user_id from executions where id = ${id}
    union all select user_id from workspaces where id = ${id} limit 1`);
  return rows[0]?.user_id ?? null;
}
