/** A program: brings the schema up to date and makes the local user known. A process of its own, so that the supervisor stays small. */
import { join } from 'node:path';
import { loadConfig, projectRoot } from '../config.js';
import { ensureLocalUser } from '../db/local-user.js';
import { migrate } from '../db/migrate.js';
import { localToken, openHome } from './home.js';

async function prepare(): Promise<void> {
  const { settings } = loadConfig();
  const url = settings.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set');
  const appRole = decodeURIComponent(new URL(url).username);
  await migrate(settings.DATABASE_OWNER_URL ?? url, appRole, join(projectRoot, 'db/migrations'));
  await ensureLocalUser(url, localToken(openHome(settings.MW_HOME)));
}

try {
  await prepare();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
