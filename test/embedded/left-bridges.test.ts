/** Bridges on this host that belong to no network of the engine are found by their names, and only those. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { leftBridges } from '../../embedded/left-bridges.js';

let folder: string;
let engine: Server;
let host: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mw-bridges-'));
  for (const name of ['lo', 'docker0', 'mwd-used', 'mwd-left', 'mwd']) mkdirSync(join(folder, 'net', name), { recursive: true });
  const networks = [{ Options: null }, { Options: { 'com.docker.network.bridge.name': 'mwd-used' } }];
  engine = createServer((request, response) => response.writeHead(request.url === '/networks' ? 200 : 404).end(JSON.stringify(networks)));
  host = `unix://${join(folder, 'engine.sock')}`;
  await new Promise<void>((resolve) => engine.listen(join(folder, 'engine.sock'), resolve));
});
afterEach(async () => {
  await new Promise((resolve) => engine.close(resolve));
  rmSync(folder, { recursive: true });
});

describe('bridges that were left over', () => {
  it('are those of ours that no network of the engine has', async () => {
    expect(await leftBridges(host, join(folder, 'net'))).toEqual(['mwd-left']);
  });

  it('are none where the engine is on another host, or interfaces can not be listed', async () => {
    expect(await leftBridges('tcp://10.0.0.1:2375', join(folder, 'net'))).toEqual([]);
    expect(await leftBridges(host, join(folder, 'nowhere'))).toEqual([]);
  });

  it('are not guessed of an engine that does not answer', async () => {
    await expect(leftBridges(`unix://${join(folder, 'other.sock')}`, join(folder, 'net'))).rejects.toThrow();
  });
});
