/** Listeners of this host that no sandboxed program may ever reach. */
import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

export interface Traps {
  /** TCP and UDP, on all addresses. */
  port: number;
  /** The host's own addresses, the Docker bridges among them. */
  hosts: string[];
  /** Who touched them so far. */
  touched: string[];
  close(): Promise<void>;
}

export async function setTraps(): Promise<Traps> {
  const touched: string[] = [];
  const tcp = createServer((socket) => {
    touched.push(`tcp from ${socket.remoteAddress}`);
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => tcp.once('error', reject).listen(0, '0.0.0.0', resolve));
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.on('message', (_message, from) => touched.push(`udp from ${from.address}`));
  await new Promise<void>((resolve, reject) => udp.once('error', reject).bind(port, '0.0.0.0', resolve));
  const hosts = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter((each) => each.family === 'IPv4' && !each.internal)
    .map((each) => each.address);
  return {
    port,
    hosts,
    touched,
    async close() {
      udp.close();
      await new Promise((resolve) => tcp.close(resolve));
    },
  };
}
