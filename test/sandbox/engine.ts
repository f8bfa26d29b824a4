/** The real engine for tests: one driver a suite, with an instance name of its own, and nothing of it left afterwards. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Docker from 'dockerode';
import { createDockerSandboxDriver } from '../../activities/sandbox/docker/driver.js';
import type { DockerSandboxDriverOptions } from '../../activities/sandbox/docker/options.js';
import type { Sandbox, SandboxDriver, SandboxFile, SandboxSpec } from '../../activities/sandbox/port.js';
import { readProject } from '../harness/project.js';

export const docker = new Docker();
export const imagesDir = fileURLToPath(new URL('../../sandbox-images', import.meta.url));

export interface TestEngine {
  driver: SandboxDriver;
  instance: string;
  /** Opens a sandbox that is removed at the end whatever the test does. */
  open(over?: Partial<SandboxSpec>): Promise<Sandbox>;
  /** Ids of all containers of this suite. */
  containers(): Promise<string[]>;
  close(): Promise<void>;
}

/** Rejects when no engine answers: these tests are never skipped in silence. */
export async function testEngine(over: Partial<DockerSandboxDriverOptions> = {}): Promise<TestEngine> {
  await docker.ping();
  const instance = `test-${randomBytes(4).toString('hex')}`;
  // The bundle that the machine's own programs use, so that the images build behind a TLS-intercepting proxy as well.
  const extraCaPem = process.env['SANDBOX_EXTRA_CA'] ?? process.env['NODE_EXTRA_CA_CERTS'] ?? null;
  const driver = createDockerSandboxDriver({ docker, instance, imagesDir, extraCaPem, ...over });
  const spec: SandboxSpec = { name: 'int-code-test/task/t1/1.1', language: 'python', buildId: 'int-code-test', purpose: 'session', lifetimeSeconds: 600 };
  const containers = async () => {
    const found = await docker.listContainers({ all: true, filters: { label: [`millwright.instance=${instance}`] } });
    return found.map((each) => each.Id);
  };
  return {
    driver,
    instance,
    open: (extra = {}) => driver.open({ ...spec, ...extra }),
    containers,
    async close() {
      await driver.reap(() => true);
      await driver.close();
    },
  };
}

export function file(path: string, content: string, executable = false): SandboxFile {
  return { path, content: Buffer.from(content), ...(executable ? { executable } : {}) };
}

/** The smoke project of a language, or `smoke-bad`: what each tool is there to find, to be laid over it. */
export function smokeProject(language: string, folder: 'smoke' | 'smoke-bad' = 'smoke'): Promise<SandboxFile[]> {
  return readProject(join(imagesDir, language, folder));
}
