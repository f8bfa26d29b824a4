/** Installing what manifest and lock files ask for: the only containers with a network, which holds nothing but a proxy to registries. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { MillwrightError } from '../../../contracts/failures.js';
import { isManifest, needsInstall, type ImageSpec } from '../image-spec.js';
import type { CommandResult, SandboxFile } from '../port.js';
import { DockerSandbox, removeContainer } from './docker-sandbox.js';
import { engineCall, engineCallUnless } from './errors.js';
import { openFetchNetwork, type FetchNetwork } from './fetch-network.js';
import { DEPENDENCIES_BYTES_MAX, FETCH_LIMITS, INSTALL_SECONDS, TRANSFER_SECONDS } from './limits.js';
import { Mutex } from './mutex.js';
import { containerName, LABEL } from './names.js';
import { createContainer } from './open-container.js';
import type { DockerSandboxDriverOptions } from './options.js';

export interface InstallOptions {
  signal?: AbortSignal;
  onProgress?: (text: string) => void;
}

export interface Installed {
  volume: string | null;
  result: CommandResult | null;
  /** Registries that did not answer, of an install that failed. */
  unreachable?: string[];
}

interface LivingContainer {
  id: string;
  end: () => Promise<void>;
}

const NOTHING: Installed = { volume: null, result: null };
// Where the installing container holds the extra CA bundle; it is written there, not mounted, so remote engines work too.
const CA_PATH = '/tmp/mw-extra-ca.pem';

export class Dependencies {
  readonly #options: DockerSandboxDriverOptions;
  readonly #running = new Map<string, Promise<Installed>>();

  constructor(options: DockerSandboxDriverOptions) {
    this.#options = options;
  }

  /**
   * Every install fills a volume of its own. A second, empty volume named by the digest of image and manifests says which one is
   * whole: it is made after the install, and the engine makes a name once, so of two processes that installed the same the first
   * one's result is everybody's, and a process that dies leaves nothing that could be taken for dependencies.
   */
  async install(image: ImageSpec, imageId: string, files: SandboxFile[], options: InstallOptions): Promise<Installed> {
    const manifests = image.install.manifests.flatMap((name) => files.filter((file) => isManifest(file.path, name)));
    if (!needsInstall(image, manifests)) return NOTHING;
    const key = `millwright-deps-${image.language}-${digest(imageId, manifests)}`;
    const joined = this.#running.get(key);
    if (!joined) {
      const installing = this.#install(image, imageId, manifests, key, options).finally(() => this.#running.delete(key));
      this.#running.set(key, installing);
      return installing;
    }
    try {
      return await joined;
    } catch {
      // The one we joined was aborted or lost its engine: its caller's business. Ours is to try by ourselves.
      options.signal?.throwIfAborted();
      return this.install(image, imageId, files, options);
    }
  }

  async #install(image: ImageSpec, imageId: string, manifests: SandboxFile[], key: string, options: InstallOptions): Promise<Installed> {
    const known = await this.#wholeVolume(key);
    if (known) return { volume: known, result: null };
    options.onProgress?.(`Installing dependencies (${manifests.map((file) => file.path).join(', ')})`);
    const volume = `${key}-${randomBytes(4).toString('hex')}`;
    let kept: string | null = null;
    let network: FetchNetwork | undefined;
    let container: LivingContainer | undefined;
    try {
      await this.#createVolume(volume, 'install', imageId);
      const reached = new Map<string, boolean>();
      // Once is enough: a registry that stumbled and then answered was there.
      const onReached = (host: string, isThere: boolean) => void reached.set(host, isThere || reached.get(host) === true);
      network = await openFetchNetwork({ ...this.#options, onReached }, this.#options.registries ?? image.install.registries);
      container = await this.#openContainer(image, imageId, volume, network.name);
      const sandbox = new DockerSandbox({
        docker: this.#options.docker,
        containerId: container.id,
        adopted: false,
        image,
        hasDependencies: false,
        mutex: new Mutex(),
        limits: FETCH_LIMITS,
      });
      await sandbox.reset(manifests);
      const result = await this.#run(sandbox, image, network.proxyUrl, options);
      if (result.outcome === 'exit' && result.exitCode === 0) {
        await this.#createVolume(key, 'dependencies', imageId, volume);
        kept = await this.#wholeVolume(key);
      }
      return { volume: kept, result, unreachable: [...reached].filter(([, isThere]) => !isThere).map(([host]) => host) };
    } finally {
      await container?.end();
      await network?.close();
      if (kept !== volume) await this.#removeVolume(volume);
    }
  }

  async #run(sandbox: DockerSandbox, image: ImageSpec, proxy: string, { signal, onProgress }: InstallOptions): Promise<CommandResult> {
    const { extraCaPem } = this.#options;
    const env: Record<string, string> = { HTTPS_PROXY: proxy, https_proxy: proxy, HTTP_PROXY: proxy, http_proxy: proxy };
    if (extraCaPem) {
      await sandbox.writeOutside(CA_PATH, await readFile(extraCaPem));
      for (const name of image.install.caEnv) env[name] = CA_PATH;
    }
    const measured = `{ [ "$(du -sk /deps | cut -f1)" -le ${DEPENDENCIES_BYTES_MAX / 1024} ] || { echo "the dependencies are larger than ${DEPENDENCIES_BYTES_MAX} bytes" >&2; exit 1; }; }`;
    return sandbox.exec({
      command: `${image.install.command} && ${measured}`,
      timeoutSeconds: INSTALL_SECONDS,
      env,
      signal,
      onOutput: (_stream, text) => onProgress?.(text.trim().split('\n').at(-1)?.slice(0, 160) ?? ''),
    });
  }

