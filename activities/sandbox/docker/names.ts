/**
 * Who owns a container is written in its name: the engine lets only one bear it, so whoever opens the same name finds the same container.
 * `millwright-<instance>__<owner>__<build>`, each part escaped: what the engine does not allow becomes `_` and two hex digits a byte.
 */

export interface ContainerOwner {
  name: string;
  buildId: string;
}

export const LABEL = {
  instance: 'millwright.instance',
  owner: 'millwright.owner',
  build: 'millwright.build',
  purpose: 'millwright.purpose',
  /** Seconds since 1970 after which the reaper removes it whatever happens. */
  deadline: 'millwright.deadline',
  language: 'millwright.language',
  dependencies: 'millwright.dependencies',
  /** Of installed dependencies: the id of the image they were installed with, and are good for. */
  image: 'millwright.image-id',
} as const;

/**
 * A line of every container's environment, deployments' too. It tells whose a process is that the engine has forgotten: labels go with
 * the engine's memory, this stays (forgotten.ts).
 */
export function markOf(instance: string): string {
  return `MILLWRIGHT_INSTANCE=${instance}`;
}

/** In place of the build of a container that waits for an owner (warm-pool.ts). */
export const SPARE = 'spare';

export function isSpare({ buildId }: ContainerOwner): boolean {
  return buildId === SPARE;
}

export function containerName(instance: string, owner: ContainerOwner): string {
  return `${instancePrefix(instance)}${escape(owner.name)}__${escape(owner.buildId)}`;
}

/** The owner a container's name tells, or null when it is not one of this instance. A leading slash is fine. */
export function ownerOf(instance: string, containerName: string): ContainerOwner | null {
  const prefix = instancePrefix(instance);
  const bare = containerName.replace(/^\//, '');
  if (!bare.startsWith(prefix)) return null;
  const [name, buildId] = bare.slice(prefix.length).split('__');
  if (name === undefined || buildId === undefined) return null;
  return { name: unescape(name), buildId: unescape(buildId) };
}

function instancePrefix(instance: string): string {
  return `millwright-${escape(instance)}__`;
}

function escape(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/gu, (character) => [...Buffer.from(character)].map((byte) => `_${byte.toString(16).padStart(2, '0')}`).join(''));
}

function unescape(text: string): string {
  return text.replace(/(?:_[0-9a-f]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('_', ''), 'hex').toString());
}
