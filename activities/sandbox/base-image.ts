/** The image every sandbox image is built on: the official one when it is here or can be pulled, else one made on this machine. */
import { spawn } from 'node:child_process';
import type Docker from 'dockerode';
import { MillwrightError } from '../../contracts/failures.js';

export const OFFICIAL_BASE = 'debian:trixie-slim';
const HOME_MADE = { repo: 'millwright-base', tag: 'trixie' };
export const HOME_MADE_BASE = `${HOME_MADE.repo}:${HOME_MADE.tag}`;
// The official image is 30 MB; a registry that has not delivered it in a minute is slower than making our own (15 to 25 s).
const PULL_SECONDS = 60;
// Measured 12 to 25 s; a slow mirror gets more.
const BOOTSTRAP_SECONDS = 600;
const STDERR_CHARS_KEPT = 4000;

export interface BaseImageOptions {
  docker: Docker;
  /** A Debian mirror; also written into the sources.list of the home-made image. */
  aptMirror: string;
  /** Proxy for apt, or null: `http://host:port`. */
  aptProxy: string | null;
  onProgress: (text: string) => void;
}

/** Answers the id and tag of the base image, fetching or making it when missing. Throws IMAGE_BUILD_FAILED with what to do. */
export async function ensureBaseImage(options: BaseImageOptions): Promise<{ tag: string; id: string }> {
  const { docker, onProgress } = options;
  const local = await localBaseImage(docker);
  if (local) return local;
  onProgress(`Fetching the base image ${OFFICIAL_BASE} (30 MB, up to a minute)`);
  const refusal = await pull(docker, OFFICIAL_BASE);
  if (refusal === null) {
    const id = await imageId(docker, OFFICIAL_BASE);
    if (id) return { tag: OFFICIAL_BASE, id };
  }
  onProgress(`No image registry answers (${refusal ?? 'the image did not arrive'}); making the base image from Debian packages (15 to 25 s)`);
  await bootstrap(options);
  const id = await imageId(docker, HOME_MADE_BASE);
  if (!id) throw new MillwrightError('IMAGE_BUILD_FAILED', `The engine took the base image in, but does not list ${HOME_MADE_BASE}. Look at its log.`);
  return { tag: HOME_MADE_BASE, id };
}

/** The base image as far as it is on this engine; null when it is not there yet. */
export async function localBaseImage(docker: Docker): Promise<{ tag: string; id: string } | null> {
  return (await localImage(docker, OFFICIAL_BASE)) ?? localImage(docker, HOME_MADE_BASE);
}

/** The id of a local image, or null when there is none of that name. */
export async function imageId(docker: Docker, tag: string): Promise<string | null> {
  try {
    return (await docker.getImage(tag).inspect()).Id;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return null;
    throw new MillwrightError('SANDBOX_UNAVAILABLE', `The Docker engine does not answer (${String(error).slice(0, 300)}). Start it, then try again.`, {
      cause: error,
    });
  }
}

export async function localImage(docker: Docker, tag: string): Promise<{ tag: string; id: string } | null> {
  const id = await imageId(docker, tag);
  return id ? { tag, id } : null;
}

/** An official image of a language; null when no registry delivers it. */
export async function pulledImage(docker: Docker, tag: string, onProgress: (text: string) => void): Promise<{ tag: string; id: string } | null> {
  onProgress(`Fetching ${tag} (up to a minute)`);
  const refusal = await pull(docker, tag);
  if (refusal !== null) onProgress(`${tag} can not be fetched (${refusal})`);
  return refusal === null ? localImage(docker, tag) : null;
}

/** Null when the image was pulled, else why not. */
async function pull(docker: Docker, tag: string): Promise<string | null> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PULL_SECONDS * 1000);
  try {
    const stream: NodeJS.ReadableStream = await docker.pull(tag, { abortSignal: controller.signal });
    await new Promise<void>((resolve, reject) => {
      controller.signal.addEventListener('abort', () => reject(new Error(`not done after ${PULL_SECONDS} s`)));
      docker.modem.followProgress(stream, (error: Error | null) => (error ? reject(error) : resolve()));
    });
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : String(error);
  } finally {
    clearTimeout(timer);
  }
}

/** mmdebstrap writes a root file system as tar, the engine imports it: no privileges beyond those mmdebstrap asks for. */
async function bootstrap({ docker, aptMirror, aptProxy }: BaseImageOptions): Promise<void> {
  const proxy = aptProxy ? [`--aptopt=Acquire::http::Proxy "${aptProxy}"`, `--aptopt=Acquire::https::Proxy "${aptProxy}"`] : [];
  const slim = ['man', 'doc', 'locale', 'info', 'lintian'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`);
  // The written mirror must outlive the build: the language images install from it. The proxy must not: it is this host's business.
  const clean = '--customize-hook=rm -f "$1"/etc/apt/apt.conf.d/99mmdebstrap';
  const child = spawn('mmdebstrap', ['--variant=minbase', '--quiet', ...proxy, ...slim, clean, 'trixie', '-', aptMirror], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), BOOTSTRAP_SECONDS * 1000);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-STDERR_CHARS_KEPT)));
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(missing(error)));
    child.on('close', (code) => (code === 0 ? resolve() : reject(failed(code, stderr))));
  });
  try {
    // The import is tagged only after mmdebstrap has ended well: a cut tar never gets the name.
    const imported = importTar(docker, child.stdout);
    imported.catch(() => undefined);
    await ended;
    await docker.getImage(await imported).tag(HOME_MADE);
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}

/** Imports a tar stream as an untagged image and answers its id. */
async function importTar(docker: Docker, tar: NodeJS.ReadableStream): Promise<string> {
  const answer: NodeJS.ReadableStream = await docker.importImage(tar);
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(answer, (error: Error | null, items: { status?: string }[]) => {
      const id = items?.at(-1)?.status;
      if (error || !id?.startsWith('sha256:')) reject(error ?? new Error('the engine did not take the tar'));
      else resolve(id);
    });
  });
}

function missing(error: NodeJS.ErrnoException): MillwrightError {
  const detail =
    error.code === 'ENOENT'
      ? 'No base image can be pulled and mmdebstrap, which would make one, is not installed. On Debian or Ubuntu: apt-get install -y mmdebstrap. ' +
        `Elsewhere: docker pull ${OFFICIAL_BASE} where a registry answers.`
      : `mmdebstrap could not be started: ${error.message}`;
  return new MillwrightError('IMAGE_BUILD_FAILED', detail, { cause: error });
}

function failed(code: number | null, stderr: string): MillwrightError {
  const tail = stderr.trim().split('\n').slice(-6).join('\n');
  return new MillwrightError(
    'IMAGE_BUILD_FAILED',
    `mmdebstrap ended with ${code ?? 'a signal'} while making the base image. Can this machine reach the Debian mirror? It said:\n${tail}`,
  );
}