  /** The volume that the marker of this digest names, or null when there is no marker yet. */
  async #wholeVolume(key: string): Promise<string | null> {
    const marker = await engineCallUnless('Looking for dependencies', [404], () => this.#options.docker.getVolume(key).inspect());
    const volume = marker?.Labels?.[LABEL.dependencies];
    if (!volume) return null;
    // Removed behind our back (docker volume rm): the marker goes too, else an empty volume would be mounted for it.
    if (await engineCallUnless('Looking for dependencies', [404], () => this.#options.docker.getVolume(volume).inspect())) return volume;
    await this.#removeVolume(key);
    return null;
  }

  async #createVolume(Name: string, purpose: 'install' | 'dependencies', imageId: string, dependencies = ''): Promise<void> {
    const made = String(Math.ceil(Date.now() / 1000 + INSTALL_SECONDS));
    const Labels = {
      [LABEL.instance]: this.#options.instance,
      [LABEL.purpose]: purpose,
      [LABEL.deadline]: made,
      [LABEL.dependencies]: dependencies,
      [LABEL.image]: imageId,
    };
    await engineCall('Making a volume for dependencies', () => this.#options.docker.createVolume({ Name, Labels }));
  }

  async #removeVolume(name: string): Promise<void> {
    await engineCallUnless('Removing a volume of dependencies', [404, 409], () => this.#options.docker.getVolume(name).remove());
  }

  /** A container that lives as long as this process holds its stdin: nobody has to clean up after a worker that was killed. */
  async #openContainer(image: ImageSpec, imageId: string, volume: string, network: string): Promise<LivingContainer> {
    const { docker, instance, runtime } = this.#options;
    const request = {
      name: containerName(instance, { name: volume, buildId: 'install' }),
      image: imageId,
      labels: {
        [LABEL.instance]: instance,
        [LABEL.purpose]: 'install',
        [LABEL.deadline]: String(Math.ceil(Date.now() / 1000 + INSTALL_SECONDS + TRANSFER_SECONDS)),
        [LABEL.language]: image.language,
      },
      env: image.env,
      limits: FETCH_LIMITS,
      network,
      dependencies: { volume, readOnly: false },
      runtime: runtime ?? null,
      endsWithStdin: true,
    };
    const id = await createContainer(docker, request);
    if (!id) throw new MillwrightError('SANDBOX_UNAVAILABLE', `The name ${request.name} is taken. Try again.`);
    const container = docker.getContainer(id);
    try {
      const stdin = (await engineCall('Holding the installing container', () => container.attach({ stream: true, stdin: true, hijack: true }))) as Duplex;
      stdin.on('error', () => undefined);
      await engineCall('Starting the installing container', () => container.start());
      const end = async () => {
        stdin.destroy();
        await removeContainer(docker, id);
      };
      return { id, end };
    } catch (error) {
      await removeContainer(docker, id);
      throw error;
    }
  }
}

function digest(imageId: string, manifests: SandboxFile[]): string {
  const hash = createHash('sha256').update(imageId);
  for (const file of manifests) hash.update(`\0${file.path}\0${file.content.length}\0`).update(file.content);
  return hash.digest('hex').slice(0, 32);
}
