/** `mw up`: the whole stack of one home, in order, and down again. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.js';
import { toolEnvironment, type Endpoints } from './child-environment.js';
import type { Report } from './child.js';
import { runningContainers, startContainers, stopContainers } from './containers.js';
import { ensureDocker, portsFor, settleAll, startPostgres, startTemporal, type EngineOptions } from './engines.js';
import { instanceOf, localToken, openHome, type Home } from './home.js';
import { requireOutsideEngines } from './outside.js';
import { readAllLiving, readLiving, removePidFile, stopProcess } from './pidfile.js';
import { claimantOf, claimPort } from './port-claims.js';
import { isFree, portHolder, rememberedPorts, type Ports } from './ports.js';
import { markReady, unmarkReady } from './ready.js';
import { answersOk, apiUrl, prepareDatabase, serviceChildren, WORKER_GRACE_SECONDS } from './services.js';
import { Supervisor } from './supervisor.js';
import { unservedAfterStart } from './unserved.js';

// After its engines and itself are up, the API needs a moment to see them all.
const READY_SECONDS = 60;
const READY_POLL_MS = 100;

export interface StackOptions {
  workers: number;
  report: Report;
}

/** One running (or starting, or stopping) installation. */
export class Stack {
  readonly supervisor: Supervisor;
  readonly #home: Home;
  #endpoints: Endpoints | null = null;

