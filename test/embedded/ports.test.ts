import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Home } from '../../embedded/home.js';
import { choosePorts, isFree, portHolder, rememberedPorts } from '../../embedded/ports.js';
import { removeHome, temporaryHome } from './workshop.js';

describe('ports', () => {
  let home: Home;
  let server: Server;
  let taken: number;

  beforeEach(async () => {
    home = temporaryHome();
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    taken = (server.address() as { port: number }).port;
  });
  afterEach(() => {
    server.close();
    removeHome(home);
  });

  it('are free ones near the wanted, remembered for the next start', async () => {
    const first = await choosePorts(home, new Set(), { postgres: taken, api: 4400 });
    expect(first.postgres).toBeGreaterThan(taken);
    expect(new Set(Object.values(first)).size).toBe(Object.values(first).length);
    expect(rememberedPorts(home)).toEqual({ ...first, api: 4400 });
    expect(await choosePorts(home, new Set())).toEqual(first);
  });

  it('move when somebody else took them, and stay when the one who listens is ours', async () => {
    const first = await choosePorts(home, new Set());
    const intruder = createServer().listen(first.temporal, '127.0.0.1');
    await once(intruder, 'listening');
    expect((await choosePorts(home, new Set(['temporal']))).temporal).toBe(first.temporal);
    expect((await choosePorts(home, new Set())).temporal).not.toBe(first.temporal);
    intruder.close();
  });

  it('tell who holds them', async () => {
    expect(await isFree(taken)).toBe(false);
    if (process.platform === 'linux') expect(portHolder(taken)).toContain(`(process ${process.pid})`);
  });
});
