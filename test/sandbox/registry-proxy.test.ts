import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { isAllowedHost, startRegistryProxy, type RegistryProxy } from '../../activities/sandbox/docker/registry-proxy.js';

const decisions: [string, boolean][] = [];
const reached: [string, boolean][] = [];
let proxy: RegistryProxy;

beforeAll(async () => {
  proxy = await startRegistryProxy({
    address: '127.0.0.1',
    hosts: ['registry.invalid'],
    upstream: null,
    onDecision: (...decision) => decisions.push(decision),
    onReached: (...told) => reached.push(told),
  });
});
afterAll(() => proxy.close());

function status(method: string, path: string, of: RegistryProxy = proxy): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: new URL(of.url).port, method, path });
    asked.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    asked.on('connect', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the way out of an installing container', () => {
  it.each([
    'example.com:443',
    'registry.invalid:80',
    'registry.invalid.evil.com:443',
    'evilregistry.invalid:443',
    '127.0.0.1:443',
    '[::1]:443',
    'registry.invalid:4430',
    ':443',
    'x',
  ])('refuses a tunnel to %s and notes it', async (target) => {
    expect(await status('CONNECT', target)).toBe(403);
    expect(decisions.at(-1)).toEqual([target, false]);
  });

  it('forwards no plain request', async () => {
    expect(await status('GET', 'http://registry.invalid/')).toBe(403);
  });

  it('lets listed hosts and their subdomains pass, and no others', () => {
    expect(['a.org', 'A.ORG', 'x.a.org'].map((host) => isAllowedHost(host, ['a.org']))).toEqual([true, true, true]);
    expect(['a.org.', 'ba.org', 'a.org.b', '', 'a.org/x', 'u@a.org'].map((host) => isAllowedHost(host, ['a.org']))).toEqual(Array(6).fill(false));
  });

  it('ends the client when the registry does not answer', async () => {
    await expect(status('CONNECT', 'registry.invalid:443')).rejects.toThrow();
    expect(decisions.at(-1)).toEqual(['registry.invalid:443', true]);
    expect(reached).toEqual([['registry.invalid', false]]);
  });

  it.each([
    [200, true],
    [403, false],
  ])('tells by the answer %i of a proxy above whether a registry was reached', async (code, isThere) => {
    const above = createServer();
    above.on('connect', (_request, client: Socket) => client.end(`HTTP/1.1 ${code} said\r\n\r\n`));
    await new Promise<void>((resolve) => above.listen(0, '127.0.0.1', resolve));
    const told: [string, boolean][] = [];
    const upstream = { host: '127.0.0.1', port: (above.address() as AddressInfo).port };
    const own = await startRegistryProxy({ address: '127.0.0.1', hosts: ['a.org'], upstream, onReached: (...each) => told.push(each) });
    expect(await status('CONNECT', 'a.org:443', own)).toBe(code);
    expect(told).toEqual([['a.org', isThere]]);
    await own.close();
    above.close();
  });
});