  /** Takes the home's lock; throws AlreadyRunning. */
  constructor(
    private readonly config: Config,
    private readonly options: StackOptions,
  ) {
    this.#home = openHome(config.settings.MW_HOME);
    this.supervisor = new Supervisor(this.#home, options.report);
    unmarkReady(this.#home);
  }

  /** Where people and programs find it. */
  get url(): string {
    return apiUrl(this.config);
  }

  get temporalUiUrl(): string | null {
    return this.#endpoints?.temporalUiUrl ?? null;
  }

  get tokenFile(): string {
    return join(this.#home.root, 'token');
  }

  /** Starts or takes over everything, until the API is ready. Rejects with advice, having stopped everything again. */
  async start(): Promise<void> {
    const { config, options, supervisor } = this;
    try {
      await requireOutsideEngines(config);
      await checkApiPort(config, this.#home);
      const ports = await portsFor(this.#home, wantedPorts(config));
      this.#endpoints = await startAllEngines(config, supervisor, ports);
      options.report('Bringing the database schema up to date.');
      await prepareDatabase(config, this.#endpoints);
      await startServices(config, supervisor, this.#endpoints, options);
      // Before it is marked as ready: who waits for a start in the background hears nothing later.
      for (const { detail, todo } of await unservedAfterStart(this.#home)) options.report(`Attention: ${detail}. ${todo}`);
      markReady(this.#home);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops everything, also in the middle of a start. Repeatable. */
  async stop(): Promise<void> {
    const host = this.#endpoints?.dockerHost ?? null;
    unmarkReady(this.#home);
    await this.supervisor.stop(() => stopDeployments(this.#home, host, instanceFor(this.config, this.#home), this.options.report));
  }
}

async function startAllEngines(config: Config, supervisor: Supervisor, ports: Ports): Promise<Endpoints> {
  const { home } = supervisor;
  const options = engineOptions(config);
  localToken(home);
  const starts = [startTemporal(supervisor, ports, options), startPostgres(supervisor, ports, options), ensureDocker(supervisor, options)] as const;
  const [temporal, postgres, docker] = await settleAll(starts);
  return {
    temporalAddress: temporal.address,
    temporalUiUrl: temporal.uiUrl,
    databaseUrl: postgres.url,
    databaseOwnerUrl: postgres.ownerUrl,
    dockerHost: docker.host,
    proxyPort: ports.proxy,
    instance: instanceFor(config, home),
  };
}

async function startServices(config: Config, supervisor: Supervisor, endpoints: Endpoints, { workers, report }: StackOptions): Promise<void> {
  const started = await startContainers(supervisor.home, endpoints.dockerHost);
  if (started > 0) report(`Started ${started === 1 ? 'the deployment' : `${started} deployments`} that ran before.`);
  report(`Starting API, ${workers === 1 ? 'worker' : `${workers} workers`} and deployment proxy (usually 2 to 5 s).`);
  await stopSurplusWorkers(supervisor.home, workers, report);
  await settleAll(serviceChildren(config, endpoints, workers).map((child) => supervisor.run(child)));
  const deadline = Date.now() + READY_SECONDS * 1000;
  while (!(await answersOk(`${apiUrl(config)}/readyz`))) {
    if (supervisor.stopping) throw new Error('Stopped before it was ready.');
    if (Date.now() > deadline) throw new Error(`${apiUrl(config)}/readyz did not get ready within ${READY_SECONDS} s. Look at: mw logs`);
    await sleep(READY_POLL_MS);
  }
}

/** Workers that an earlier start had more of. */
async function stopSurplusWorkers(home: Home, workers: number, report: Report): Promise<void> {
  for (const [name, living] of Object.entries(readAllLiving(home.run))) {
    const number = Number(/^worker-(\d+)$/.exec(name)?.[1] ?? 1);
    if (number <= workers) continue;
    report(`Stopping ${name}: ${workers === 1 ? 'one worker was' : `${workers} workers were`} asked for.`);
    await stopProcess(living, 'SIGTERM', WORKER_GRACE_SECONDS * 1000);
    removePidFile(home.run, name);
  }
}

/** Answers which engines must go on: a Docker engine of ours while others use it. */
export async function stopDeployments(home: Home, dockerHost: string | null, instance: string, report: Report): Promise<readonly string[]> {
  if (dockerHost === null) return [];
  try {
    const stopped = await stopContainers(home, dockerHost, instance);
    if (stopped > 0) report(`Stopped ${stopped} container${stopped === 1 ? '' : 's'}; deployments come back with the next start.`);
    if (!readLiving(home.run, 'dockerd') || (await runningContainers(dockerHost)) === 0) return [];
    report('The Docker engine goes on: other containers run on it.');
  } catch (error) {
    report(`The containers could not be stopped: ${(error as Error).message}`);
  }
  return ['dockerd'];
}

/** What labels the containers of this installation. */
export function instanceFor(config: Config, home: Home): string {
  return config.settings.MW_INSTANCE ?? instanceOf(home);
}

/** Settings to what the engines take. */
export function engineOptions(config: Config): EngineOptions {
  const { settings } = config;
  return {
    temporalAddress: settings.TEMPORAL_ADDRESS,
    temporalUiUrl: settings.TEMPORAL_UI_URL,
    namespace: settings.TEMPORAL_NAMESPACE,
    databaseUrl: settings.DATABASE_URL,
    databaseOwnerUrl: settings.DATABASE_OWNER_URL,
    dockerHost: settings.DOCKER_HOST,
    mayInstall: !settings.MW_NO_INSTALL,
    env: toolEnvironment(config),
  };
}

function wantedPorts(config: Config): Partial<Ports> & { api: number } {
  const api = config.settings.MW_PORT;
  return config.given.MW_PROXY_PORT === undefined ? { api } : { api, proxy: config.settings.MW_PROXY_PORT };
}

/** Rejects, naming the setting and whoever holds the port, unless that is an API of ours that goes on. */
async function checkApiPort(config: Config, home: Home): Promise<void> {
  const { MW_PORT, MW_HOST } = config.settings;
  const ours = readLiving(home.run, 'api') !== null && (rememberedPorts(home) as { api?: number }).api === MW_PORT;
  if ((ours || (await isFree(MW_PORT, MW_HOST))) && claimPort(MW_PORT, home.root)) return;
  const holder = portHolder(MW_PORT) ?? claimedBy(claimantOf(MW_PORT)) ?? 'another program';
  throw new Error(`Port ${MW_PORT} is taken by ${holder}. Stop that, or set MW_PORT to a free port.`);
}

/** Its API may be down just now, and comes back there. */
function claimedBy(root: string | null): string | null {
  return root === null ? null : `the Millwright in ${root}`;
}
