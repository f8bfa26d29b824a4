/** Starts the engines that all suites of one test run share. Compiled to dist/, where jest's global setup finds it. */
import { join } from 'node:path';
import pg from 'pg';
import { loadConfig } from '../../config.js';
import { toolEnvironment } from '../../embedded/child-environment.js';
import { startEngines, type Engines } from '../../embedded/engines.js';
import { homeAt } from '../../embedded/home.js';
import { AlreadyRunning } from '../../embedded/lock.js';

export interface TestEngines {
  temporalAddress: string;
  databaseUrl: string;
  /** The same server as the role that may make databases. */
  databaseOwnerUrl: string;
}

// Runs side by side on one machine, each with engines of its own; more would be a leak.
const SLOTS = 16;
/** Databases of tests begin with this; what a killed run left is dropped by the next one. */
export const DATABASE_PREFIX = 'test_';

/** Folders are kept, so that only the first run of a machine pays for initdb; the Temporal binary is the product's own. */
export async function startTestEngines(): Promise<{ engines: TestEngines; stop: () => Promise<void> }> {
  const running = await inFreeSlot();
  const engines = { temporalAddress: running.temporal.address, databaseUrl: running.postgres.url, databaseOwnerUrl: running.postgres.ownerUrl };
  await dropLeftovers(engines.databaseOwnerUrl);
  return { engines, stop: () => running.stop() };
}

async function inFreeSlot(): Promise<Engines> {
  const config = loadConfig();
  const { MW_HOME } = config.settings;
  for (let slot = 1; ; slot += 1) {
    try {
      return await startEngines(join(MW_HOME, 'test', String(slot)), { env: toolEnvironment(config), cache: homeAt(MW_HOME).cache, docker: false });
    } catch (error) {
      if (!(error instanceof AlreadyRunning) || slot === SLOTS) throw error;
    }
  }
}

async function dropLeftovers(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('select datname as name from pg_database where starts_with(datname, $1)', [DATABASE_PREFIX]);
    for (const { name } of rows) await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
  } finally {
    await client.end();
  }
}
