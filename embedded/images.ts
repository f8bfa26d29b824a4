/** Sandbox images as `mw images` and the tests see them: listed, built side by side, proven, and the outdated ones removed. */
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createChecks } from '../activities/checks/run-checks.js';
import { smokeCheck, type SmokeReport } from '../activities/checks/smoke.js';
import { createDockerSandboxDriver } from '../activities/sandbox/docker/driver.js';
import { missingLimitsOf } from '../activities/sandbox/docker/held-limits.js';
import { pruneStock, stockOf, type Pruned, type StockedImage } from '../activities/sandbox/image-stock.js';
import type { SandboxDriver } from '../activities/sandbox/port.js';
import { projectRoot, type Config } from '../config.js';
import { dockerClient, sandboxOptionsOf } from '../worker-sandbox.js';
import { ensureDockerAlone } from './docker-alone.js';

// Languages first, then the engine's own tools.
const FOLDERS = ['sandbox-images', 'tool-images'].map((folder) => join(projectRoot, folder));
// Two of three compile while the third waits for a mirror; on two cores more of them only take each other's time and memory.
const BUILDS_AT_ONCE = 3;
// A check that hangs is ended by its own limits long before.
const LIFETIME_SECONDS = 300;

export interface BuiltImage {
  name: string;
  seconds: number;
  bytes: number;
  /** It was there before. */
  known: boolean;
}

export interface CheckedImage extends SmokeReport {
  name: string;
  seconds: number;
}

interface Place {
  name: string;
  folder: string;
  driver: SandboxDriver;
}

export async function listImages(config: Config): Promise<StockedImage[]> {
  const docker = dockerClient(config.settings.DOCKER_HOST);
  return (await Promise.all(FOLDERS.map((folder) => stockOf(docker, folder)))).flat();
}

/** Starts or installs the engine when none answers. Rejects with what to do. */
export function ensureEngine(config: Config, report: (sentence: string) => void): Promise<void> {
  return ensureDockerAlone(config, join(config.settings.MW_HOME, 'images'), report);
}

/** Builds what is missing, some side by side, and tells each as it is done. One that fails does not stop the others; all reasons come together. */
export async function buildImages(
  config: Config,
  report: (sentence: string) => void,
  done: (image: BuiltImage) => void = () => undefined,
): Promise<BuiltImage[]> {
  const docker = dockerClient(config.settings.DOCKER_HOST);
  const places = await placesOf(config);
  const known = new Set((await listImages(config)).flatMap(({ name, id }) => (id ? [name] : [])));
  const build = async ({ name, driver }: Place): Promise<BuiltImage> => {
    const began = performance.now();
    const { id } = await driver.ensureImage(name, { onProgress: (text) => (text.startsWith('Step ') ? undefined : report(text)) });
    const { Size: bytes } = await docker.getImage(id).inspect();
    const built = { name, seconds: (performance.now() - began) / 1000, bytes, known: known.has(name) };
    done(built);
    return built;
  };
  const all = await settledAtOnce(BUILDS_AT_ONCE, places, build);
  const reasons = all.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
  if (reasons.length > 0) throw new Error(reasons.join('\n'));
  return all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Proves every image that has smoke projects, one after the other; builds what is missing. */
export async function checkImages(config: Config, done: (image: CheckedImage) => void): Promise<CheckedImage[]> {
  const docker = dockerClient(config.settings.DOCKER_HOST);
  const checked: CheckedImage[] = [];
  for (const { name, folder, driver } of await placesOf(config)) {
    if (!existsSync(join(folder, name, 'smoke'))) continue;
    const began = performance.now();
    const missing = await missingIn(name, driver, (id) => missingLimitsOf(docker, id));
    const { problems, seen } = await smokeCheck(createChecks({ driver, imagesDir: folder }), folder, name);
    const limits = missing.map((what) => `the engine does not hold it to: ${what}`);
    const image = { name, seconds: (performance.now() - began) / 1000, problems: [...limits, ...problems], seen };
    checked.push(image);
    done(image);
  }
  return checked;
}

export function pruneImages(config: Config): Promise<Pruned> {
  return pruneStock(dockerClient(config.settings.DOCKER_HOST), FOLDERS);
}

/** Like Promise.allSettled, with so many at work at once, begun in their order. */
async function settledAtOnce<T, R>(count: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<PromiseSettledResult<R>[]> {
  const results: PromiseSettledResult<R>[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) [results[index]] = (await Promise.allSettled([work(item)])) as [PromiseSettledResult<R>];
  };
  await Promise.all(Array.from({ length: count }, lane));
  return results;
}

async function missingIn(language: string, driver: SandboxDriver, look: (containerId: string) => Promise<string[]>): Promise<string[]> {
  const sandbox = await driver.open({ name: `smoke-${language}-limits`, language, buildId: 'smoke', purpose: 'checks', lifetimeSeconds: LIFETIME_SECONDS });
  try {
    return await look(sandbox.containerId);
  } finally {
    await sandbox.dispose();
  }
}

/** Under an instance name of their own: no worker's reaper takes their containers for its own. */
async function placesOf(config: Config): Promise<Place[]> {
  const options = { ...sandboxOptionsOf(config, dockerClient(config.settings.DOCKER_HOST)), instance: `images-${randomBytes(4).toString('hex')}`, warm: 0 };
  const places = await Promise.all(
    FOLDERS.map(async (folder) => {
      const driver = createDockerSandboxDriver({ ...options, imagesDir: folder });
      const entries = await readdir(folder, { withFileTypes: true });
      const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
      return names.sort().map((name) => ({ name, folder, driver }));
    }),
  );
  return places.flat();
}
