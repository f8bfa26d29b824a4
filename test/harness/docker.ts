/** Makes sure that a Docker engine answers before the suites ask for one. */
import { join } from 'node:path';
import { loadConfig } from '../../config.js';
import { ensureDockerAlone } from '../../embedded/docker-alone.js';

/** Starts (or installs) the engine when none answers; it goes on afterwards, for others may use it by then. Rejects with advice. */
export async function ensureTestDocker(): Promise<void> {
  const config = loadConfig();
  await ensureDockerAlone(config, join(config.settings.MW_HOME, 'test', 'docker'), (sentence) => process.stderr.write(`${sentence}\n`));
}
