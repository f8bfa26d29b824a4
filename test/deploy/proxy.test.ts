import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address, Routed } from '../../activities/deploy/port.js';
import { proxyReportPath, routesPath } from '../../activities/deploy/routes.js';
import { readProxyReport, writeRoute } from '../../activities/deploy/write-route.js';
import { startProxy } from '../../embedded/proxy/proxy.js';
import type { RunningProxy } from '../../embedded/proxy/proxy.js';
import { eventually } from '../embedded/workshop.js';

const PORT_BASE = 27_500;

describe('the deployment proxy', () => {
  let home: string;
  let proxy: RunningProxy;
  const servers: (Server | TcpServer)[] = [];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'mw-proxy-'));
    proxy = await startProxy({ home, host: '127.0.0.1', log: () => undefined, lookMs: 20 });
  });
  afterEach(async () => {
    await proxy.close();
    for (const server of servers.splice(0)) server.close();
    await rm(home, { recursive: true, force: true });
  });

  async function addressOf(server: Server | TcpServer, port = 0): Promise<Address> {
    servers.push(server);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }
  const service = (listener: RequestListener): Promise<Address> => addressOf(createServer(listener));
  const raw = (answer: string): Promise<Address> =>
    addressOf(createTcpServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end(answer))));
  const text = async (url: string): Promise<string> => (await fetch(url)).text();
  const route = (address: Address | null, switching = false, environment = 'staging', deploymentId = 'one'): Promise<Routed> =>
    writeRoute({ projectId: 'shop', environment, deploymentId, address, switching }, { home, portBase: PORT_BASE });

  // What is known of services then comes from requests and routes alone.
  const withoutLooks = async (): Promise<void> => {
    await proxy.close();
    proxy = await startProxy({ home, host: '127.0.0.1', log: () => undefined, lookMs: 600_000 });
  };

  it('serves a new route as soon as writing it returns, always on the same port', async () => {
    const first = await route(await service((_in, out) => out.end('one')));
    expect(await text(first.url)).toBe('one');
    const second = await route(await service((_in, out) => out.end('two')), false, 'staging', 'two');
    expect(second).toEqual({ url: first.url, warning: null });
    expect(await text(first.url)).toBe('two');
  });

  it('keeps the session of the page from services on the same host, and lets no service set one', async () => {
    const { url } = await route(
      await service((incoming, out) => {
        out.setHeader('set-cookie', ['mw_session_4400=forged; Path=/', 'own=1']);
        out.end(incoming.headers.cookie ?? 'no cookie');
      }),
    );
    const send = async (cookie: string) => {
      const answer = await fetch(url, { headers: { cookie } });
      return [await answer.text(), answer.headers.getSetCookie()];
    };
    expect(await send('theme=dark; mw_session_4400=secret; Mw_Session_default=secret; own=2')).toEqual(['theme=dark; own=2', ['own=1']]);
    expect(await send('mw_session_4400=secret')).toEqual(['no cookie', ['own=1']]);
  });

  it('says which environment is not serving when nothing is deployed', async () => {
    const { url } = await route(null);
    const answer = await fetch(url);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 503, code: 'UNAVAILABLE', detail: expect.stringContaining('staging of project shop') });
  });

  it('holds a request with its body during a switch and delivers it once', async () => {
    const { url } = await route(null, true);
    const held = fetch(url, { method: 'POST', body: 'x'.repeat(300_000) });
    await sleep(300);
    let received = 0;
    await route(await service((incoming, out) => incoming.on('data', (chunk: Buffer) => (received += chunk.length)).on('end', () => out.end('taken'))));
    expect(await (await held).text()).toBe('taken');
    expect(received).toBe(300_000);
  });

  it('holds a request while the service restarts at its address', async () => {
    await withoutLooks();
    const server = createServer((_in, out) => out.end('back'));
    const address = await addressOf(server);
    const { url } = await route(address);
    server.close();
    await once(server, 'close');
    const held = text(url);
    await sleep(200);
    await addressOf(
      createServer((_in, out) => out.end('back')),
      address.port,
    );
    expect(await held).toBe('back');
  });

  it('lets open requests finish before a switch is reported as done', async () => {
    const order: string[] = [];
    const { url } = await route(await service((_in, out) => void sleep(400).then(() => out.end('done'))));
    const open = text(url).then(() => order.push('answered'));
    await sleep(100);
    await route(null, true, 'staging', 'two').then(() => order.push('switched'));
    await open;
    expect(order).toEqual(['answered', 'switched']);
  });

  it('does not report a switch as done because another environment was written meanwhile', async () => {
    const order: string[] = [];
    const { url } = await route(await service((_in, out) => void sleep(600).then(() => out.end('done'))));
    const open = text(url).then(() => order.push('answered'));
    await sleep(100);
    const switched = route(null, true, 'staging', 'two').then(() => order.push('switched'));
    await sleep(100);
    await route(null, false, 'production');
    await Promise.all([open, switched]);
    expect(order).toEqual(['answered', 'switched']);
  });

  it('passes websockets both ways', async () => {
    const server = createServer();
    server.on('upgrade', (incoming: IncomingMessage, socket) => {
      const accept = createHash('sha1').update(`${incoming.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`);
      socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`));
    });
    const { url } = await route(await addressOf(server));
    const opening = request(url, { headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'a2V5', 'sec-websocket-version': '13' } });
    opening.end();
    const [, socket] = (await once(opening, 'upgrade')) as [IncomingMessage, Socket];
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('echo hello');
    socket.destroy();
  });

  it('survives services that answer nonsense, and tells their clients', async () => {
    const good = await route(await service((_in, out) => out.end('fine')), false, 'production');
    const cut = 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf';
    const answers = [
      '',
      'nonsense',
      'HTTP/1.1 000 Zero\r\n\r\n',
      'HTTP/1.1 999 \u0001\r\n\r\n',
      'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      cut,
      `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`,
      'HTTP/1.1 200 OK\r\nx: \u0000\r\n\r\n',
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ];
    for (const answer of answers) {
      const { url } = await route(await raw(answer));
      const got = await fetch(url, { signal: AbortSignal.timeout(5_000) })
        .then(async (found) => `${found.status} ${await found.text()}`)
        .catch((error: Error) => error.name);
      // A broken answer is a 502 or a broken connection; never a whole 200, and never silence.
      expect([answer.slice(0, 40), got]).toEqual([answer.slice(0, 40), expect.stringMatching(/^(502 |TypeError$)/)]);
      expect(await text(good.url)).toBe('fine');
    }
  });

  it('keeps serving what it knows when the routes file is damaged, and nobody overwrites that file', async () => {
    const { url } = await route(await service((_in, out) => out.end('still here')));
    await writeFile(routesPath(home), '{"version": 7, "rou');
    await sleep(400);
    expect(await text(url)).toBe('still here');
    await expect(route(null)).rejects.toThrow('is damaged');
  });

  it('serves from the file alone after a restart', async () => {
    const { url } = await route(await service((_in, out) => out.end('here')));
    await proxy.close();
    proxy = await startProxy({ home, host: '127.0.0.1', log: () => undefined });
    expect(await text(url)).toBe('here');
  });

  it('warns when it cannot serve a route yet, and does so as soon as the port is free', async () => {
    const { url } = await route(null);
    await proxy.close();
    const squatter = createTcpServer();
    await addressOf(squatter, Number(new URL(url).port));
    proxy = await startProxy({ home, host: '127.0.0.1', log: () => undefined });
    const { warning } = await route(await service((_in, out) => out.end('at last')));
    expect(warning).toContain('EADDRINUSE');
    expect((await readProxyReport(home))?.routes['shop/staging']?.problem).toContain('EADDRINUSE');
    squatter.close();
    // It tries less and less often, so this may take a few seconds.
    expect(await eventually(() => text(url).catch(() => null))).toBe('at last');
    await eventually(async () => (await readProxyReport(home))?.routes['shop/staging']?.problem === null);
  });

  it('tells when nothing takes connections behind a route, and when something does again', async () => {
    const silent = async () => (await readProxyReport(home))?.routes['shop/staging']?.silent;
    const server = createServer((_in, out) => out.end('here'));
    const address = await addressOf(server);
    await route(address);
    expect(await silent()).toBe(false);
    server.close();
    await eventually(async () => (await silent()) === true);
    await addressOf(
      createServer((_in, out) => out.end('back')),
      address.port,
    );
    await eventually(async () => (await silent()) === false);
    await route(null, true);
    await route(null, false);
    await eventually(async () => (await silent()) === true);
  });

  describe('of a service that was stopped', () => {
    const silent = async () => (await readProxyReport(home))?.routes['shop/staging']?.silent;
    const stopped = async (): Promise<{ url: string; address: Address }> => {
      const server = createServer();
      const address = await addressOf(server);
      server.close();
      await once(server, 'close');
      return { url: (await route(address)).url, address };
    };

    it('tells with the first answer that nothing serves, and when a request gets through again', async () => {
      await withoutLooks();
      const { url, address } = await stopped();
      expect(await silent()).toBe(false);
      expect((await fetch(url)).status).toBe(503);
      expect(await silent()).toBe(true);
      await addressOf(
        createServer((_in, out) => out.end('back')),
        address.port,
      );
      expect(await text(url)).toBe('back');
      await eventually(async () => (await silent()) === false);
    });

    it('says nothing of the version before about the next one', async () => {
      await withoutLooks();
      const { url } = await stopped();
      expect((await fetch(url)).status).toBe(503);
      await route(null, true, 'staging', 'two');
      expect(await silent()).toBe(false);
      await route(await service((_in, out) => out.end('two')), false, 'staging', 'two');
      expect(await silent()).toBe(false);
      expect(await text(url)).toBe('two');
    });

    it('does not hold requests once that is known, but those of a switch', async () => {
      const { url } = await stopped();
      await eventually(async () => (await silent()) === true);
      // Far more than a connection that is refused takes, far less than a request is held.
      const answer = await fetch(url, { signal: AbortSignal.timeout(4_000) });
      expect(answer.status).toBe(503);
      await route(null, true, 'staging', 'two');
      const held = text(url);
      await sleep(100);
      await route(await service((_in, out) => out.end('two')), false, 'staging', 'two');
      expect(await held).toBe('two');
    });
  });

  it('gives a sign of life while nothing changes', async () => {
    const path = proxyReportPath(home);
    await route(await service((_in, out) => out.end('one')));
    const longAgo = new Date(0);
    await utimes(path, longAgo, longAgo);
    await eventually(async () => (await stat(path)).mtimeMs > 0);
    await rm(path);
    await eventually(async () => (await readProxyReport(home)) !== null);
  });

  it('loses no route when many are written at once, and gives each its own port', async () => {
    const address = await service((_in, out) => out.end('any'));
    const environments = Array.from({ length: 20 }, (_unused, index) => `e${index}`);
    const written = await Promise.all(environments.map((environment) => route(address, false, environment)));
    expect(new Set(written.map((one) => one.url)).size).toBe(20);
    expect(await Promise.all(written.map((one) => text(one.url)))).toEqual(environments.map(() => 'any'));
    expect(Object.keys((JSON.parse(await readFile(routesPath(home), 'utf8')) as { routes: object }).routes)).toHaveLength(20);
  });
});
