/** The engines that a setting names instead of ours: does anybody answer there? Asked before anything is built or started. */
import { connect } from 'node:net';
import type { Config } from '../config.js';
import { DEFAULT_SOCKET, engineAnswers, isPlainAddress } from './docker-api.js';

export interface SilentEngine {
  part: 'postgres' | 'temporal' | 'docker';
  setting: string;
  /** Where nobody answers, without secrets. */
  address: string;
}

// Another machine's engine connects in milliseconds; a host that swallows packets never does.
const CONNECT_MS = 3_000;
const POSTGRES_PORT = 5432;

/** The named engines that do not answer. */
export async function silentEngines({ settings }: Config): Promise<SilentEngine[]> {
  const { DATABASE_URL, DATABASE_OWNER_URL, TEMPORAL_ADDRESS, DOCKER_HOST } = settings;
  const asked = [
    askDatabase('DATABASE_URL', DATABASE_URL),
    askDatabase('DATABASE_OWNER_URL', DATABASE_OWNER_URL),
    askTemporal(TEMPORAL_ADDRESS),
    askDocker(DOCKER_HOST),
  ];
  return (await Promise.all(asked)).filter((silent) => silent !== null);
}

/** Rejects, naming every setting whose engine does not answer. */
export async function requireOutsideEngines(config: Config): Promise<void> {
  const silent = await silentEngines(config);
  if (silent.length === 0) return;
  throw new Error(silent.map(({ setting, address }) => `Nothing answers at ${address} (${setting}). Start it, or unset ${setting} to use our own.`).join('\n'));
}

async function askDatabase(setting: string, url: string | null): Promise<SilentEngine | null> {
  if (url === null) return null;
  const { hostname, port, searchParams } = new URL(url);
  // A socket in the file system: only the database's client knows how to reach that.
  if (hostname === '' || hostname.startsWith('%2F') || searchParams.has('host')) return null;
  const host = hostname.replace(/^\[|\]$/g, '');
  return (await accepts(host, Number(port || POSTGRES_PORT))) ? null : { part: 'postgres', setting, address: `${host}:${port || POSTGRES_PORT}` };
}

async function askTemporal(address: string | null): Promise<SilentEngine | null> {
  if (address === null) return null;
  const [host = '', port] = address.split(':');
  return (await accepts(host, Number(port))) ? null : { part: 'temporal', setting: 'TEMPORAL_ADDRESS', address };
}

async function askDocker(host: string | null): Promise<SilentEngine | null> {
  // The customary socket is where we start an engine ourselves.
  if (host === null || host === DEFAULT_SOCKET || !isPlainAddress(host) || (await engineAnswers(host))) return null;
  return { part: 'docker', setting: 'DOCKER_HOST', address: host };
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(CONNECT_MS, done(false)).once('connect', done(true)).once('error', done(false));
  });
}
