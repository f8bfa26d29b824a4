/**
 * An environment's data: one volume, kept across versions and rollbacks, and a copy of it while a switch may go wrong.
 * A new volume takes its owner (uid 1000) from the image's /data, so nothing ever runs as root.
 */
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import type { EnvironmentRef } from '../port.js';
import { removeContainer, runOnce } from './containers.js';
import { engineText, orMissing } from './engine-errors.js';
import { walls } from './hardening.js';
import type { WallOptions } from './hardening.js';
import { LABEL } from './names.js';
import type { Names } from './names.js';

// A gigabyte on a slow disk; held clients have given up before.
const COPY_MS = 60_000;
const COPY_OUTPUT_BYTES = 4_096;
const COPY = ['sh', '-c', 'find /data -mindepth 1 -delete && cp -a /from/. /data/'];

/** Creates a volume when missing: limited in size where the engine's file system can (xfs with project quotas). */
async function ensureVolume(docker: Docker, name: string, bytes: number, labels: Record<string, string>): Promise<void> {
  if (await orMissing(docker.getVolume(name).inspect())) return;
  try {
    await docker.createVolume({ Name: name, Labels: labels, DriverOpts: { size: String(bytes) } });
  } catch (error) {
    if (!/quota|size/i.test(engineText(error))) throw error;
    await docker.createVolume({ Name: name, Labels: labels });
  }
}

export interface DataCopy extends EnvironmentRef {
  deploymentId: string;
  /** Whose `cp` is used; never its own code. */
  imageId: string;
}

export class EnvironmentData {
  constructor(
    private readonly docker: Docker,
    private readonly names: Names,
    private readonly wallOptions: WallOptions,
  ) {}

  async ensure(ref: EnvironmentRef): Promise<string> {
    const name = this.names.volume(ref);
    await ensureVolume(this.docker, name, this.wallOptions.limits.dataBytes, this.names.labels(ref));
    return name;
  }

  /** Copies once: a finished copy is never overwritten, for the data may have changed since. */
  async keep(copy: DataCopy): Promise<void> {
    const container = await orMissing(this.docker.getContainer(this.names.container(copy.deploymentId, 'data')).inspect());
    if (container?.State.Status === 'exited' && container.State.ExitCode === 0) return;
    const kept = this.names.keptData(copy.deploymentId);
    const labels = { ...this.names.labels(copy), [LABEL.deployment]: copy.deploymentId };
    await ensureVolume(this.docker, kept, this.wallOptions.limits.dataBytes, labels);
    await this.#copy(copy, await this.ensure(copy), kept);
  }

  /** Brings the kept copy back. It stays until `forget`: a repetition may need it once more. */
  async restore(copy: EnvironmentRef & { deploymentId: string }): Promise<boolean> {
    const done = await orMissing(this.docker.getContainer(this.names.container(copy.deploymentId, 'data')).inspect());
    if (done?.State.Status !== 'exited' || done.State.ExitCode !== 0) return false;
    const restoring = `${this.names.container(copy.deploymentId, 'data')}-back`;
    // The image that made the copy: whoever restores may be another deployment, which knows only its own.
    await this.#copy({ ...copy, imageId: done.Image }, this.names.keptData(copy.deploymentId), this.names.volume(copy), restoring);
    await removeContainer(this.docker, restoring);
    return true;
  }

  async forget(deploymentId: string): Promise<void> {
    // The container is the mark of a finished copy: it goes first.
    await removeContainer(this.docker, this.names.container(deploymentId, 'data'));
    await orMissing(this.docker.getVolume(this.names.keptData(deploymentId)).remove());
  }

  async #copy(copy: DataCopy, from: string, to: string, name = this.names.container(copy.deploymentId, 'data')): Promise<void> {
    const result = await runOnce(
      this.docker,
      {
        name,
        Image: copy.imageId,
        Cmd: COPY,
        User: '1000:1000',
        WorkingDir: '/',
        Labels: { ...this.names.labels(copy), [LABEL.deployment]: copy.deploymentId, [LABEL.role]: 'data' },
        HostConfig: {
          ...walls(this.wallOptions),
          NetworkMode: 'none',
          Mounts: [
            { Type: 'volume', Source: from, Target: '/from', ReadOnly: true },
            { Type: 'volume', Source: to, Target: '/data' },
          ],
        },
      },
      { timeoutMs: COPY_MS, outputBytes: COPY_OUTPUT_BYTES },
    );
    if (result.exitCode === 0) return;
    throw new MillwrightError(
      'DEPLOY_FAILED',
      `The data of ${copy.environment} could not be copied: ${result.output || 'no time left'}. Nothing was switched.`,
    );
  }
}
