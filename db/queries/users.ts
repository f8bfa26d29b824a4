import { eq } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { users } from '../schema/index.js';

/** free or registered: how long what a user ran is kept. */
export async function tierOf(orm: Executor, userId: string): Promise<string> {
  const [row] = await orm.select({ tier: users.tier }).from(users).where(eq(users.id, userId));
  return row?.tier ?? 'registered';
}
