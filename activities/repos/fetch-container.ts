/** The container a repository is fetched in: git alone, on a network that holds nothing but the gateway, gone with this process. */
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { MillwrightError } from '../../contracts/failures.js';
import { DockerSandbox, removeContainer } from '../sandbox/docker/docker-sandbox.js';
import { engineCall, engineCallUnless } from '../sandbox/docker/errors.js';
import { DEFAULT_LIMITS } from '../sandbox/docker/limits.js';
import { Mutex } from '../sandbox/docker/mutex.js';
import { containerName, LABEL } from '../sandbox/docker/names.js';
import { createContainer } from '../sandbox/docker/open-container.js';
import type { ImageSpec } from '../sandbox/image-spec.js';
import type { Sandbox } from '../sandbox/port.js';
import { openGateway, type Gateway } from './gateway.js';
import { FETCH_INODES, FETCH_MEMORY_BYTES, FETCH_SECONDS, FETCH_WORKSPACE_BYTES } from './limits.js';
import type { Destination } from './resolve.js';

export interface FetchContainerOptions {
  docker: Docker;
  instance: string;
  /** tool-images/git. */
  image: ImageSpec;
  imageId: string;
  runtime: string | null;
  /** A proxy this host itself must go through: `http://host:port`, or null. */
  upstreamProxy: string | null;
}

export interface FetchContainer {
  sandbox: Sandbox;
  /** Null when it has no network at all. */
  gateway: Gateway | null;
  close(): Promise<void>;
}

const LIMITS = { ...DEFAULT_LIMITS, memoryBytes: FETCH_MEMORY_BYTES, workspaceBytes: FETCH_WORKSPACE_BYTES, workspaceInodes: FETCH_INODES };

/** Opens it. `way` is null for a repository that is put in from a folder. Rejects with SANDBOX_UNAVAILABLE, having left nothing. */
export async function openFetchContainer(
  options: FetchContainerOptions,
  way: { host: string; port: number; destination: Destination } | null,
): Promise<FetchContainer> {
  const network = way ? await openNetwork(options) : null;
  let gateway: Gateway | null = null;
  try {
    if (network && way) {
      const upstream = options.upstreamProxy ? new URL(options.upstreamProxy) : null;
      gateway = await openGateway({ ...way, address: network.address, upstream: upstream && { host: upstream.hostname, port: Number(upstream.port || 80) } });
    }
    const container = await startContainer(options, network?.name ?? 'none');
    const close = async () => {
      await container.end();
      await gateway?.close();
      await network?.remove();
    };
    return { sandbox: container.sandbox, gateway, close };
  } catch (error) {
    await gateway?.close();
    await network?.remove();
    if (error instanceof MillwrightError) throw error;
    const detail = `The way to the repository's host cannot be opened on ${network?.address}: fetching needs the Docker engine on the worker's own machine. ${String(error)}`;
    throw new MillwrightError('SANDBOX_UNAVAILABLE', detail, { cause: error });
  }
}

/** Internal, so that its gateway address is all that is reached. The reaper removes one that a dead process left. */
async function openNetwork({ docker, instance }: FetchContainerOptions): Promise<{ name: string; address: string; remove: () => Promise<unknown> }> {
  const name = `millwright-fetch-${instance}-${randomBytes(4).toString('hex')}`;
  const network = await engineCall('Making the network of a fetch', () => docker.createNetwork({ Name: name, Internal: true, Labels: labels(instance) }));
  const remove = () => engineCallUnless('Removing the network of a fetch', [403, 404, 409], () => network.remove());
  const found = (await engineCall('Looking at the network of a fetch', () => network.inspect())) as Docker.NetworkInspectInfo;
  const address = found.IPAM?.Config?.[0]?.Gateway;
  if (address) return { name, address, remove };
  await remove();
  throw new MillwrightError('SANDBOX_UNAVAILABLE', `The network ${name} has no gateway. Look at the Docker engine's log, then try again.`);
}

async function startContainer(options: FetchContainerOptions, network: string): Promise<{ sandbox: Sandbox; end: () => Promise<void> }> {
  const { docker, instance, image, imageId, runtime } = options;
  const name = containerName(instance, { name: `fetch-${randomBytes(6).toString('hex')}`, buildId: 'install' });
  const id = await createContainer(docker, {
    name,
    image: imageId,
    labels: labels(instance),
    env: image.env,
    limits: LIMITS,
    network,
    runtime,
    endsWithStdin: true,
  });
  if (!id) throw new MillwrightError('SANDBOX_UNAVAILABLE', `The name ${name} is taken. Try again.`);
  try {
    const container = docker.getContainer(id);
    const stdin = (await engineCall('Holding the fetching container', () => container.attach({ stream: true, stdin: true, hijack: true }))) as Duplex;
    stdin.on('error', () => undefined);
    await engineCall('Starting the fetching container', () => container.start());
    const sandbox = new DockerSandbox({
      docker,
      containerId: id,
      adopted: false,
      image,
      hasDependencies: false,
      mutex: new Mutex(),
      limits: LIMITS,
    });
    const end = async () => {
      stdin.destroy();
      await removeContainer(docker, id);
    };
    return { sandbox, end };
  } catch (error) {
    await removeContainer(docker, id);
    throw error;
  }
}

/** Those of an install: it belongs to no build, and only its deadline counts. */
function labels(instance: string): Record<string, string> {
  const deadline = String(Math.ceil(Date.now() / 1000 + 2 * FETCH_SECONDS));
  return { [LABEL.instance]: instance, [LABEL.purpose]: 'install', [LABEL.deadline]: deadline, [LABEL.language]: 'git' };
}
