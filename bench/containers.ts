/** What a benchmark's installation leaves on the Docker engine, and its removal. */
import Docker from 'dockerode';
import { LABEL } from '../activities/deploy/docker/names.js';
import { DEFAULT_SOCKET } from '../embedded/docker-api.js';

export function engineAt(host: string | null): Docker {
  const socket = (host ?? DEFAULT_SOCKET).replace(/^unix:\/\//, '');
  return socket.startsWith('/') ? new Docker({ socketPath: socket }) : new Docker();
}

/** Removes containers, networks, volumes and images of deployments with the installation's label; language images carry none and stay. */
export async function removeContainers(host: string | null, instance: string): Promise<void> {
  const docker = engineAt(host);
  const filters = { label: [`${LABEL.instance}=${instance}`] };
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await docker
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch(() => undefined);
  for (const { Id } of await docker.listNetworks({ filters: JSON.stringify(filters) }))
    await docker
      .getNetwork(Id)
      .remove()
      .catch(() => undefined);
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) });
  for (const { Name } of Volumes ?? [])
    await docker
      .getVolume(Name)
      .remove()
      .catch(() => undefined);
  for (const { Id } of await docker.listImages({ filters: JSON.stringify(filters) }))
    await docker
      .getImage(Id)
      .remove({ force: true })
      .catch(() => undefined);
}
