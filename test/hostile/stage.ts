/** Everything a case is run with: the driver that builds use, the checks on it, traps and canaries of this host. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Docker from 'dockerode';
import { createChecks, type Checks } from '../../activities/checks/run-checks.js';
import { createDockerSandboxDriver } from '../../activities/sandbox/docker/driver.js';
import type { DockerSandboxDriverOptions } from '../../activities/sandbox/docker/options.js';
import type { SandboxDriver } from '../../activities/sandbox/port.js';
import { projectRoot, type Config } from '../../config.js';
import { sandboxOptionsOf } from '../../worker-sandbox.js';
import { openCanary, type Canary } from './canary.js';
import { setTraps, type Traps } from './traps.js';

export interface Stage {
  docker: Docker;
  driver: SandboxDriver;
  checks: Checks;
  imagesDir: string;
  /** Label of everything that the driver makes. */
  instance: string;
  traps: Traps;
  canary: Canary;
  /** Unique names for sandboxes of this stage. */
  nextName(): string;
  close(): Promise<void>;
}

/** `over`: only for proving detectors; everything else runs with what builds run with. Rejects when no engine answers. */
export async function openStage(config: Config, over: Partial<DockerSandboxDriverOptions> = {}): Promise<Stage> {
  const docker = new Docker();
  await docker.ping();
  const instance = `hostile-${randomBytes(4).toString('hex')}`;
  const imagesDir = join(projectRoot, 'sandbox-images');
  const driver = createDockerSandboxDriver({ ...sandboxOptionsOf(config, docker), imagesDir, instance, ...over });
  const [traps, canary] = [await setTraps(), openCanary()];
  let names = 0;
  return {
    docker,
    driver,
    checks: createChecks({ driver, imagesDir }),
    imagesDir,
    instance,
    traps,
    canary,
    nextName: () => `case-${++names}`,
    async close() {
      await driver.reap(() => true);
      await driver.close();
      await traps.close();
      canary.close();
    },
  };
}
