/** The registry of deploy targets: a new one is one file and one line here. */
import { createDockerTarget } from './docker/target.js';
import type { DockerTargetOptions } from './docker/target.js';
import type { DeployTarget } from './port.js';

/** What a factory may use; each takes what it needs. */
export type DeployTargetOptions = DockerTargetOptions;

export const deployTargets: Record<string, (options: DeployTargetOptions) => DeployTarget> = {
  docker: createDockerTarget,
};
