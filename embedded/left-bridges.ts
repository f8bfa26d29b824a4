/** Bridges of deployments' networks that nobody knows any more: an engine that is killed together with its data forgets them, the host does not. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BRIDGE_PREFIX } from '../activities/deploy/port.js';
import { engineCall } from './docker-api.js';

// Where Linux lists its network interfaces.
const INTERFACES = '/sys/class/net';
const BRIDGE_NAME = 'com.docker.network.bridge.name';

interface Network {
  Options: Record<string, string> | null;
}

/**
 * Names of our bridges on this host that belong to no network of the engine. They are named and never removed: another engine of
 * this host may have made them, and its deployments would lose their network. Rejects when the engine does not answer.
 */
export async function leftBridges(host: string, interfaces: string = INTERFACES): Promise<string[]> {
  if (!host.startsWith('unix://') || !existsSync(interfaces)) return [];
  const found = readdirSync(interfaces).filter((name) => name.startsWith(`${BRIDGE_PREFIX}-`));
  if (found.length === 0) return [];
  const networks = (await engineCall(host, 'GET', '/networks')) as Network[];
  const known = new Set(networks.map(({ Options }) => Options?.[BRIDGE_NAME]));
  // One whose network was removed meanwhile is gone with it.
  return found.filter((name) => !known.has(name) && existsSync(join(interfaces, name)));
}
