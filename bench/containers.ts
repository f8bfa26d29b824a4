/** What a benchmark's installation leaves on the Docker engine, and its removal. */
import { LABEL } from '../activities/deploy/docker/names.js';
import { engineOf, removeAllOf } from '../test/chaos/engine.js';

/** Removes containers, networks, volumes and images of deployments with the installation's label; language images carry none and stay. */
export async function removeContainers(host: string | null, instance: string): Promise<void> {
  const docker = engineOf(host);
  await removeAllOf(docker, instance);
  const filters = { label: [`${LABEL.instance}=${instance}`] };
  for (const { Id } of await docker.listImages({ filters: JSON.stringify(filters) }))
    await docker
      .getImage(Id)
      .remove({ force: true })
      .catch(() => undefined);
}
