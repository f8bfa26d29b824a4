/**
 * The image of a deployment: the engine's own Dockerfile, FROM the verified language image, COPY of the verified commit.
 * There is no RUN, so nothing of the model's is executed while building; files go under app/, so a Dockerfile or
 * .dockerignore among them is content like any other.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { MillwrightError } from '../../../contracts/failures.js';
import type { SandboxFile } from '../../sandbox/port.js';
import type { BuildImageRequest, StepOptions } from '../port.js';
import { orMissing } from './engine-errors.js';
import { KIND, LABEL, safe } from './names.js';
import type { Names } from './names.js';

const COMMIT = /^[0-9a-f]{7,64}$/;
// An image reference as the engine takes it, by tag, digest or id.
const IMAGE = /^[a-z0-9][a-z0-9._/:@-]{0,255}$/;
// 1 January 1980, the earliest time every archive format can hold: equal files make an equal layer, which is cached.
const FILE_TIME = new Date(315_532_800_000);

/** sha256 over path, mode and content of every file: the proof of what is inside. */
export function treeDigest(files: SandboxFile[]): string {
  const hash = createHash('sha256');
  for (const file of sorted(files)) {
    hash.update(`${file.path}\0${file.executable ? 'x' : '-'}\0${file.content.length}\0`).update(file.content);
  }
  return hash.digest('hex');
}

function sorted(files: SandboxFile[]): SandboxFile[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

export function isSafePath(path: string): boolean {
  if (path === '' || path.length > 1024 || path.startsWith('/') || /[\0\\]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
}

function dockerfile(request: BuildImageRequest, labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  // Each line costs the builder about 70 ms; what the container's own settings say is not repeated here.
  return [
    `FROM ${request.languageImage}`,
    // An empty directory of uid 1000: a new data volume takes its owner from it, so no root shell has to chown.
    'COPY --chown=1000:1000 data/ /data/',
    'COPY app/ /app/',
    'WORKDIR /app',
    'USER 1000:1000',
    'ENTRYPOINT []',
    `LABEL ${pairs.join(' ')}`,
    '',
  ].join('\n');
}

/** Plain tar, never compressed: unpacking a compressed one runs programs on the engine's host. */
function contextOf({ files, links = {} }: BuildImageRequest, dockerfileText: string): Readable {
  const archive = pack();
  const directories = new Set<string>();
  archive.entry({ name: 'Dockerfile', mtime: FILE_TIME }, dockerfileText);
  archive.entry({ name: 'data/', type: 'directory', mode: 0o755, mtime: FILE_TIME });
  archive.entry({ name: 'app/', type: 'directory', mode: 0o755, mtime: FILE_TIME });
  for (const file of sorted(files)) {
    const parts = file.path.split('/').slice(0, -1);
    parts.forEach((_part, index) => {
      const name = `app/${parts.slice(0, index + 1).join('/')}/`;
      if (!directories.has(name)) archive.entry({ name, type: 'directory', mode: 0o755, mtime: FILE_TIME });
      directories.add(name);
    });
    archive.entry({ name: `app/${file.path}`, mode: file.executable ? 0o755 : 0o644, mtime: FILE_TIME }, file.content);
  }
  for (const [name, linkname] of Object.entries(links)) {
    if (!files.some(({ path }) => path === name || path.startsWith(`${name}/`)))
      archive.entry({ name: `app/${name}`, type: 'symlink', linkname, mtime: FILE_TIME });
  }
  archive.finalize();
  // The builder reads Node streams; tar-stream's are compatible but their types are not.
  return archive as unknown as Readable;
}

function checkRequest(request: BuildImageRequest): void {
  if (!COMMIT.test(request.commit)) throw new MillwrightError('INVALID_INPUT', `"${request.commit.slice(0, 80)}" is not a commit.`);
  if (!IMAGE.test(request.languageImage)) throw new MillwrightError('INVALID_INPUT', 'The language image has an impossible name.');
  const bad = [...request.files.map((file) => file.path), ...Object.keys(request.links ?? {})].find((path) => !isSafePath(path));
  if (bad !== undefined) throw new MillwrightError('INVALID_INPUT', `The path "${bad.slice(0, 200)}" may not be deployed.`);
}

/** Builds, or adopts the image of this deployment when it holds exactly this commit. */
export async function buildImage(
  docker: Docker,
  names: Names,
  request: BuildImageRequest,
  options: StepOptions = {},
): Promise<{ imageId: string; tag: string }> {
  checkRequest(request);
  const tag = names.image(request.projectId, request.deploymentId);
  const labels: Record<string, string> = {
    [LABEL.instance]: names.instance,
    [LABEL.kind]: KIND,
    [LABEL.deployment]: request.deploymentId,
    [LABEL.project]: request.projectId,
    [LABEL.language]: safe('language', request.language),
    [LABEL.commit]: request.commit,
    [LABEL.tree]: treeDigest(request.files),
  };
  const existing = await orMissing(docker.getImage(tag).inspect());
  if (existing && holds(existing.Config.Labels, labels)) return { imageId: existing.Id, tag };
  await runPatiently(() => run(docker, contextOf(request, dockerfile(request, labels)), tag, options));
  const built = await orMissing(docker.getImage(tag).inspect());
  if (!built || !holds(built.Config.Labels, labels)) {
    throw new MillwrightError('IMAGE_BUILD_FAILED', `The engine built ${tag}, but it does not hold commit ${request.commit}.`);
  }
  return { imageId: built.Id, tag };
}

function holds(found: Record<string, string> | null | undefined, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([name, value]) => found?.[name] === value);
}

// Another process may remove images at the same moment; the engine then stumbles over its own cache and can simply be asked again.
const STUMBLED = /failed to get digest|layer does not exist|unknown parent image|imagedb/i;
const TRIES = 3;

async function runPatiently(build: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await build();
    } catch (error) {
      if (attempt === TRIES || !(error instanceof MillwrightError) || !STUMBLED.test(error.detail)) throw error;
    }
  }
}

async function run(docker: Docker, context: Readable, tag: string, options: StepOptions): Promise<void> {
  const stream = await docker.buildImage(context, {
    t: tag,
    version: '1',
    networkmode: 'none',
    // Files are copied, nothing runs: there is no work that a cache would save.
    nocache: true,
    rm: true,
    forcerm: true,
    pull: false,
    abortSignal: options.signal,
  });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(
      stream,
      (error: Error | null, steps: { error?: string }[] | null) => {
        const text = error?.message ?? steps?.find((step) => step.error)?.error;
        if (text === undefined) resolve();
        else if (/no space left/i.test(text)) reject(new MillwrightError('DISK_FULL', `The disk of the Docker engine is full: ${text}`));
        else reject(new MillwrightError('IMAGE_BUILD_FAILED', `The image ${tag} could not be built: ${text}`));
      },
      (step: { stream?: string }) => step.stream?.startsWith('Step ') && options.onProgress?.(step.stream.trim()),
    );
  });
}
