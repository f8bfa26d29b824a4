/** A database of its own on the stack's PostgreSQL, with the product's schema: nothing else works on it. */
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '../config.js';
import { ensureLocalUser } from '../db/local-user.js';
import { migrate } from '../db/migrate.js';
import type { BenchStack } from './stack.js';

export interface BenchDatabase {
  /** As the application's role. */
  url: string;
  ownerUrl: string;
}

/** Made anew; `token` is the local user's. */
export async function makeDatabase(stack: BenchStack, name: string, token: string): Promise<BenchDatabase> {
  const { databaseUrl, databaseOwnerUrl } = stack.endpoints();
  const admin = new pg.Client({ connectionString: databaseOwnerUrl });
  await admin.connect();
  try {
    await admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`);
    await admin.query(`create database ${admin.escapeIdentifier(name)}`);
  } finally {
    await admin.end();
  }
  const made = { url: withDatabase(databaseUrl, name), ownerUrl: withDatabase(databaseOwnerUrl, name) };
  await migrate(made.ownerUrl, decodeURIComponent(new URL(made.url).username), join(projectRoot, 'db/migrations'));
  await ensureLocalUser(made.url, token);
  return made;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
