/** What the Docker engine holds of one installation, and its removal after a run. */
import Docker from 'dockerode';
import { LABEL, KIND } from '../../activities/deploy/docker/names.js';
import { isSpare, ownerOf } from '../../activities/sandbox/docker/names.js';
import { DEFAULT_SOCKET } from '../../embedded/docker-api.js';

export interface Found {
  name: string;
  state: string;
  /** Milliseconds since 1970, to the second. */
  createdAt: number;
  isDeployment: boolean;
  /** Waits for whoever opens a sandbox next; belongs to a worker that lives. */
  isSpare: boolean;
  project: string;
  environment: string;
  deployment: string;
  role: string;
}

export function engineOf(host: string | null): Docker {
  const socket = (host ?? DEFAULT_SOCKET).replace(/^unix:\/\//, '');
  return socket.startsWith('/') ? new Docker({ socketPath: socket }) : new Docker();
}

/** All containers with the installation's label, ended ones too. */
export async function containersOf(docker: Docker, instance: string): Promise<Found[]> {
  const found = await docker.listContainers({ all: true, filters: { label: [`${LABEL.instance}=${instance}`] } });
  const spare = (name: string) => {
    const owner = ownerOf(instance, name);
    return owner !== null && isSpare(owner);
  };
  return found.map(({ Names, State, Labels, Created }) => ({
    name: Names[0] ?? '',
    isSpare: spare(Names[0] ?? ''),
    state: State,
    createdAt: Created * 1000,
    isDeployment: Labels[LABEL.kind] === KIND,
    project: Labels[LABEL.project] ?? '',
    environment: Labels[LABEL.environment] ?? '',
    deployment: Labels[LABEL.deployment] ?? '',
    role: Labels[LABEL.role] ?? '',
  }));
}

/** Removes containers, networks, volumes and images of deployments of an installation that is down. */
export async function removeAllOf(docker: Docker, instance: string): Promise<void> {
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
