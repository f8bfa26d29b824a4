/** The SandboxDriver on a Docker engine. */
import { Images } from '../images.js';
import { findImageSpec, loadImageSpecs, type ImageSpec } from '../image-spec.js';
import type { SandboxDriver, SandboxSpec } from '../port.js';
import { type ContainerRequest } from './container-options.js';
import { Dependencies } from './dependencies.js';
import { DockerSandbox, removeContainer } from './docker-sandbox.js';
import { DEFAULT_LIMITS, type SandboxLimits } from './limits.js';
import { Mutex } from './mutex.js';
import { containerName, LABEL } from './names.js';
import { ImageMissing, openContainer, type OpenedContainer } from './open-container.js';
import type { DockerSandboxDriverOptions } from './options.js';
import { instanceContainers, reapContainers } from './reaper.js';
import { WarmPool } from './warm-pool.js';

interface ImageOptions {
  signal?: AbortSignal;
  onProgress?: (text: string) => void;
}

const DEFAULT_APT_MIRROR = 'http://deb.debian.org/debian';

/** Nothing is started and nothing is asked of the engine before the first call. */
export function createDockerSandboxDriver(options: DockerSandboxDriverOptions): SandboxDriver {
  return new DockerSandboxDriver(options);
}

class DockerSandboxDriver implements SandboxDriver {
  readonly #options: DockerSandboxDriverOptions;
  readonly #limits: SandboxLimits;
  readonly #images: Images;
  readonly #dependencies: Dependencies;
  readonly #warm: WarmPool;
  readonly #mutexes = new Map<string, Mutex>();
  #specs: Promise<Map<string, ImageSpec>> | undefined;

  constructor(options: DockerSandboxDriverOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { docker, imagesDir, extraCaPem = null, aptMirror = DEFAULT_APT_MIRROR, aptProxy = null, buildArgs = {} } = options;
    this.#images = new Images({ docker, imagesDir, extraCaPem, aptMirror, aptProxy, buildArgs });
    this.#dependencies = new Dependencies(options);
    this.#warm = new WarmPool(docker, options.instance, options.warm ?? 0);
  }

  open: SandboxDriver['open'] = async (spec, { signal, onProgress } = {}) => {
    const image = await this.#spec(spec.language);
    const opened = await this.#withImage(image.language, { signal, onProgress }, (id) => this.#open(this.#request(spec, image, id), signal));
    return new DockerSandbox({
      docker: this.#options.docker,
      containerId: opened.id,
      adopted: opened.adopted,
      image,
      hasDependencies: Boolean(spec.dependencies),
      mutex: this.#mutex(opened.id),
      limits: this.#limits,
      onDisposed: () => this.#mutexes.delete(opened.id),
    });
  };

  installDependencies: SandboxDriver['installDependencies'] = async (language, files, options = {}) => {
    const image = await this.#spec(language);
    return this.#withImage(image.language, options, (id) => this.#dependencies.install(image, id, files, options));
  };

  ensureImage: SandboxDriver['ensureImage'] = async (language, options = {}) => this.#ensure((await this.#spec(language)).language, options);

  hasImage: SandboxDriver['hasImage'] = async (language) => this.#images.has((await this.#spec(language)).language);

  reap: SandboxDriver['reap'] = async (isDead) => {
    await this.#warm.sweep();
    return reapContainers(this.#options.docker, this.#options.instance, isDead);
  };

  remove: SandboxDriver['remove'] = async (name) => {
    const { docker, instance } = this.#options;
    const found = (await instanceContainers(docker, instance)).filter((each) => each.owner.name === name);
    for (const { id } of found) this.#mutexes.delete(id);
    await Promise.all(found.map(({ id }) => removeContainer(docker, id)));
  };

  /** Only spares are ours between calls: containers are their owners', installs clean up after themselves. */
  close: SandboxDriver['close'] = () => this.#warm.close();

  async #spec(language: string): Promise<ImageSpec> {
    this.#specs ??= loadImageSpecs(this.#options.imagesDir);
    this.#specs.catch(() => (this.#specs = undefined));
    return findImageSpec(await this.#specs, language);
  }

  async #open(request: ContainerRequest, signal: AbortSignal | undefined): Promise<OpenedContainer> {
    signal?.throwIfAborted();
    const warm = await this.#warm.take(request);
    return warm ? { id: warm, adopted: false } : openContainer(this.#options.docker, request, signal);
  }

  /** An image may be removed behind our back (docker image prune): then it is built again, once. */
  async #withImage<T>(language: string, options: ImageOptions, use: (imageId: string) => Promise<T>): Promise<T> {
    try {
      return await use((await this.#ensure(language, options)).id);
    } catch (error) {
      if (!(error instanceof ImageMissing)) throw error;
      this.#images.forget(language);
      return use((await this.#ensure(language, options)).id);
    }
  }

  /** A caller who stops does not wait for the image; others may, so the build of it goes on. */
  #ensure(language: string, { signal, onProgress }: ImageOptions): Promise<{ tag: string; id: string }> {
    signal?.throwIfAborted();
    const ensured = this.#images.ensure(language, onProgress);
    if (!signal) return ensured;
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true });
      ensured.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  }

  #request(spec: SandboxSpec, image: ImageSpec, imageId: string): ContainerRequest {
    const { instance, runtime } = this.#options;
    const dependencies = spec.dependencies ?? null;
    return {
      name: containerName(instance, spec),
      image: imageId,
      labels: {
        [LABEL.instance]: instance,
        [LABEL.owner]: spec.name,
        [LABEL.build]: spec.buildId,
        [LABEL.purpose]: spec.purpose,
        [LABEL.deadline]: String(Math.ceil(Date.now() / 1000 + spec.lifetimeSeconds)),
        [LABEL.language]: image.language,
        [LABEL.dependencies]: dependencies ?? '',
      },
      env: image.env,
      limits: this.#limits,
      network: 'none',
      dependencies: dependencies ? { volume: dependencies, readOnly: true } : null,
      runtime: runtime ?? null,
    };
  }

  #mutex(containerId: string): Mutex {
    const known = this.#mutexes.get(containerId) ?? new Mutex();
    this.#mutexes.set(containerId, known);
    return known;
  }
}
