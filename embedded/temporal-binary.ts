/** Where the `temporal` program comes from: PATH, our cache, the SDK's own download, or the Go toolchain. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { distFolder } from '../config.js';
import type { Report } from './child.js';
import type { Home } from './home.js';
import { run } from './process.js';

// The version whose server (1.29.1) everything here was tried with; it needs no newer Go than Debian's backports have.
// A line of a terminal or two.
const REASON_CHARS = 160;
const VERSION = 'v1.5.1';
const PACKAGE = `github.com/temporalio/cli/cmd/temporal@${VERSION}`;
// A download that is possible takes seconds; one that is not fails at once or hangs.
const DOWNLOAD_TIMEOUT_MS = 120_000;
// Compiling took 150 to 180 s on 2 cores; slower machines get five times that.
const BUILD_TIMEOUT_MS = 900_000;
const HEARTBEAT_MS = 20_000;

export interface BinaryOptions {
  /** Program search path. */
  path: string;
  /** Environment of download and build. */
  env: Record<string, string>;
  report: Report;
}

/** The path of a program on a search path, or null. */
export function findProgram(name: string, path: string): string | null {
  const found = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
  return found ?? null;
}

/** The binary when it is there already, or null. */
export function findTemporal(home: Home, path: string): string | null {
  return findProgram('temporal', path) ?? findProgram('temporal', join(home.cache, 'bin'));
}

/** Finds, downloads or builds the binary; answers its path. Rejects with advice when no way works. */
export async function ensureTemporal(home: Home, options: BinaryOptions): Promise<string> {
  const found = findTemporal(home, options.path);
  if (found) return found;
  const target = join(home.cache, 'bin', 'temporal');
  mkdirSync(join(home.cache, 'bin'), { recursive: true });
  const reasons: string[] = [];
  for (const way of [download, buildWithGo]) {
    try {
      await way(home, target, options, reasons);
      return target;
    } catch (error) {
      reasons.push((error as Error).message.split('\n').slice(-3).join(' ').trim());
    }
  }
  throw new Error(
    `There is no 'temporal' program and none could be made:\n  ${reasons.join('\n  ')}\n` +
      `Do one of these: install the Temporal CLI so that 'temporal' is on PATH; install Go >= 1.24 so that it can be built here; ` +
      'or point TEMPORAL_ADDRESS at a Temporal server.',
  );
}

/** The SDK knows where its server is published. Its code is large, so it runs in a process of its own. */
async function download(home: Home, target: string, options: BinaryOptions): Promise<void> {
  options.report('Downloading the Temporal server (about 100 MB; usually under a minute, longer on a slow network).');
  const folder = join(home.cache, `temporal-download-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const script = join(distFolder, 'embedded/temporal-download.js');
    await run(process.execPath, [script, folder], { env: options.env, timeoutMs: DOWNLOAD_TIMEOUT_MS });
    const file = readdirSync(folder).find((name) => name.startsWith('temporal'));
    if (!file) throw new Error('the download left no file');
    chmodSync(join(folder, file), 0o755);
    renameSync(join(folder, file), target);
  } catch (error) {
    throw new Error(`download: ${reasonIn((error as Error).message)}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program that failed said of why: its error in a few words, not the stack below it. */
export function reasonIn(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const told = lines.findLast((line) => /^(\w*Error|error)\b.*: /.test(line)) ?? lines.at(-1) ?? '';
  return told.replace(/^\w*Error(?: \[\w+\])?: /, '').slice(0, REASON_CHARS);
}

/** `before`: why the ways before this one failed. */
async function buildWithGo(home: Home, target: string, options: BinaryOptions, before: readonly string[] = []): Promise<void> {
  const go = findProgram('go', options.path);
  if (!go) throw new Error('build: there is no Go toolchain on PATH');
  const why = before.length > 0 ? ` (${before.join('; ')})` : '';
  options.report(`It can't be downloaded here${why}, so Temporal ${VERSION} is built from source with Go (once; up to 3 minutes, longer on a slow machine).`);
  const startedAt = Date.now();
  const heartbeat = setInterval(() => options.report(`Still building Temporal (${Math.round((Date.now() - startedAt) / 1000)} s).`), HEARTBEAT_MS);
  const folder = join(home.cache, `temporal-build-${process.pid}`);
  try {
    await run(go, ['install', PACKAGE], { env: { ...options.env, GOBIN: folder }, timeoutMs: BUILD_TIMEOUT_MS });
    renameSync(join(folder, 'temporal'), target);
  } catch (error) {
    throw new Error(`build: ${(error as Error).message}`, { cause: error });
  } finally {
    clearInterval(heartbeat);
    rmSync(folder, { recursive: true, force: true });
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return existsSync(file);
  } catch {
    return false;
  }
}
