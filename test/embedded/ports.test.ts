import { createServer, type Server } from 'node:net';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Home } from '../../embedded/home.js';
import { identify, writePidFile, type ProcessRecord } from '../../embedded/pidfile.js';
import { claimantOf, claimPort, releasePorts } from '../../embedded/port-claims.js';
import { choosePorts, freePortNear, isFree, portHolder, rememberedPorts } from '../../embedded/ports.js';
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
    releasePorts(home.root);
    removeHome(home);
  });

  it('are free ones near the wanted, remembered for the next start', async () => {
    const first = await choosePorts(home, new Set(), { postgres: taken, api: 4400 });
    expect(first.postgres).toBeGreaterThan(taken);
    expect(new Set(Object.values(first)).size).toBe(Object.values(first).length);
    expect(rememberedPorts(home)).toEqual({ ...first, api: 4400 });
    expect(await choosePorts(home, new Set())).toEqual(first);
  });

  it('are none that browsers refuse to ask at', async () => {
    const chosen = await freePortNear(6_665);
    expect(chosen).toBeGreaterThan(6_669);
    await expect(fetch(`http://127.0.0.1:${chosen}`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await expect(fetch('http://127.0.0.1:6665')).rejects.toMatchObject({ cause: { message: 'bad port' } });
  });

  it('move when somebody else took them, and stay when the one who listens is ours', async () => {
    const first = await choosePorts(home, new Set());
    const intruder = createServer().listen(first.temporal, '127.0.0.1');
    await once(intruder, 'listening');
    expect((await choosePorts(home, new Set(['temporal']))).temporal).toBe(first.temporal);
    expect((await choosePorts(home, new Set())).temporal).not.toBe(first.temporal);
    intruder.close();
  });

  it("are no other home's while their servers are down for a moment, and free for all once they are given back", async () => {
    const first = await choosePorts(home, new Set());
    const other = temporaryHome();
    try {
      const second = await choosePorts(other, new Set());
      expect(Object.values(second).filter((port) => Object.values(first).includes(port))).toEqual([]);
      expect(await freePortNear(first.temporal)).not.toBe(first.temporal);
      expect(claimantOf(first.temporal)).toBe(home.root);
      releasePorts(home.root);
      expect(claimantOf(first.temporal)).toBeNull();
      expect(claimPort(first.temporal, other.root)).toBe(true);
    } finally {
      releasePorts(other.root);
      removeHome(other);
    }
  });

  it("stay a home's when its supervisor is killed and what it started lives", async () => {
    const killed = spawn('sleep', ['60']);
    const left = spawn('sleep', ['60']);
    const { temporal: port } = await choosePorts(home, new Set());
    const file = join(tmpdir(), `millwright-ports-${userInfo().uid}`, String(port));
    writeFileSync(file, JSON.stringify({ ...identify(killed.pid ?? 0), root: home.root }));
    writePidFile(home.run, 'worker', { ...identify(left.pid ?? 0), fingerprint: '' } as ProcessRecord);
    for (const [child, claimant] of [
      [killed, home.root],
      [left, null],
    ] as const) {
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(claimantOf(port)).toBe(claimant);
    }
  });

  it('tell who holds them', async () => {
    expect(await isFree(taken)).toBe(false);
    if (process.platform === 'linux') expect(portHolder(taken)).toContain(`(process ${process.pid})`);
  });
});
