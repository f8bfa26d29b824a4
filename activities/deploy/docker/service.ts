/** What a deployed service's container looks like: the request, the walls, the network, the data. */
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import { markOf } from '../../sandbox/docker/names.js';
import type { DeploymentRole, StartRequest, TestImageRequest } from '../port.js';
import type { NamedOptions } from './containers.js';
import { dependencyMounts, tmpfs, walls } from './hardening.js';
import type { WallOptions } from './hardening.js';
import { LABEL } from './names.js';
import type { Names } from './names.js';

// Below are ports only root may open.
const PORT_MIN = 1_024;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

function environmentOf(env: Record<string, string>): string[] {
  return Object.entries(env).map(([name, value]) => {
    if (!ENV_NAME.test(name) || value.includes('\0')) throw new MillwrightError('INVALID_INPUT', `"${name.slice(0, 100)}" cannot be an environment variable.`);
    return `${name}=${value}`;
  });
}

function checkStart(request: StartRequest): void {
  const { port, startCommand } = request;
  if (!Number.isInteger(port) || port < PORT_MIN || port > 65_535) {
    throw new MillwrightError('INVALID_INPUT', `A service must listen on a port from ${PORT_MIN} to 65535, not ${port}.`);
  }
  if (startCommand.length === 0 || startCommand.some((part) => part.includes('\0'))) {
    throw new MillwrightError('INVALID_INPUT', 'The start command is empty or unusable.');
  }
}

/** A live container mounts the environment's data; a candidate gets an empty /data that is forgotten with it. */
export function serviceOptions(
  names: Names,
  request: StartRequest,
  role: DeploymentRole,
  network: string,
  volume: string,
  wallOptions: WallOptions,
): NamedOptions {
  checkStart(request);
  const base = walls(wallOptions);
  const candidate = role === 'candidate';
  const data: Docker.MountSettings[] = candidate ? [] : [{ Type: 'volume', Source: volume, Target: '/data' }];
  return {
    name: names.container(request.deploymentId, role),
    Image: request.imageId,
    Cmd: request.startCommand,
    User: '1000:1000',
    WorkingDir: '/app',
    Hostname: 'service',
    Healthcheck: { Test: ['NONE'] },
    Env: [...environmentOf({ HOME: '/tmp', ...request.env, PORT: String(request.port), HOST: '0.0.0.0', DATA_DIR: '/data' }), markOf(names.instance)],
    Labels: {
      ...names.labels(request),
      [LABEL.deployment]: request.deploymentId,
      [LABEL.build]: request.buildId,
      [LABEL.role]: role,
      [LABEL.port]: String(request.port),
      [LABEL.health]: request.healthPath,
    },
    HostConfig: {
      ...base,
      Tmpfs: candidate ? { ...base.Tmpfs, '/data': tmpfs(wallOptions.limits.tmpfsBytes) } : base.Tmpfs,
      NetworkMode: network,
      Mounts: [...data, ...dependencyMounts(request.dependencies)],
      // A candidate's first crash is its answer.
      RestartPolicy: candidate ? { Name: 'no' } : { Name: 'unless-stopped' },
    },
  };
}

// A test suite needs more room than a service: compilers, fixtures, browsers of files.
const TEST_MEMORY_BYTES = 1024 * 1024 * 1024;
const TEST_TMPFS_BYTES = 256 * 1024 * 1024;
// Tests write caches and reports beside themselves, /app is read-only: they run in a copy at the sandbox's own path.
const TEST_WRAPPER = 'mkdir -p /tmp/data && cp -R /app/. /workspace/ && cd /workspace && exec timeout -k 1 "$1" sh -c "$2"';

export function testOptions(names: Names, request: TestImageRequest, wallOptions: WallOptions): NamedOptions {
  const base = walls({ ...wallOptions, limits: { ...wallOptions.limits, memoryBytes: TEST_MEMORY_BYTES, tmpfsBytes: TEST_TMPFS_BYTES } });
  return {
    name: names.container(request.deploymentId, 'test'),
    Image: request.imageId,
    Cmd: ['sh', '-c', TEST_WRAPPER, 'test', String(Math.ceil(request.timeoutSeconds)), request.command],
    User: '1000:1000',
    WorkingDir: '/',
    Env: [...environmentOf({ ...request.env, HOME: '/tmp', DATA_DIR: '/tmp/data' }), markOf(names.instance)],
    Labels: { [LABEL.instance]: names.instance, [LABEL.kind]: 'deploy', [LABEL.deployment]: request.deploymentId, [LABEL.role]: 'test' },
    HostConfig: {
      ...base,
      Tmpfs: { ...base.Tmpfs, '/workspace': tmpfs(TEST_TMPFS_BYTES) },
      NetworkMode: 'none',
      Mounts: dependencyMounts(request.dependencies),
    },
  };
}
