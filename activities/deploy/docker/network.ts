/** One internal network an environment, and an address of its own for each container on it. */
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import { BRIDGE_PREFIX, type EnvironmentRef } from '../port.js';
import { engineText, isConflict, orMissing } from './engine-errors.js';
import { digestOf } from './names.js';
import type { Names } from './names.js';

// The engine's own pools end after 31 networks; 10.213.0.0/16 in pieces of 16 addresses holds 4096.
const POOL = '10.213';
const PIECE = 16;
const PIECES = 4096;
// Pieces tried before giving up; taken ones are skipped at once.
const TRIES = 64;

export interface EnvironmentNetwork {
  name: string;
  id: string;
  /** Addresses a container may have, lowest first. */
  addresses: string[];
}

function piece(index: number): { subnet: string; addresses: string[] } {
  const at = (offset: number): string => {
    const value = index * PIECE + offset;
    return `${POOL}.${value >> 8}.${value & 255}`;
  };
  // 0 is the network, 1 the gateway, the last one broadcast.
  return { subnet: `${at(0)}/28`, addresses: Array.from({ length: PIECE - 3 }, (_unused, offset) => at(offset + 2)) };
}

function piecesOf(subnet: string): string[] {
  const [, , third, fourth] = (subnet.split('/')[0] ?? '').split('.').map(Number);
  return piece(((third ?? 0) * 256 + (fourth ?? 0)) / PIECE).addresses;
}

/** Finds or creates the network: internal (no route out), and containers on it cannot reach each other. */
export async function ensureNetwork(docker: Docker, names: Names, ref: EnvironmentRef): Promise<EnvironmentNetwork> {
  const name = names.network(ref);
  const found = await inspectNetwork(docker, name);
  if (found) return found;
  const hash = digestOf(name);
  const first = Number.parseInt(hash.slice(0, 6), 16);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { subnet } = piece((first + attempt) % PIECES);
    try {
      await docker.createNetwork({
        Name: name,
        CheckDuplicate: true,
        Driver: 'bridge',
        Internal: true,
        IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
        Options: { 'com.docker.network.bridge.name': `${BRIDGE_PREFIX}-${hash.slice(0, 11)}`, 'com.docker.network.bridge.enable_icc': 'false' },
        Labels: names.labels(ref),
      });
    } catch (error) {
      if (/overlap|already in use/i.test(engineText(error))) continue;
      if (!isConflict(error) && !/already exists/i.test(engineText(error))) throw error;
    }
    const created = await inspectNetwork(docker, name);
    if (created) return created;
  }
  throw new MillwrightError('UNAVAILABLE', `No address range for network ${name} is free in ${POOL}.0.0/16. Remove environments nobody needs.`);
}

async function inspectNetwork(docker: Docker, name: string): Promise<EnvironmentNetwork | null> {
  const found = await orMissing<Docker.NetworkInspectInfo>(docker.getNetwork(name).inspect());
  if (!found || found.Name !== name) return null;
  const subnet = found.IPAM?.Config?.[0]?.Subnet;
  return subnet && found.Internal ? { name, id: found.Id, addresses: piecesOf(subnet) } : null;
}

/** Addresses no container of the environment has, running or stopped: a stopped one keeps its own for the way back. */
export async function freeAddresses(docker: Docker, names: Names, ref: EnvironmentRef, network: EnvironmentNetwork): Promise<string[]> {
  const containers = await docker.listContainers({ all: true, filters: names.filter(names.labels(ref)) });
  const taken = new Set(containers.map((container) => container.NetworkSettings.Networks[network.name]?.IPAMConfig?.IPv4Address));
  return network.addresses.filter((address) => !taken.has(address));
}

export async function removeNetwork(docker: Docker, names: Names, ref: EnvironmentRef): Promise<void> {
  await orMissing(docker.getNetwork(names.network(ref)).remove());
}
