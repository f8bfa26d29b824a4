/** What the engine says of a container, in the port's words. Pure. */
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import type { Address, DeployedContainer, DeploymentRole, Started } from '../port.js';
import { routeKey } from '../routes.js';
import type { Route } from '../routes.js';
import { LABEL } from './names.js';

/** Where a running container answers, from one inspection. MillwrightError UNAVAILABLE while it has no address. */
export function startedOf(found: Docker.ContainerInspectInfo): Started {
  const host = Object.values(found.NetworkSettings.Networks).map((network) => network.IPAMConfig?.IPv4Address || network.IPAddress)[0];
  if (!host) throw new MillwrightError('UNAVAILABLE', `The container ${found.Name} got no address on its network.`);
  return { containerId: found.Id, address: { host, port: Number(found.Config.Labels[LABEL.port]) } };
}

export function isSame(one: Address, other: Address): boolean {
  return one.host === other.host && one.port === other.port;
}

/** A container of ours as the list shows it. */
export function describe(container: Docker.ContainerInfo, routes: Record<string, Route>): DeployedContainer {
  const labels = container.Labels;
  const text = (name: string): string => labels[name] ?? '';
  const network = Object.values(container.NetworkSettings.Networks)[0];
  const deploymentId = text(LABEL.deployment);
  const role: DeploymentRole = text(LABEL.role) === 'live' ? 'live' : 'candidate';
  const route = routes[routeKey(text(LABEL.project), text(LABEL.environment))];
  return {
    deploymentId,
    projectId: text(LABEL.project),
    environment: text(LABEL.environment),
    buildId: text(LABEL.build),
    role,
    running: container.State === 'running',
    restarting: container.State === 'restarting',
    healthPath: text(LABEL.health),
    containerId: container.Id,
    address: { host: network?.IPAMConfig?.IPv4Address || network?.IPAddress || '', port: Number(labels[LABEL.port]) },
    active: role === 'live' && route?.deployment === deploymentId && route.target !== null,
  };
}
