/** The language images, so that no figure holds the time it takes to build one. */
import { pino } from 'pino';
import { createFailpoint } from '../activities/failpoint.js';
import type { SandboxDriver } from '../activities/sandbox/port.js';
import { parseConfig, projectRoot } from '../config.js';
import { createWorkerDeps, type WorkerDeps } from '../worker-deps.js';
import type { BenchStack } from './stack.js';

/** What a worker of this stack works with, under an instance name of its own: the stack's reaper must not take our containers. */
export function openDeps(stack: BenchStack, instance: string): Promise<WorkerDeps> {
  const config = parseConfig({ ...stack.environment('worker'), MW_INSTANCE: instance });
  const log = pino({ level: 'silent' });
  return createWorkerDeps(config, projectRoot, createFailpoint(null, stack.home.run), log);
}

/** Builds what is missing; the first time this takes a minute or two. */
export async function ensureImages(stack: BenchStack, languages: string[], say: (sentence: string) => void): Promise<void> {
  const deps = await openDeps(stack, stack.instance);
  try {
    for (const language of languages) await ensureImage(deps.driver, language, say);
  } finally {
    await deps.close();
  }
}

async function ensureImage(driver: SandboxDriver, language: string, say: (sentence: string) => void): Promise<void> {
  let told = false;
  const onProgress = () => {
    if (!told) say(`the image of ${language} is built first (a minute or two).`);
    told = true;
  };
  await driver.ensureImage(language, { onProgress });
}
