/** Makes sure that a Docker engine answers before the suites ask for one. */
import { join } from 'node:path';
import { loadConfig } from '../../config.js';
import { toolEnvironment } from '../../embedded/child-environment.js';
import { DEFAULT_SOCKET, engineAnswers } from '../../embedded/docker-api.js';
import { ensureDocker } from '../../embedded/engines.js';
import { openHome } from '../../embedded/home.js';
import { AlreadyRunning } from '../../embedded/lock.js';
import { Supervisor } from '../../embedded/supervisor.js';

// Another run that starts it right now needs as long as an installation takes.
const PATIENCE_MS = 180_000;
const LOOK_MS = 500;

/** Starts (or installs) the engine when none answers; it goes on afterwards, for others may use it by then. Rejects with advice. */
export async function ensureTestDocker(): Promise<void> {
  const config = loadConfig();
  const host = config.settings.DOCKER_HOST ?? DEFAULT_SOCKET;
  if (await engineAnswers(host)) return;
  const report = (sentence: string) => process.stderr.write(`${sentence}\n`);
  try {
    const supervisor = new Supervisor(openHome(join(config.settings.MW_HOME, 'test', 'docker')), report);
    const options = {
      temporalAddress: null,
      temporalUiUrl: null,
      namespace: 'default',
      databaseUrl: null,
      databaseOwnerUrl: null,
      dockerHost: config.settings.DOCKER_HOST,
      mayInstall: !config.settings.MW_NO_INSTALL,
      env: toolEnvironment(config),
    };
    try {
      await ensureDocker(supervisor, options);
    } finally {
      await supervisor.stop(() => Promise.resolve(['dockerd']));
    }
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    for (const until = Date.now() + PATIENCE_MS; !(await engineAnswers(host)) && Date.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
