import type { TestDatabase } from './database.js';
import { until } from './until.js';

/** Resolves once somebody in this database waits for a lock that another holds. */
export async function somebodyWaits(database: TestDatabase): Promise<void> {
  await until('somebody to wait for a lock', async () => {
    // What one waits for is told to superusers only, that one waits to all.
    const waiting = await database.sql('select 1 from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted');
    return waiting.length > 0;
  });
}
