/** Temporal, PostgreSQL and the Docker engine of one home: outside ones where they are named, our own otherwise. */
import type { Report } from './child.js';
import { dockerChild, findDocker } from './docker.js';
import { openHome, type Home } from './home.js';
import { readLiving } from './pidfile.js';
import { choosePorts, type PortName, type Ports } from './ports.js';
import { ensureDataFolder, ensurePostgresPrograms } from './postgres-files.js';
import { databaseUrls, livingPostgres, postgresChild, type DatabaseUrls } from './postgres.js';
import { Supervisor } from './supervisor.js';
import { ensureTemporal } from './temporal-binary.js';
import { temporalAddress, temporalChild, temporalUiUrl } from './temporal.js';

export interface EngineOptions {
  /** An outside Temporal server, `host:port`; null starts ours. */
  temporalAddress: string | null;
  temporalUiUrl: string | null;
  namespace: string;
  /** An outside PostgreSQL; null starts ours. `ownerUrl` is for migrations; without it `databaseUrl` does them too. */
  databaseUrl: string | null;
  databaseOwnerUrl: string | null;
  dockerHost: string | null;
  mayInstall: boolean;
  /** Environment of engines and installers; its PATH is searched for programs. */
  env: Record<string, string>;
}

export interface TemporalEngine {
  address: string;
  /** Null when nobody said where the Web UI of an outside server is. */
  uiUrl: string | null;
}

export interface DockerEngine {
  host: string;
}

/** The ports of this home; those of engines that still run are kept. */
export function portsFor(home: Home, wanted: Partial<Ports> & { api?: number } = {}): Promise<Ports> {
  const inUse = new Set<PortName>();
  if (readLiving(home.run, 'temporal')) for (const name of ['temporal', 'temporalUi', 'temporalHttp'] as const) inUse.add(name);
  if (readLiving(home.run, 'postgres') || livingPostgres(home)) inUse.add('postgres');
  if (readLiving(home.run, 'proxy')) inUse.add('proxy');
  return choosePorts(home, inUse, wanted);
}

/** Resolves when the namespace answers. Rejects with advice when there is no server and none can be had. */
export async function startTemporal(supervisor: Supervisor, ports: Ports, options: EngineOptions): Promise<TemporalEngine> {
  if (options.temporalAddress) return { address: options.temporalAddress, uiUrl: options.temporalUiUrl };
  const { home, report } = supervisor;
  const binary = await ensureTemporal(home, { path: options.env['PATH'] ?? '', env: options.env, report });
  report('Starting Temporal (usually 1 to 3 s).');
  await supervisor.run(temporalChild(home, { binary, namespace: options.namespace, ports, env: options.env }));
  return { address: temporalAddress(ports), uiUrl: temporalUiUrl(ports) };
}

/** Resolves when the database takes connections; it may be without schema. */
export async function startPostgres(supervisor: Supervisor, ports: Ports, options: EngineOptions): Promise<DatabaseUrls> {
  if (options.databaseUrl) return { url: options.databaseUrl, ownerUrl: options.databaseOwnerUrl ?? options.databaseUrl };
  const { home, report } = supervisor;
  const programs = ensurePostgresPrograms(home);
  await ensureDataFolder(home, programs, options.env, report);
  report('Starting PostgreSQL (usually under 1 s; after a crash it first recovers).');
  await supervisor.run(postgresChild(home, programs, ports.postgres, options.env));
  return databaseUrls(home, ports.postgres);
}

/** Resolves when an engine answers. One that we started stays supervised. */
export async function ensureDocker(supervisor: Supervisor, options: EngineOptions): Promise<DockerEngine> {
  const { home, report } = supervisor;
  // A daemon of ours is taken over before anything is asked of it: it may be down for the moment.
  const ours = readLiving(home.run, 'dockerd') !== null;
  const found = await findDocker({ host: options.dockerHost, path: options.env['PATH'] ?? '', env: options.env, mayInstall: options.mayInstall, report, ours });
  if (found.kind === 'startable') {
    if (!ours) report('Starting the Docker engine (usually 1 to 3 s).');
    await supervisor.run(dockerChild(found.daemon, options.env));
  }
  return { host: found.host };
}

export interface Engines {
  temporal: TemporalEngine;
  postgres: DatabaseUrls;
  docker: DockerEngine | null;
  supervisor: Supervisor;
  /** Stops what was started here. A Docker engine goes on: others may use it by now. */
  stop(): Promise<void>;
}

export type TestEngineOptions = Partial<EngineOptions> & {
  env: Record<string, string>;
  /** Programs that were fetched or built before: `<MW_HOME>/cache` of the user. */
  cache?: string;
  docker?: boolean;
  report?: Report;
};

/**
 * All engines for a test run, a benchmark or CI: `homeRoot` is a folder of its own, `docker: false` leaves that one out.
 * They are supervised while this process lives, and adopted by the next call when it was killed.
 */
export async function startEngines(homeRoot: string, options: TestEngineOptions): Promise<Engines> {
  const { docker: wantsDocker = true, report = () => undefined, cache, ...given } = options;
  const full: EngineOptions = {
    temporalAddress: null,
    temporalUiUrl: null,
    namespace: 'default',
    databaseUrl: null,
    databaseOwnerUrl: null,
    dockerHost: null,
    mayInstall: true,
    ...given,
  };
  const home = openHome(homeRoot, cache);
  const supervisor = new Supervisor(home, report);
  try {
    const ports = await portsFor(home);
    const starts = [
      startTemporal(supervisor, ports, full),
      startPostgres(supervisor, ports, full),
      wantsDocker ? ensureDocker(supervisor, full) : null,
    ] as const;
    const [temporal, postgres, docker] = await settleAll(starts);
    const stop = () => supervisor.stop(() => Promise.resolve(['dockerd']));
    return { temporal, postgres, docker, supervisor, stop };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

/** Like Promise.all, but rejects only when all have ended, and with every reason: a person mends all at once. */
export async function settleAll<T extends readonly unknown[]>(promises: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(promises);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as Error).message] : []));
  if (reasons.length > 0) throw new Error(reasons.join('\n'));
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as { -readonly [K in keyof T]: Awaited<T[K]> };
}
