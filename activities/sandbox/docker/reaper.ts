/** Removes containers whose owners are gone: by the owner in the name, and by the deadline whatever the owner says; and what an engine that was killed forgot. */
import type Docker from 'dockerode';
import { removeContainer } from './docker-sandbox.js';
import { engineCall, engineCallUnless } from './errors.js';
import { endForgotten } from './forgotten.js';
import { isSpare, LABEL, ownerOf, type ContainerOwner } from './names.js';

export interface InstanceContainer {
  id: string;
  owner: ContainerOwner;
  labels: Record<string, string>;
  running: boolean;
}

/** All containers of this instance, ended ones too. */
export async function instanceContainers(docker: Docker, instance: string): Promise<InstanceContainer[]> {
  const filters = { label: [`${LABEL.instance}=${instance}`] };
  const found = await engineCall('Listing sandbox containers', () => docker.listContainers({ all: true, filters }));
  return found.flatMap((each) => {
    const owner = each.Names.map((name) => ownerOf(instance, name)).find((one) => one !== null);
    return owner ? [{ id: each.Id, owner, labels: each.Labels, running: each.State === 'running' }] : [];
  });
}

/** Answers how many were removed. Installs and spares belong to no build: only their deadline counts. */
export async function reapContainers(docker: Docker, instance: string, isDead: (owner: ContainerOwner) => boolean | Promise<boolean>): Promise<number> {
  const now = Date.now() / 1000;
  let removed = 0;
  for (const container of await instanceContainers(docker, instance)) {
    const expired = Number(container.labels[LABEL.deadline] ?? 0) <= now;
    const owned = container.labels[LABEL.purpose] !== 'install' && !isSpare(container.owner);
    if (!expired && !(owned && (await isDead(container.owner)))) continue;
    await removeContainer(docker, container.id);
    removed++;
  }
  await reapVolumes(docker, instance, now);
  await reapNetworks(docker, instance, now);
  await endForgotten(docker, instance);
  return removed;
}

/** Networks of installs that died. One in use stays (403). */
async function reapNetworks(docker: Docker, instance: string, now: number): Promise<void> {
  const filters = { label: [`${LABEL.instance}=${instance}`, `${LABEL.purpose}=install`] };
  for (const network of await engineCall('Listing installer networks', () => docker.listNetworks({ filters }))) {
    if (Number(network.Labels?.[LABEL.deadline] ?? 0) > now) continue;
    await engineCallUnless('Removing an installer network', [403, 404, 409], () => docker.getNetwork(network.Id).remove());
  }
}

/**
 * Volumes that an install which died has left half full. One in use stays (409), and so does one that an engine which was killed takes for
 * mounted until it is started once more (500, with live-restore): the next sweep tries again.
 */
async function reapVolumes(docker: Docker, instance: string, now: number): Promise<void> {
  const filters = { label: [`${LABEL.instance}=${instance}`] };
  const { Volumes } = await engineCall('Listing volumes of dependencies', () => docker.listVolumes({ filters: JSON.stringify(filters) }));
  const whole = new Set(Volumes.map((volume) => volume.Labels?.[LABEL.dependencies]));
  for (const volume of Volumes) {
    const halfFull = volume.Labels?.[LABEL.purpose] === 'install' && !whole.has(volume.Name);
    if (!halfFull || Number(volume.Labels?.[LABEL.deadline] ?? 0) > now) continue;
    await engineCallUnless('Removing half-installed dependencies', [404, 409, 500], () => docker.getVolume(volume.Name).remove());
  }
}
