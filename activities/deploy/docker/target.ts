/** The Docker engine as a deploy target: joins image, network, data, containers and the proxy's routes. */
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import type {
  Address,
  BuildImageRequest,
  CurrentDeployment,
  DeployedContainer,
  DeploymentRole,
  DeployTarget,
  EnvironmentRef,
  HealthRequest,
  LeaseRequest,
  OutputPiece,
  OutputRequest,
  RouteRequest,
  Routed,
  StartRequest,
  Started,
  StartedNow,
  StepOptions,
  TestImageRequest,
} from '../port.js';
import { endLease, takeLease } from '../lease.js';
import type { LeaseOwner } from '../lease.js';
import { readRoutes, routeKey } from '../routes.js';
import type { Route } from '../routes.js';
import { changeLease, removeRoute, urlOf, writeRoute } from '../write-route.js';
import { ensureContainer, removeContainer, runOnce, startContainer, stopContainer } from './containers.js';
import { EnvironmentData } from './data.js';
import type { DataCopy } from './data.js';
import { engineText, orMissing, translated } from './engine-errors.js';
import { guardHost } from './firewall.js';
import { LIMITS_DEFAULT } from './hardening.js';
import type { Limits, WallOptions } from './hardening.js';
import { checkHealth } from './health.js';
import { describe, isSame, startedOf } from './found.js';
import { buildImage } from './image.js';
import { LABEL, Names } from './names.js';
import { ensureNetwork, freeAddresses, removeNetwork } from './network.js';
import { readOutput } from './output.js';
import { serviceOptions, testOptions } from './service.js';

export interface DockerTargetOptions {
  docker: Docker;
  /** Tells installations on one engine apart; a-z, 0-9, "-". */
  instance: string;
  /** MW_HOME, for the routes file. */
  home: string;
  /** JSON text of the seccomp profile. */
  seccompProfile?: string;
  /** OCI runtime such as runsc. */
  runtime?: string;
  /** First port of deployed services; 4500 when left out. */
  portBase?: number;
  limits?: Partial<Limits>;
  /** Adds the firewall rule of firewall.ts when environments are made; off for an engine on another host. */
  guardHost?: boolean;
  log?: (text: string) => void;
}

// Output of a test run for people and the model; the verdict is the exit code.
const TEST_OUTPUT_BYTES = 64 * 1024;
// Beyond the `timeout` inside: a container that does not even die of that is killed from outside.
const OUTER_GRACE_MS = 5_000;

// A worker that dies while it refreshes must not keep deployments waiting; a container starts within seconds.
const REFRESH_MS = 60_000;

interface Refreshed {
  started: string[];
  moved: string[];
  missing: string[];
}

function ignoreBusy(error: unknown): null {
  if (error instanceof MillwrightError && error.code === 'LEASE_LOST') return null;
  throw error;
}

export function createDockerTarget(options: DockerTargetOptions): DeployTarget {
  return new DockerTarget(options);
}

class DockerTarget implements DeployTarget {
  readonly #docker: Docker;
  readonly #names: Names;
  readonly #walls: WallOptions;
  readonly #data: EnvironmentData;
  #guarded = false;

  constructor(private readonly options: DockerTargetOptions) {
    this.#docker = options.docker;
    this.#names = new Names(options.instance);
    this.#walls = { limits: { ...LIMITS_DEFAULT, ...options.limits }, seccompProfile: options.seccompProfile, runtime: options.runtime };
    this.#data = new EnvironmentData(this.#docker, this.#names, this.#walls);
  }

  buildImage(request: BuildImageRequest, options?: StepOptions): Promise<{ imageId: string; tag: string }> {
    return this.#step('building the image', () => buildImage(this.#docker, this.#names, request, options));
  }

