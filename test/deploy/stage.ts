/** The real Docker engine, a real proxy process and an environment of its own for one test file. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { createDockerTarget } from '../../activities/deploy/docker/target.js';
import type { DeployTarget } from '../../activities/deploy/port.js';
import { switchTraffic, tryCandidate } from '../../activities/deploy/switch.js';
import type { SwitchRequest, SwitchResult } from '../../activities/deploy/switch.js';
import { seccompProfile } from '../../activities/sandbox/docker/seccomp.js';
import { languageImage } from './language-image.js';
import { ProxyProcess } from './proxy-process.js';
import { serviceFiles } from './service.js';
import type { ServiceOptions } from './service.js';

export const ENVIRONMENT = { projectId: 'shop', environment: 'staging' };

export class Stage {
  #generation = 0;
  private constructor(
    readonly docker: Docker,
    readonly home: string,
    readonly instance: string,
    readonly target: DeployTarget,
    readonly proxy: ProxyProcess,
  ) {}

  static async open(): Promise<Stage> {
    const docker = new Docker();
    const home = await mkdtemp(join(tmpdir(), 'mw-deploy-'));
    const instance = `test-${randomBytes(3).toString('hex')}`;
    // Far from what a running installation uses.
    const portBase = 24_500 + randomBytes(1).readUInt8() * 10;
    const target = createDockerTarget({ docker, instance, home, portBase, seccompProfile: seccompProfile(), guardHost: true });
    return new Stage(docker, home, instance, target, await ProxyProcess.start(home));
  }

  async close(): Promise<void> {
    await this.proxy.stop('SIGTERM');
    await this.target.removeEnvironment(ENVIRONMENT);
    const left = await this.target.list();
    await this.target.retire([...new Set([...left.map((one) => one.deploymentId), ...this.made])]);
    await ProxyProcess.clean();
    await rm(this.home, { recursive: true, force: true });
  }

  readonly made: string[] = [];

  async image(
    options: ServiceOptions,
    deploymentId = `int-code-${this.instance}-staging-${++this.#generation}`,
  ): Promise<{ imageId: string; deploymentId: string }> {
    const { imageId } = await this.target.buildImage({
      deploymentId,
      projectId: ENVIRONMENT.projectId,
      language: 'python',
      languageImage: await languageImage(this.docker),
      files: serviceFiles(options),
      commit: 'a'.repeat(40),
      links: { modules: '/deps/modules' },
    });
    this.made.push(deploymentId);
    return { imageId, deploymentId };
  }

  request(image: { imageId: string; deploymentId: string }): SwitchRequest {
    return {
      ...ENVIRONMENT,
      ...image,
      buildId: 'int-code-test',
      startCommand: ['python3', 'server.py'],
      port: 8000,
      healthPath: '/health',
      healthTimeoutSeconds: 20,
    };
  }

  /** The whole way: image, candidate, switch. */
  async deploy(options: ServiceOptions, healthTimeoutSeconds = 20): Promise<SwitchResult & { deploymentId: string }> {
    const request = { ...this.request(await this.image(options)), healthTimeoutSeconds };
    const candidate = await tryCandidate(this.target, request);
    if (!candidate.healthy) return { status: 'failed', url: null, detail: candidate.detail, warning: null, deploymentId: request.deploymentId };
    return { ...(await switchTraffic(this.target, request)), deploymentId: request.deploymentId };
  }
}

export async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

export async function post(url: string, item: string): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(item), signal: AbortSignal.timeout(30_000) });
  if (response.status !== 201) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
