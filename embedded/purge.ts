/** `mw down --purge`: removes what an installation leaves when it is down. Nothing brings it back. */
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, parse } from 'node:path';
import type { Config } from '../config.js';
import type { Report } from './child.js';
import { INSTANCE_LABEL } from './containers.js';
import { engineCall, isPlainAddress } from './docker-api.js';
import { ensureDocker } from './engines.js';
import { homeAt, openHome } from './home.js';
import { Supervisor } from './supervisor.js';
import { engineOptions, instanceFor } from './stack.js';

// Installed packages of sandboxes: costly to fetch, so they outlive us, like the sandbox images (which bear no instance).
const DEPENDENCIES_LABEL = 'millwright.dependencies';
// A large image or volume takes seconds to delete.
const REMOVE_TIMEOUT_MS = 120_000;

export interface Purged {
  containers: number;
  networks: number;
  volumes: number;
  images: number;
}

/**
 * Removes the containers, networks, volumes and app images that bear this installation's label, once `stopAll` has
 * stopped everything. Starts our Docker engine for it when none runs. Rejects when no engine can be asked.
 */
export async function purgeEngine(config: Config, report: Report): Promise<Purged> {
  const home = openHome(config.settings.MW_HOME);
  const supervisor = new Supervisor(home, report);
  try {
    const { host } = await ensureDocker(supervisor, { ...engineOptions(config), mayInstall: false });
    if (!isPlainAddress(host)) throw new Error(`The Docker engine at ${host} (DOCKER_HOST) can't be reached from here.`);
    return await removeLabelled(host, instanceFor(config, home));
  } finally {
    await supervisor.stop();
  }
}

/** In this order: an engine keeps what is still used. */
export async function removeLabelled(host: string, instance: string): Promise<Purged> {
  const query = (more: object = {}) => `filters=${encodeURIComponent(JSON.stringify({ label: [`${INSTANCE_LABEL}=${instance}`], ...more }))}`;
  const containers = (await engineCall(host, 'GET', `/containers/json?all=1&${query()}`)) as { Id: string }[];
  await removeEach(host, containers, ({ Id }) => `/containers/${Id}?force=1&v=1`);
  const networks = (await engineCall(host, 'GET', `/networks?${query()}`)) as { Id: string }[];
  await removeEach(host, networks, ({ Id }) => `/networks/${Id}`);
  const found = (await engineCall(host, 'GET', `/volumes?${query()}`)) as { Volumes: { Name: string; Labels: Record<string, string> | null }[] | null };
  const volumes = (found.Volumes ?? []).filter(({ Labels }) => Labels?.[DEPENDENCIES_LABEL] === undefined);
  await removeEach(host, volumes, ({ Name }) => `/volumes/${encodeURIComponent(Name)}`);
  const images = (await engineCall(host, 'GET', `/images/json?${query()}`)) as { Id: string }[];
  await removeEach(host, images, ({ Id }) => `/images/${Id}?force=1`);
  return { containers: containers.length, networks: networks.length, volumes: volumes.length, images: images.length };
}

async function removeEach<T>(host: string, found: T[], path: (each: T) => string): Promise<void> {
  for (const each of found) {
    try {
      await engineCall(host, 'DELETE', path(each), REMOVE_TIMEOUT_MS);
    } catch (error) {
      // Gone in between (--rm, a reaper): that is what we wanted.
      if (!/answered 404/.test((error as Error).message)) throw error;
    }
  }
}

/** Throws when MW_HOME is no folder of ours: a mistyped setting must not cost somebody's files. */
export function requireOurs(config: Config): void {
  const root = realpathSync(config.settings.MW_HOME);
  const { run, logs, secrets } = homeAt(root);
  // Every start makes one of the two files, also one that fails; with MW_INSTANCE only the second.
  const marked = [join(root, 'instance'), join(root, 'token')].some((part) => existsSync(part));
  const made = marked && [run, logs, secrets].every((part) => existsSync(part));
  if (made && root !== parse(root).root && root !== realpathSync(homedir())) return;
  throw new Error(`${root} (MW_HOME) does not look like a folder that Millwright made, so it stays. Remove it by hand if it is.`);
}

/** Removes MW_HOME; throws as `requireOurs` does. */
export function removeHome(config: Config): void {
  requireOurs(config);
  rmSync(realpathSync(config.settings.MW_HOME), { recursive: true, force: true });
}
