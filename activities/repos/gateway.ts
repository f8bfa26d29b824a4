/** The fetching container's only way out: a proxy to one host and port, connected to one address that was judged before. */
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { openTunnel, refuseTunnel } from '../sandbox/docker/tunnel.js';
import type { Destination } from './resolve.js';

// A server that packs a large repository is silent for a while.
const IDLE_MS = 120_000;

export interface GatewayOptions {
  /** Where to listen: the gateway of the container's network. */
  address: string;
  /** What the container may ask for, as it names it. */
  host: string;
  port: number;
  destination: Destination;
  /** A proxy that this host itself must go through, or null. */
  upstream: { host: string; port: number } | null;
}

export interface Gateway {
  url: string;
  /** What it refused: a redirect to elsewhere, mostly. */
  readonly refused: string[];
  close(): Promise<void>;
}

/** Starts it on a free port. CONNECT for https; for http, requests whose host is exactly the one. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => forward(request, response, options, refused));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => tunnel(request.url ?? '', client, head, options, refused));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, options.address, resolve);
  });
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://${options.address}:${(server.address() as AddressInfo).port}`, refused, close };
}

function tunnel(target: string, client: Duplex, head: Buffer, options: GatewayOptions, refused: string[]): void {
  if (target.toLowerCase() !== authority(options)) {
    refused.push(target.slice(0, 300));
    refuseTunnel(client);
    return;
  }
  const { host, port, direct } = options.destination;
  openTunnel(client, head, { target: authority(options), host, port, upstream: direct ? null : options.upstream, idleMs: IDLE_MS });
}

function forward(request: IncomingMessage, response: ServerResponse, options: GatewayOptions, refused: string[]): void {
  const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null;
  const asked = url && `${url.hostname}:${url.port || '80'}`;
  if (!url || url.protocol !== 'http:' || asked?.toLowerCase() !== authority(options)) {
    refused.push((request.url ?? '').slice(0, 300));
    response.writeHead(403, { connection: 'close' }).end();
    return;
  }
  const { host, port } = options.destination;
  const headers = { ...request.headers, host: url.host };
  const remote = httpRequest({ host, port, method: request.method, path: `${url.pathname}${url.search}`, headers, timeout: IDLE_MS }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  remote.on('timeout', () => remote.destroy());
  remote.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502, { connection: 'close' }).end()));
  request.pipe(remote);
}

function authority({ host, port }: GatewayOptions): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
