/** `mw down`: stops everything of one home, with or without a living supervisor. */
import { existsSync } from 'node:fs';
import type { Config } from '../config.js';
import type { Report } from './child.js';
import { DEFAULT_SOCKET } from './docker-api.js';
import { homeAt, type Home } from './home.js';
import { supervisorOf } from './lock.js';
import { identify, readLiving, recordedNames, removePidFile, stopProcess } from './pidfile.js';
import { releasePorts } from './port-claims.js';
import { livingPostgres } from './postgres.js';
import { unmarkReady } from './ready.js';
import { instanceFor, stopDeployments } from './stack.js';

// The supervisor gives its slowest child 20 s in each of two stages; this is beyond both.
const SUPERVISOR_GRACE_MS = 60_000;
const CHILD_GRACE_MS = 20_000;
const ENGINES = ['temporal', 'postgres', 'dockerd'];

/** Answers whether anything ran. Repeatable. */
export async function stopAll(config: Config, report: Report): Promise<boolean> {
  const home = homeAt(config.settings.MW_HOME);
  if (!existsSync(home.run)) return false;
  const supervisor = supervisorOf(home.run);
  if (supervisor) {
    report(`Stopping Millwright (process ${supervisor.pid}; a worker gets 20 s to finish).`);
    if (!(await stopProcess(supervisor, 'SIGTERM', SUPERVISOR_GRACE_MS))) report('The supervisor did not stop and was killed; stopping what it left.');
  }
  // What a killed supervisor left behind.
  removePidFile(home.run, 'supervisor');
  unmarkReady(home);
  const services = recordedNames(home.run).filter((name) => !ENGINES.includes(name));
  const stoppedServices = await stopNamed(home, services, 'SIGTERM', report);
  const kept = await stopDeployments(home, config.settings.DOCKER_HOST ?? DEFAULT_SOCKET, instanceFor(config, home), supervisor ? () => undefined : report);
  const engines = ENGINES.filter((name) => !kept.includes(name));
  const stoppedEngines = (await stopNamed(home, engines, 'SIGTERM', report)) || (await stopStrayPostgres(home));
  releasePorts(home.root);
  return supervisor !== null || stoppedServices || stoppedEngines;
}

async function stopNamed(home: Home, names: string[], signal: NodeJS.Signals, report: Report): Promise<boolean> {
  const stopped = await Promise.all(
    names.map(async (name) => {
      const living = readLiving(home.run, name);
      if (living) {
        report(`Stopping ${name} (process ${living.pid}).`);
        // PostgreSQL waits for its sessions at SIGTERM; SIGINT ends them.
        await stopProcess(living, name === 'postgres' ? 'SIGINT' : signal, CHILD_GRACE_MS);
      }
      removePidFile(home.run, name);
      return living !== null;
    }),
  );
  return stopped.includes(true);
}

/** A server whose pid file of ours got lost is still told by its own. */
async function stopStrayPostgres(home: Home): Promise<boolean> {
  const pid = livingPostgres(home);
  if (pid === null) return false;
  const identity = identify(pid);
  if (identity) await stopProcess(identity, 'SIGINT', CHILD_GRACE_MS);
  return true;
}
