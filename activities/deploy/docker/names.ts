/** How things of the deploy target are called in the engine, and the labels by which they are found again. */
import { createHash } from 'node:crypto';
import { MillwrightError } from '../../../contracts/failures.js';
import type { DeploymentRole, EnvironmentRef } from '../port.js';

// What the engine takes in names of containers, volumes, networks and tags alike; no slash, no leading dash.
const SAFE = /^[a-z0-9][a-z0-9_.-]{0,79}$/;

export const LABEL = {
  instance: 'millwright.instance',
  kind: 'millwright.kind',
  deployment: 'millwright.deployment',
  project: 'millwright.project',
  environment: 'millwright.environment',
  build: 'millwright.build',
  role: 'millwright.role',
  /** sha256 of what the container was asked to be: another one of the same name is not adopted. */
  spec: 'millwright.spec',
  port: 'millwright.port',
  health: 'millwright.health',
  commit: 'millwright.commit',
  tree: 'millwright.tree',
  language: 'millwright.language',
} as const;

/** Everything of this target carries it, so that no other sweeper (the sandbox's) takes it for its own. */
export const KIND = 'deploy';

export function safe(what: string, value: string): string {
  if (SAFE.test(value)) return value;
  throw new MillwrightError('INVALID_INPUT', `The ${what} "${value.slice(0, 100)}" cannot name a deployment: use a-z, 0-9, "-", "_" and ".".`);
}

export class Names {
  constructor(readonly instance: string) {
    safe('instance', instance);
  }

  container(deploymentId: string, role: DeploymentRole | 'test' | 'data'): string {
    const suffix = role === 'live' ? '' : `-${role}`;
    return `millwright-${this.instance}-app-${safe('deployment', deploymentId)}${suffix}`;
  }

  image(projectId: string, deploymentId: string): string {
    return `millwright-app-${safe('project', projectId)}:${safe('deployment', deploymentId)}`;
  }

  network(ref: EnvironmentRef): string {
    return `millwright-${this.instance}-${safe('project', ref.projectId)}-${safe('environment', ref.environment)}`;
  }

  volume(ref: EnvironmentRef): string {
    return `${this.network(ref)}-data`;
  }

  keptData(deploymentId: string): string {
    return `millwright-${this.instance}-kept-${safe('deployment', deploymentId)}`;
  }

  labels(ref: EnvironmentRef): Record<string, string> {
    return { [LABEL.instance]: this.instance, [LABEL.kind]: KIND, [LABEL.project]: ref.projectId, [LABEL.environment]: ref.environment };
  }

  /** Engine filter for what is ours, and has these labels. */
  filter(labels: Record<string, string> = {}): { label: string[] } {
    const all = { [LABEL.instance]: this.instance, [LABEL.kind]: KIND, ...labels };
    return { label: Object.entries(all).map(([name, value]) => `${name}=${value}`) };
  }
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
