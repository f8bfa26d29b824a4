/** Sandbox images: built when first needed, named by what they are made of, so that a changed file is a new image. */
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack as tarPack } from 'tar-stream';
import { MillwrightError } from '../../contracts/failures.js';
import { inTurn } from './build-turn.js';
import { ensureBaseImage, imageId, localBaseImage, localImage, pulledImage } from './base-image.js';
import { IMAGE_LABEL, readRecipe, tagOf, type ContextFile } from './image-recipe.js';

export interface ImagesOptions {
  docker: Docker;
  imagesDir: string;
  /** Path of a PEM bundle for hosts behind a TLS-intercepting proxy, or null. */
  extraCaPem: string | null;
  aptMirror: string;
  aptProxy: string | null;
  /** Passed to every build: http_proxy, https_proxy, no_proxy ... */
  buildArgs: Record<string, string>;
}

export interface BuiltImage {
  tag: string;
  id: string;
}

type Progress = (text: string) => void;

// The last lines of a failed build name the command that failed.
const LOG_LINES_KEPT = 25;

/** Builds and remembers images. `ensure` is cheap when the image is known; `forget` is for an image that was removed behind our back. */
export class Images {
  readonly #building = new Map<string, Promise<BuiltImage>>();
  /** While it is looked for or made: images that are built side by side share one. */
  #base: Promise<BuiltImage> | null = null;
  readonly #options: ImagesOptions;

  constructor(options: ImagesOptions) {
    this.#options = options;
  }

  /** Concurrent calls for one language share one build. Throws IMAGE_BUILD_FAILED or SANDBOX_UNAVAILABLE. */
  ensure(language: string, onProgress: Progress = () => undefined): Promise<BuiltImage> {
    const known = this.#building.get(language);
    if (known) return known;
    const building = this.#ensure(language, onProgress);
    this.#building.set(language, building);
    building.catch(() => this.#building.delete(language));
    return building;
  }

  /** Whether `ensure` would find it; builds nothing. */
  async has(language: string): Promise<boolean> {
    const { docker, imagesDir } = this.#options;
    const recipe = await readRecipe(imagesDir, language);
    const base = (recipe.officialBase ? await localImage(docker, recipe.officialBase) : null) ?? (await localBaseImage(docker));
    return base !== null && (await imageId(docker, tagOf(recipe, base.id))) !== null;
  }

  forget(language: string): void {
    this.#building.delete(language);
  }

  async #ensure(language: string, onProgress: Progress): Promise<BuiltImage> {
    const { docker, imagesDir } = this.#options;
    const recipe = await readRecipe(imagesDir, language);
    const { officialBase: official } = recipe;
    let base = (official ? await localImage(docker, official) : null) ?? (await this.#ensureBase(onProgress));
    const existing = await imageId(docker, tagOf(recipe, base.id));
    if (existing) return { tag: tagOf(recipe, base.id), id: existing };
    // Asked for only before a build: where no registry answers, nobody waits for one again.
    if (official && base.tag !== official) base = (await pulledImage(docker, official, onProgress)) ?? base;
    const tag = tagOf(recipe, base.id);
    onProgress(`Building the sandbox image for ${language} (half a minute to two, once)`);
    const started = performance.now();
    const isDone = async (): Promise<boolean> => (await imageId(docker, tag)) !== null;
    const build = (): Promise<void> => this.#build(tag, base.tag, recipe.files, onProgress);
    const buildTwice = (): Promise<void> =>
      build().catch((error: unknown) => {
        // The engine stumbled over its cache while another process removed images: it can be asked again.
        if (!/failed to get digest|layer does not exist|unknown parent image|imagedb/i.test(String(error))) throw error;
        return build();
      });
    await inTurn(docker, tag, base.tag, isDone, buildTwice);
    const id = await imageId(docker, tag);
    if (!id) throw new MillwrightError('IMAGE_BUILD_FAILED', `The engine built ${tag}, but does not list it. Is its disk full?`);
    const { Size } = await docker.getImage(id).inspect();
    onProgress(`The sandbox image for ${language} is ready (${Math.round((performance.now() - started) / 1000)} s, ${Math.round(Size / 1e6)} MB)`);
    return { tag, id };
  }

  #ensureBase(onProgress: Progress): Promise<BuiltImage> {
    this.#base ??= ensureBaseImage({ ...this.#options, onProgress }).finally(() => (this.#base = null));
    return this.#base;
  }

  async #build(tag: string, baseTag: string, files: ContextFile[], onProgress: Progress): Promise<void> {
    const { docker, buildArgs } = this.#options;
    const context = Readable.from([await packContext([...files, ...(await this.#caFiles())])]);
    const stream = await docker.buildImage(context, {
      t: tag,
      // The classic builder: the other one needs a session that dockerode does not serve.
      version: '1',
      // apt and pip run here; on hosts behind proxies only the host's own network is sure to reach them.
      networkmode: 'host',
      forcerm: true,
      labels: { [IMAGE_LABEL]: 'sandbox' },
      buildargs: { ...buildArgs, BASE_IMAGE: baseTag },
    });
    await followBuild(stream, tag, onProgress);
  }

  async #caFiles(): Promise<ContextFile[]> {
    const readme = { name: 'ca/README', content: Buffer.from('Certificates (*.crt) that this image trusts beside the usual ones.\n') };
    if (!this.#options.extraCaPem) return [readme];
    return [readme, { name: 'ca/extra.crt', content: await readFile(this.#options.extraCaPem) }];
  }
}

async function packContext(files: ContextFile[]): Promise<Buffer> {
  const pack = tarPack();
  for (const file of files) pack.entry({ name: file.name, mode: 0o644, mtime: new Date(0) }, file.content);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Reads the build's stream to its end. An error arrives as an item of it, not as a status. */
async function followBuild(stream: NodeJS.ReadableStream, tag: string, onProgress: Progress): Promise<void> {
  const log: string[] = [];
  let failure: string | null = null;
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((each) => each.trim() !== '')) {
      const item = JSON.parse(line) as { stream?: string; error?: string };
      if (item.error) failure = item.error;
      for (const text of (item.stream ?? '').split('\n').filter((each) => each.trim() !== '')) {
        log.push(text);
        if (log.length > LOG_LINES_KEPT) log.shift();
        if (text.startsWith('Step ')) onProgress(text.slice(0, 160));
      }
    }
  }
  if (failure) throw new MillwrightError('IMAGE_BUILD_FAILED', `Building ${tag} failed: ${failure}\n${log.join('\n')}`);
}
