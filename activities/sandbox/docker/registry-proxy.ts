/** The installer's only way out: a proxy that takes CONNECT to port 443 of listed hosts and refuses everything else. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { openTunnel, refuseTunnel } from './tunnel.js';

const TLS_PORT = 443;
// Downloads stream without pauses; this ends what hangs.
const IDLE_MS = 60_000;
const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

export interface RegistryProxyOptions {
  /** The address to listen on: the gateway of the installer's network. */
  address: string;
  /** Host names; their subdomains are allowed as well. */
  hosts: string[];
  /** A proxy that this host itself must go through, or null. */
  upstream: { host: string; port: number } | null;
  /** Every decision: the audit record of an install. */
  onDecision?: (host: string, allowed: boolean) => void;
  /** Whether an allowed host took the connection. */
  onReached?: (host: string, isThere: boolean) => void;
}

export interface RegistryProxy {
  url: string;
  close(): Promise<void>;
}

/** Starts it on a free port. Rejects when the address cannot be listened on (an engine on another machine). */
export async function startRegistryProxy(options: RegistryProxyOptions): Promise<RegistryProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => {
    response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' });
    response.end('Only CONNECT to package registries passes here.\n');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, client, head) => tunnel(request, client, head, options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, options.address, resolve);
  });
  return { url: `http://${options.address}:${portOf(server)}`, close: () => closeServer(server, sockets) };
}

/** True for a listed host or a subdomain of one. */
export function isAllowedHost(host: string, hosts: string[]): boolean {
  const name = host.toLowerCase();
  return HOST.test(name) && hosts.some((each) => name === each || name.endsWith(`.${each}`));
}

function tunnel(request: IncomingMessage, client: Duplex, head: Buffer, options: RegistryProxyOptions): void {
  const target = request.url ?? '';
  const host = target.slice(0, target.lastIndexOf(':'));
  const allowed = target.endsWith(`:${TLS_PORT}`) && isAllowedHost(host, options.hosts);
  options.onDecision?.(target.slice(0, 300), allowed);
  if (!allowed) return refuseTunnel(client);
  const onReached = (isThere: boolean) => options.onReached?.(host, isThere);
  openTunnel(client, head, { target: `${host}:${TLS_PORT}`, host, port: TLS_PORT, upstream: options.upstream, idleMs: IDLE_MS, onReached });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function closeServer(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
