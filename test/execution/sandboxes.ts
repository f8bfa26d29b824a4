/** Executions whose checks run in real sandboxes of every language. */
import { join } from 'node:path';
import Docker from 'dockerode';
import { createChecks } from '../../activities/checks/run-checks.js';
import { createDockerSandboxDriver } from '../../activities/sandbox/docker/driver.js';
import { loadImageSpecs } from '../../activities/sandbox/image-spec.js';
import { Turnstile } from '../../activities/sandbox/turnstile.js';
import { loadConfig, projectRoot } from '../../config.js';
import { ensureTestDocker } from '../harness/docker.js';
import { noRepositories } from '../repos/no-fetcher.js';
import { ExecutionStage } from './stage.js';

// As many as two cores carry without one slowing the other to its time limit.
const AT_ONCE = 3;

export interface Sandboxes {
  open(options?: { template?: boolean }): Promise<ExecutionStage>;
  close(): Promise<void>;
}

/** An engine with the images of `languages`; those that are missing are built. */
export async function openSandboxes(languages: readonly string[]): Promise<Sandboxes> {
  await ensureTestDocker();
  const imagesDir = join(projectRoot, 'sandbox-images');
  const { SANDBOX_EXTRA_CA: extraCaPem } = loadConfig().settings;
  const driver = createDockerSandboxDriver({ docker: new Docker(), instance: `exec-${process.pid}`, imagesDir, extraCaPem });
  for (const language of new Set(languages)) await driver.ensureImage(language);
  const deps = { checks: createChecks({ driver, imagesDir }), repositories: { ...noRepositories, images: await loadImageSpecs(imagesDir) } };
  const turnstile = new Turnstile(AT_ONCE);
  const stages: ExecutionStage[] = [];
  return {
    async open(options = {}) {
      const stage = await ExecutionStage.open({ deps, turnstile, ...options });
      stages.push(stage);
      return stage;
    },
    async close() {
      await Promise.all(stages.map((stage) => stage.close()));
      await driver.reap(() => true);
      await driver.close();
    },
  };
}
