/** A package registry of a test: files under the names of real hosts, over TLS, behind the proxy that installs go through. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RegistryStandIn {
  /** For `upstreamProxy` of a driver. */
  proxyUrl: string;
  /** For `extraCaPem` of a driver: whoever signed the registry's certificate. */
  caPem: string;
  /** `https://host/path` of every file that was asked for. */
  asked: string[];
  serve(url: string, content: Buffer | string): void;
  close(): void;
}

/** Serves what it is told for these hosts; every tunnel leads to it, wherever it was to lead. */
export async function registryStandIn(hosts: readonly string[]): Promise<RegistryStandIn> {
  const folder = mkdtempSync(join(tmpdir(), 'mw-registry-'));
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(certificate(folder, hosts), (request, response) => {
    const url = `https://${request.headers.host}${request.url}`;
    asked.push(url);
    const found = files.get(url);
    response.writeHead(found ? 200 : 404, { 'content-length': found?.length ?? 0 });
    response.end(request.method === 'HEAD' ? undefined : found);
  });
  const proxy = createProxy();
  for (const each of [server, proxy]) each.on('connection', (socket: Socket) => sockets.add(socket));
  const port = await listen(server);
  proxy.on('connect', (_request, client: Socket) => {
    const way = connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    way.on('error', () => client.destroy());
    client.on('error', () => way.destroy());
    way.pipe(client).pipe(way);
  });
  return {
    proxyUrl: `http://127.0.0.1:${await listen(proxy)}`,
    caPem: join(folder, 'ca.pem'),
    asked,
    serve: (url, content) => void files.set(url, Buffer.from(content)),
    close() {
      server.close();
      proxy.close();
      for (const socket of sockets) socket.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A new authority in `ca.pem`, and a certificate of it for the hosts. */
function certificate(folder: string, hosts: readonly string[]): { key: Buffer; cert: Buffer } {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  writeFileSync(join(folder, 'names.cnf'), `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}\n`);
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=registry of a test');
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${hosts[0]}`);
  openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'server.pem',
    '-days',
    '2',
    '-extfile',
    'names.cnf',
  );
  return { key: readFileSync(join(folder, 'server.key')), cert: readFileSync(join(folder, 'server.pem')) };
}

async function listen(server: ReturnType<typeof createProxy> | ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
