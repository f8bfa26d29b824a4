/** Ports: free ones near their defaults, remembered, so that addresses stay the same from one start to the next. */
import { existsSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { isWebPort } from '../contracts/web-ports.js';
import type { Home } from './home.js';
import { claimantOf, claimPort } from './port-claims.js';

export type PortName = 'temporal' | 'temporalUi' | 'temporalHttp' | 'postgres' | 'proxy';
export type Ports = Record<PortName, number>;

export const PORT_DEFAULTS: Ports = { temporal: 7233, temporalUi: 8233, temporalHttp: 7243, postgres: 5432, proxy: 4480 };
// How far from its default a free port is looked for: enough for that many instances side by side.
const SEARCH_WIDTH = 200;
const LOOPBACK = '127.0.0.1';

/** True when a server can listen there: nobody answers, and the address can be bound. */
export async function isFree(port: number, host: string = LOOPBACK): Promise<boolean> {
  return !(await answers(port, host)) && (await canBind(port, host));
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: host === '0.0.0.0' ? LOOPBACK : host });
    const done = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    // Loopback answers at once; the limit is for hosts that swallow packets.
    socket.setTimeout(1_000, done(false)).once('connect', done(true)).once('error', done(false));
  });
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first port from `wanted` upwards that is free, no other home's, and one that browsers ask at. Throws when none is near. */
export async function freePortNear(wanted: number, take: (port: number) => boolean = (port) => claimantOf(port) === null): Promise<number> {
  for (let port = wanted; port < wanted + SEARCH_WIDTH && port <= 65_535; port += 1) {
    if (isWebPort(port) && (await isFree(port)) && take(port)) return port;
  }
  throw new Error(`No port from ${wanted} to ${wanted + SEARCH_WIDTH} is free on ${LOOPBACK}.`);
}

/**
 * The ports of this home, claimed for it. Those in `inUseByUs` belong to a living process of ours and stay; others stay when
 * still free, else a free one near the default is taken. What comes out is remembered in run/ports.json, beside `api`, which never moves.
 */
export async function choosePorts(home: Home, inUseByUs: ReadonlySet<PortName>, wanted: Partial<Ports> & { api?: number } = {}): Promise<Ports> {
  const remembered = rememberedPorts(home);
  const taken = new Set<number>();
  const take = (port: number) => !taken.has(port) && claimPort(port, home.root);
  const chosen: Partial<Ports> = {};
  for (const name of Object.keys(PORT_DEFAULTS) as PortName[]) {
    const before = inUseByUs.has(name) ? remembered[name] : (wanted[name] ?? remembered[name]);
    const stays = before !== undefined && (inUseByUs.has(name) || (await isFree(before))) && take(before);
    chosen[name] = stays ? before : await freePortNear(wanted[name] ?? PORT_DEFAULTS[name], take);
    taken.add(chosen[name]);
  }
  const record = wanted.api === undefined ? chosen : { api: wanted.api, ...chosen };
  writeFileSync(portsFile(home), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  return chosen as Ports;
}

/** What run/ports.json says; empty before the first start. */
export function rememberedPorts(home: Home): Partial<Ports> {
  try {
    return existsSync(portsFile(home)) ? (JSON.parse(readFileSync(portsFile(home), 'utf8')) as Partial<Ports>) : {};
  } catch {
    return {};
  }
}

function portsFile(home: Home): string {
  return join(home.run, 'ports.json');
}

/** Who listens on a port, as far as this user may see it: "node (process 4711)"; null when that can't be told. */
export function portHolder(port: number): string | null {
  try {
    const inode = listeningInode(port);
    return inode === null ? null : processWithSocket(`socket:[${inode}]`);
  } catch {
    return null;
  }
}

function listeningInode(port: number): string | null {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].filter((file) => existsSync(file));
  for (const line of tables.flatMap((file) => readFileSync(file, 'utf8').split('\n'))) {
    const fields = line.trim().split(/\s+/);
    // State 0A is LISTEN; the 10th field is the socket's inode.
    if (fields[1]?.endsWith(suffix) && fields[3] === '0A') return fields[9] ?? null;
  }
  return null;
}

function processWithSocket(link: string): string | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const holds = readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === link);
      if (holds) return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`;
    } catch {
      // Another user's process, or one that just ended: neither tells us anything.
    }
  }
  return null;
}
