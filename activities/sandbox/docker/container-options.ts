/** The one place that says how a sandbox container is made. Nothing in here comes from a model. */
import type Docker from 'dockerode';
import { FILE_SIZE_BYTES_MAX, OPEN_FILES_MAX, SHM_BYTES, type SandboxLimits } from './limits.js';
import { LABEL, markOf } from './names.js';
import { seccompProfile } from './seccomp.js';

/** Who runs commands, and who merely holds PID 1: ending all of the first never ends the container. */
export const SANDBOX_USER = '1000:1000';
export const HOLDER_USER = '1001:1001';

export interface ContainerRequest {
  name: string;
  image: string;
  labels: Record<string, string>;
  env: Record<string, string>;
  limits: SandboxLimits;
  /** `none`, or the internal network of the installer. */
  network: string;
  dependencies?: { volume: string; readOnly: boolean } | null;
  /** An engine runtime such as runsc; the engine's default when null. */
  runtime?: string | null;
  /** The container ends, and removes itself, when the connection that holds its stdin does. */
  endsWithStdin?: boolean;
}

const HOST_NAME = 'sandbox';

// `none` rather than NetworkDisabled, which is 100 ms quicker but leaves /etc/hosts empty (whatever the image has there): `localhost`
// would not resolve, and half of all tests with a server ask for it. The own name is for Java; the addresses of the host's resolvers are
// nobody's business.
const WITHOUT_NETWORK: Docker.HostConfig = { ExtraHosts: [`${HOST_NAME}:127.0.0.1`], Dns: ['127.0.0.1'], DnsSearch: ['.'] };

/** Create options for the engine. */
export function containerOptions(request: ContainerRequest): Docker.ContainerCreateOptions {
  return {
    name: request.name,
    Image: request.image,
    User: HOLDER_USER,
    ...(request.endsWithStdin ? { Cmd: ['cat'], OpenStdin: true, StdinOnce: true, AttachStdin: true } : { Cmd: ['sleep', 'infinity'] }),
    Entrypoint: [],
    WorkingDir: '/workspace',
    Hostname: HOST_NAME,
    Env: [...Object.entries(request.env).map(([key, value]) => `${key}=${value}`), markOf(request.labels[LABEL.instance] ?? '')],
    Labels: request.labels,
    HostConfig: hostConfig(request),
  };
}

function hostConfig({ limits, network, dependencies, runtime, endsWithStdin }: ContainerRequest): Docker.HostConfig {
  const ulimit = (Name: string, value: number) => ({ Name, Soft: value, Hard: value });
  return {
    // Without an init nobody reaps: 300 zombies fill the pids limit and even execs fail.
    Init: true,
    AutoRemove: endsWithStdin ?? false,
    NetworkMode: network,
    ...(network === 'none' ? WITHOUT_NETWORK : {}),
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges', `seccomp=${seccompProfile()}`],
    ReadonlyRootfs: true,
    Memory: limits.memoryBytes,
    // Equal to Memory: no swap.
    MemorySwap: limits.memoryBytes,
    NanoCpus: limits.nanoCpus,
    PidsLimit: limits.pids,
    ShmSize: SHM_BYTES,
    Ulimits: [ulimit('fsize', FILE_SIZE_BYTES_MAX), ulimit('nofile', OPEN_FILES_MAX), ulimit('core', 0)],
    // Test binaries and native modules are executed from /tmp; the engine's own default is noexec and half of the memory. No volumes: an
    // engine that is killed forgets whose an anonymous one is, or takes it for mounted until it is started once more.
    Tmpfs: {
      '/tmp': `rw,exec,nosuid,nodev,size=${limits.tmpBytes},nr_inodes=${limits.tmpInodes},mode=1777`,
      '/workspace': `rw,exec,nosuid,nodev,size=${limits.workspaceBytes},nr_inodes=${limits.workspaceInodes},uid=1000,gid=1000,mode=0755`,
    },
    ...(dependencies ? { Mounts: [dependenciesMount(dependencies)] } : {}),
    // Nothing is printed by PID 1; the default driver would keep logs without a limit.
    LogConfig: { Type: 'none', Config: {} },
    ...(runtime ? { Runtime: runtime } : {}),
  };
}

function dependenciesMount({ volume, readOnly }: { volume: string; readOnly: boolean }): Docker.MountSettings {
  return { Type: 'volume', Target: '/deps', Source: volume, ReadOnly: readOnly };
}