  testImage(request: TestImageRequest, options?: StepOptions): Promise<{ passed: boolean; output: string }> {
    return this.#step('testing the image', async () => {
      const container = testOptions(this.#names, request, this.#walls);
      const limits = { timeoutMs: request.timeoutSeconds * 1000 + OUTER_GRACE_MS, outputBytes: TEST_OUTPUT_BYTES, signal: options?.signal };
      let made: string | null = null;
      try {
        const result = await runOnce(this.#docker, container, limits, (id) => (made = id));
        // 124 and 137 are `timeout`'s own words for "took too long" and "had to be killed".
        const late = result.timedOut || result.exitCode === 124;
        const note = late ? `\nThe tests took longer than ${request.timeoutSeconds} s and were ended.` : '';
        return { passed: result.exitCode === 0, output: `${result.output}${note}` };
      } finally {
        if (made !== null) await removeContainer(this.#docker, made).catch(() => undefined);
      }
    });
  }

  start(request: StartRequest, role: DeploymentRole, options?: StepOptions): Promise<StartedNow> {
    return this.#step(`starting the ${role} container`, async () => {
      await this.#guard();
      const network = await ensureNetwork(this.#docker, this.#names, request);
      const volume = await this.#data.ensure(request);
      if (role === 'live') await this.#stopOthers(request, request.deploymentId);
      const wanted = serviceOptions(this.#names, request, role, network.name, volume, this.#walls);
      options?.onProgress?.(`starting ${wanted.name}`);
      const addresses = await freeAddresses(this.#docker, this.#names, request, network);
      for (const address of addresses) {
        const endpoint = { [network.name]: { IPAMConfig: { IPv4Address: address } } };
        const { id, created } = await ensureContainer(this.#docker, wanted, { NetworkingConfig: { EndpointsConfig: endpoint } });
        try {
          await startContainer(this.#docker, id);
          return { ...(await this.#started(id)), discard: () => this.#discard(id, created) };
        } catch (error) {
          // Another container of this environment was given the same address at the same moment.
          const taken = /address already in use/i.test(engineText(error));
          if (taken || role === 'candidate') await this.#discard(id, created || taken);
          if (!taken) throw error;
        }
      }
      throw new MillwrightError('UNAVAILABLE', `The network ${network.name} has no address left. Retire deployments nobody needs.`);
    });
  }

  checkHealth(request: HealthRequest, options?: StepOptions): Promise<{ healthy: boolean; detail: string }> {
    return this.#step('checking the health', () => checkHealth(this.#docker, request, options));
  }

  route(request: RouteRequest | LeaseRequest): Promise<Routed> {
    if ('lease' in request) return changeLease(request, this.options.home);
    return writeRoute(request, { home: this.options.home, portBase: this.options.portBase });
  }

  async current(ref: EnvironmentRef): Promise<CurrentDeployment | null> {
    const route = (await readRoutes(this.options.home)).routes[routeKey(ref.projectId, ref.environment)];
    if (!route) return null;
    return { url: urlOf(route.port), deploymentId: route.deployment, previousDeploymentId: route.previous, serving: route.target !== null };
  }

  keepData(request: DataCopy): Promise<void> {
    return this.#step('keeping the data', () => this.#data.keep(request));
  }

  restoreData(request: EnvironmentRef & { deploymentId: string }): Promise<boolean> {
    return this.#step('restoring the data', () => this.#data.restore(request));
  }

  forgetData(deploymentId: string): Promise<void> {
    return this.#step('forgetting kept data', () => this.#data.forget(deploymentId));
  }

  stop(deploymentId: string): Promise<void> {
    return this.#step('stopping a container', () => stopContainer(this.#docker, this.#names.container(deploymentId, 'live')));
  }

  startAgain(deploymentId: string): Promise<Started & { healthPath: string; imageId: string }> {
    return this.#step('starting a container again', async () => {
      const found = await this.#live(deploymentId);
      if (!found) throw new MillwrightError('NOT_FOUND', `The deployment ${deploymentId} has no container any more; deploy its build again.`);
      const labels = found.Config.Labels;
      await this.#stopOthers({ projectId: labels[LABEL.project] ?? '', environment: labels[LABEL.environment] ?? '' }, deploymentId);
      await startContainer(this.#docker, found.Id);
      return { ...(await this.#started(found.Id)), healthPath: labels[LABEL.health] ?? '/', imageId: found.Image };
    });
  }

  remove(deploymentId: string, role?: DeploymentRole): Promise<void> {
    return this.#step('removing containers', async () => {
      const roles = role ? [role] : (['candidate', 'live', 'test'] as const);
      for (const one of roles) await removeContainer(this.#docker, this.#names.container(deploymentId, one));
      if (!role) await this.#data.forget(deploymentId);
    });
  }

  list(): Promise<DeployedContainer[]> {
    return this.#step('listing containers', async () => {
      const { routes } = await readRoutes(this.options.home);
      const found = await this.#docker.listContainers({ all: true, filters: this.#names.filter() });
      const services = found.filter(({ Labels }) => Labels[LABEL.role] === 'live' || Labels[LABEL.role] === 'candidate');
      return services.map((container) => describe(container, routes));
    });
  }

  retire(deploymentIds: string[]): Promise<string[]> {
    return this.#step('retiring deployments', async () => {
      const { routes } = await readRoutes(this.options.home);
      const needed = new Set(Object.values(routes).flatMap((route) => [route.deployment, route.previous]));
      const retired = deploymentIds.filter((id) => !needed.has(id));
      for (const id of retired) {
        await this.remove(id);
        const images = await this.#docker.listImages({ filters: this.#names.filter({ [LABEL.deployment]: id }) });
        for (const image of images) await orMissing(this.#docker.getImage(image.Id).remove({ force: true }));
      }
      return retired;
    });
  }

  readOutput(request: OutputRequest, options?: StepOptions): AsyncIterable<OutputPiece[]> {
    return readOutput(this.#docker, request, options);
  }

  removeEnvironment(ref: EnvironmentRef): Promise<void> {
    return this.#step('removing an environment', async () => {
      const filters = this.#names.filter(this.#names.labels(ref));
      await removeRoute(this.options.home, ref.projectId, ref.environment);
      for (const { Id } of await this.#docker.listContainers({ all: true, filters })) await removeContainer(this.#docker, Id);
      await removeNetwork(this.#docker, this.#names, ref);
      const { Volumes } = await this.#docker.listVolumes({ filters });
      for (const volume of Volumes ?? []) await orMissing(this.#docker.getVolume(volume.Name).remove());
    });
  }

  refreshRoutes(): Promise<Refreshed> {
    return this.#step('refreshing the routes', async () => {
      const result: Refreshed = { started: [], moved: [], missing: [] };
      const { routes } = await readRoutes(this.options.home);
      await this.#guard();
      const errors: unknown[] = [];
      for (const [key, route] of Object.entries(routes)) {
        if (!route.deployment) continue;
        const [projectId = '', environment = ''] = key.split('/');
        const owner = { projectId, environment, deploymentId: route.deployment };
        // One service that can not be started must not keep the others stopped.
        await this.#refresh(owner, route, result).catch((error: unknown) => errors.push(error));
      }
      if (errors.length > 0) throw errors[0];
      return result;
    });
  }

  /** Leaves an environment alone that somebody changes: that one starts and stops containers, and decides. */
  async #refresh(owner: LeaseOwner, known: Route, result: Refreshed): Promise<void> {
    const { home } = this.options;
    // Almost always nothing is to do: known by reading alone, without a write of the routes.
    if (!known.target || known.switching || (await this.#runsAt(owner.deploymentId, known.target))) return;
    const lease = await takeLease(home, owner, { onlyFree: true, lastsMs: REFRESH_MS }).catch(ignoreBusy);
    if (!lease) return;
    try {
      const route = (await readRoutes(home)).routes[routeKey(owner.projectId, owner.environment)];
      // While switching, the switch itself goes on (or is repeated) and decides.
      if (!route?.target || route.switching || route.deployment !== owner.deploymentId) return;
      const found = await this.#live(owner.deploymentId);
      if (!found) return void result.missing.push(owner.deploymentId);
      if (!found.State.Running && (await startContainer(this.#docker, found.Id))) result.started.push(owner.deploymentId);
      // An address is given at the start.
      const { address } = found.State.Running ? startedOf(found) : await this.#started(found.Id);
      if (isSame(address, route.target)) return;
      await this.route({ ...owner, address, token: lease.token });
      result.moved.push(owner.deploymentId);
    } finally {
      // What somebody left unfinished is still to be settled by the next who changes anything.
      await endLease(home, owner, lease.token, lease.unsettled.length > 0);
    }
  }

  async #runsAt(deploymentId: string, target: Address): Promise<boolean> {
    const found = await this.#live(deploymentId);
    return found?.State.Running === true && isSame(startedOf(found).address, target);
  }

  #live(deploymentId: string): Promise<Docker.ContainerInspectInfo | null> {
    return orMissing(this.#docker.getContainer(this.#names.container(deploymentId, 'live')).inspect());
  }

  /** The invariant of the data: one live container of an environment runs at a time. */
  async #stopOthers(ref: EnvironmentRef, deploymentId: string): Promise<void> {
    const filters = this.#names.filter({ ...this.#names.labels(ref), [LABEL.role]: 'live' });
    const running = await this.#docker.listContainers({ filters });
    const others = running.filter((container) => container.Labels[LABEL.deployment] !== deploymentId);
    await Promise.all(others.map((container) => stopContainer(this.#docker, container.Id)));
  }

  /** By its id: the name may belong to a later attempt's container by now. */
  #discard(id: string, created: boolean): Promise<void> {
    return created ? this.#step('removing a container', () => removeContainer(this.#docker, id)) : Promise.resolve();
  }

  async #started(id: string): Promise<Started> {
    return startedOf(await this.#docker.getContainer(id).inspect());
  }

  async #guard(): Promise<void> {
    if (this.#guarded || !this.options.guardHost) return;
    this.#guarded = true;
    const { advice } = await guardHost();
    if (advice) this.options.log?.(advice);
  }

  async #step<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw translated(error, doing);
    }
  }
}
