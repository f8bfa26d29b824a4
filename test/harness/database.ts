import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '../../config.js';
import { openDatabase, type Database } from '../../db/client.js';
import { ensureLocalUser } from '../../db/local-user.js';
import { migrate } from '../../db/migrate.js';
import { testEngines } from './engines.js';
import { DATABASE_PREFIX } from './start.js';

export const MIGRATIONS: string = join(projectRoot, 'db/migrations');
// Any constant: suites that make the template at once wait for each other.
const TEMPLATE_LOCK = 7_240_032;

export interface TestDatabase {
  /** As the application's role. */
  db: Database;
  url: string;
  ownerUrl: string;
  /** Runs SQL as the owner of the schema: what an insider could do. */
  sql<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  drop(): Promise<void>;
}

/** A migrated database of its own with the user `local`: a copy of a template, some 50 ms. */
export async function freshDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const { databaseUrl, databaseOwnerUrl } = await testEngines();
  const name = `${DATABASE_PREFIX}${process.pid}_${randomBytes(4).toString('hex')}`;
  await asOwner(databaseOwnerUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await admin.query(`create database ${name} template ${await ensureTemplate(admin, databaseUrl, databaseOwnerUrl)}`);
  });
  const [url, ownerUrl] = [withDatabase(databaseUrl, name), withDatabase(databaseOwnerUrl, name)];
  const db = openDatabase(url, { poolSize: options.poolSize ?? 10 });
  return {
    db,
    url,
    ownerUrl,
    sql: (text, values) => asOwner(ownerUrl, async (client) => (await client.query(text, values)).rows),
    drop: async () => {
      await db.close();
      // The server's own housekeeping may be in there, and nobody may end that; the next run drops what stays.
      await asOwner(databaseOwnerUrl, (admin) => admin.query(`drop database ${name} with (force)`)).catch(() => undefined);
    },
  };
}

/** Made once per state of the migrations; renamed when it is whole, so that nobody copies half of one. */
async function ensureTemplate(admin: pg.Client, url: string, ownerUrl: string): Promise<string> {
  const name = `${DATABASE_PREFIX}template_${migrationsDigest()}`;
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount) return name;
  await admin.query(`drop database if exists ${name}_draft with (force)`);
  await admin.query(`create database ${name}_draft`);
  await migrate(withDatabase(ownerUrl, `${name}_draft`), roleOf(url), MIGRATIONS);
  await ensureLocalUser(withDatabase(url, `${name}_draft`), 'token-of-the-tests');
  await admin.query(`alter database ${name}_draft rename to ${name}`);
  return name;
}

function migrationsDigest(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS)
    .filter((entry) => entry.endsWith('.sql'))
    .sort())
    hash.update(readFileSync(join(MIGRATIONS, file)));
  return hash.digest('hex').slice(0, 12);
}

export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

export async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
