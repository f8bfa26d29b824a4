/** What the settings say of sandboxes, as their driver takes it. */
import Docker from 'dockerode';
import type { DockerSandboxDriverOptions } from './activities/sandbox/docker/options.js';
import type { SandboxLimits } from './activities/sandbox/docker/limits.js';
import type { Config } from './config.js';

const MIB = 1024 * 1024;

/** Everything but the folder of the images. */
export function sandboxOptionsOf(config: Config, docker: Docker) {
  const { settings, network } = config;
  return {
    docker,
    instance: settings.MW_INSTANCE ?? 'local',
    extraCaPem: settings.SANDBOX_EXTRA_CA,
    aptProxy: network['http_proxy'] ?? network['HTTP_PROXY'] ?? null,
    upstreamProxy: network['https_proxy'] ?? network['HTTPS_PROXY'] ?? null,
    buildArgs: pickProxies(network),
    ...(settings.SANDBOX_REGISTRIES ? { registries: settings.SANDBOX_REGISTRIES } : {}),
    runtime: settings.SANDBOX_RUNTIME,
    limits: limitsOf(config),
    warm: settings.SANDBOX_WARM,
  } satisfies Omit<DockerSandboxDriverOptions, 'imagesDir'>;
}

function limitsOf({ settings }: Config): Partial<SandboxLimits> {
  return {
    memoryBytes: settings.SANDBOX_MEMORY_MB * MIB,
    nanoCpus: Math.round(settings.SANDBOX_CPUS * 1e9),
    pids: settings.SANDBOX_PIDS,
    workspaceBytes: settings.SANDBOX_WORKSPACE_MB * MIB,
    outputBytes: settings.SANDBOX_OUTPUT_KB * 1024,
  };
}

function pickProxies(network: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(network).filter(([name]) => name.toLowerCase().endsWith('_proxy')));
}

/** A client of the engine at DOCKER_HOST; of the local one when that is null. */
export function dockerClient(host: string | null): Docker {
  if (host === null) return new Docker();
  if (host.startsWith('unix://')) return new Docker({ socketPath: host.slice('unix://'.length) });
  const url = new URL(host.replace(/^tcp:/, 'http:'));
  return new Docker({ protocol: url.protocol === 'https:' ? 'https' : 'http', host: url.hostname, port: Number(url.port) || 2375 });
}
