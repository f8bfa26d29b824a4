import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

// Any constant: one lock for all processes that migrate this database.
const MIGRATION_LOCK = 7_240_031;

/**
 * Brings the schema up to date, safely when several processes start at once (an advisory lock), and gives the
 * application's role its rights: everything but changing the audit log.
 */
export async function migrate(ownerUrl: string, appRole: string, migrationsFolder: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  // A connection that dies fails its query; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runMigrations(drizzle(client), { migrationsFolder });
    await grant(client, appRole);
  } finally {
    // Ending the session frees the lock.
    await client.end();
  }
}

async function grant(client: pg.Client, appRole: string): Promise<void> {
  const role = client.escapeIdentifier(appRole);
  const { rows } = await client.query<{ owner: boolean }>('select current_user = $1 as owner', [appRole]);
  await client.query(`grant usage on schema public to ${role}`);
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${role}`);
  await client.query(`grant usage, select on all sequences in schema public to ${role}`);
  // With one role for both (an outside database) the triggers of the migration still refuse changes.
  if (!rows[0]?.owner) await client.query(`revoke update, delete, truncate on audit_log, audit_chain from ${role}`);
}
