/** One CONNECT of a container's only way out, once its target was judged. */
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

// A server that does not take a connection in this time is away.
const CONNECT_MS = 20_000;

export interface Tunnel {
  /** What the client named, `host:port`. */
  target: string;
  /** Where that is. */
  host: string;
  port: number;
  /** A proxy that this host itself must go through, or null. */
  upstream: { host: string; port: number } | null;
  /** Silence after which it is closed. */
  idleMs: number;
  /** Told once: whether the target took the connection, by the word of the proxy above where there is one. */
  onReached?: (isThere: boolean) => void;
}

export function refuseTunnel(client: Duplex): void {
  client.on('error', () => client.destroy());
  client.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
}

/** Joins client and target until one of them ends. */
export function openTunnel(client: Duplex, head: Buffer, { target, upstream, idleMs, onReached, ...direct }: Tunnel): void {
  client.on('error', () => client.destroy());
  const { host, port } = upstream ?? direct;
  let told = false;
  const tell = (isThere: boolean) => {
    if (!told) onReached?.(isThere);
    told = true;
  };
  const remote = connect(port, host);
  const timer = setTimeout(() => remote.destroy(), CONNECT_MS);
  remote.setTimeout(idleMs, () => remote.destroy());
  remote.on('connect', () => {
    clearTimeout(timer);
    // A proxy above answers the CONNECT itself; its answer goes to the client as it is.
    if (upstream) {
      remote.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`);
      remote.once('data', (answer: Buffer) => tell(/^HTTP\/1\.[01] 2/.test(answer.toString('latin1', 0, 16))));
    } else {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      tell(true);
    }
    remote.write(head);
    remote.pipe(client).pipe(remote);
  });
  remote.on('error', () => client.destroy());
  remote.on('close', () => {
    clearTimeout(timer);
    tell(false);
    client.destroy();
  });
  client.on('close', () => remote.destroy());
}
