/** A Docker engine without the rest of an installation: for building images, and for tests. */
import type { Config } from '../config.js';
import type { Report } from './child.js';
import { toolEnvironment } from './child-environment.js';
import { DEFAULT_SOCKET, engineAnswers } from './docker-api.js';
import { ensureDocker } from './engines.js';
import { openHome } from './home.js';
import { AlreadyRunning } from './lock.js';
import { Supervisor } from './supervisor.js';

// Another process that starts it right now needs as long as an installation takes.
const PATIENCE_MS = 180_000;
const LOOK_MS = 500;

/** Starts (or installs) the engine when none answers; it goes on afterwards, for others may use it by then. `folder`: where its process is remembered. Rejects with advice. */
export async function ensureDockerAlone(config: Config, folder: string, report: Report): Promise<void> {
  const { settings } = config;
  const host = settings.DOCKER_HOST ?? DEFAULT_SOCKET;
  if (await engineAnswers(host)) return;
  try {
    const supervisor = new Supervisor(openHome(folder), report);
    const options = {
      temporalAddress: null,
      temporalUiUrl: null,
      namespace: 'default',
      databaseUrl: null,
      databaseOwnerUrl: null,
      dockerHost: settings.DOCKER_HOST,
      mayInstall: !settings.MW_NO_INSTALL,
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
