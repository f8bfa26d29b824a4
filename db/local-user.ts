import { createHash } from 'node:crypto';
import pg from 'pg';

/** The one user of the embedded mode. */
export const LOCAL_USER_ID = 'local';

/** Makes the local user and its token known to the database; repeatable. The database keeps the sha256 only. */
export async function ensureLocalUser(databaseUrl: string, token: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // A connection that dies fails its query; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`insert into users (id, name, role) values ($1, 'Local user', 'admin') on conflict (id) do nothing`, [LOCAL_USER_ID]);
    const sha256 = createHash('sha256').update(token).digest('hex');
    await client.query(`insert into tokens (id, user_id, sha256) values ($1, $2, $3) on conflict do nothing`, [sha256.slice(0, 16), LOCAL_USER_ID, sha256]);
  } finally {
    await client.end();
  }
}
