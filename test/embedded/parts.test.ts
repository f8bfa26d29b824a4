import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../config.js';
import { examine } from '../../embedded/doctor.js';
import { openHome, type Home } from '../../embedded/home.js';
import { takeLock } from '../../embedded/lock.js';
import { requireOutsideEngines, silentEngines } from '../../embedded/outside.js';
import { missingParts } from '../../embedded/parts.js';
import { identify, writePidFile } from '../../embedded/pidfile.js';
import { removeHome as purgeHome, requireOurs } from '../../embedded/purge.js';
import { markReady } from '../../embedded/ready.js';
import { unservedRoutes } from '../../embedded/unserved.js';
import { removeHome, temporaryHome } from './workshop.js';

let home: Home;
beforeEach(() => void (home = temporaryHome()));
afterEach(() => removeHome(home));

const configOf = (more: Record<string, string> = {}) => parseConfig({ MW_HOME: home.root, PATH: '/usr/bin:/bin', ...more });
// This process stands for each part: what counts is that it lives.
const runs = (name: string) => writePidFile(home.run, name, { ...identify(process.pid)!, fingerprint: '' });
const namesOf = (more?: Record<string, string>) => missingParts(configOf(more)).map(({ name }) => name);

describe('the parts that should run', () => {
  it('are not asked for while nothing runs, nor during a start', () => {
    expect(namesOf()).toEqual([]);
    const release = takeLock(home.run);
    expect(namesOf()).toEqual([]);
    release();
  });

  it('are named when they are gone, outside engines left out', () => {
    const release = takeLock(home.run);
    markReady(home);
    for (const name of ['api', 'proxy', 'postgres']) runs(name);
    expect(namesOf()).toEqual(['temporal', 'worker']);
    expect(namesOf({ TEMPORAL_ADDRESS: '127.0.0.1:1' })).toEqual(['worker']);
    writeFileSync(join(home.run, 'worker.hold'), '');
    expect(missingParts(configOf()).at(-1)?.todo).toContain('worker.hold');
    release();
    expect(namesOf()).toEqual(['supervisor', 'temporal', 'worker']);
  });
});

describe('engines that a setting names', () => {
  it('are told apart: answering ones, and silent ones by their setting, without their password', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const live = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = configOf({ TEMPORAL_ADDRESS: live, DATABASE_URL: 'postgres://u:canary@127.0.0.1:1/d', DOCKER_HOST: 'unix:///nope' });
    expect((await silentEngines(config)).map(({ setting }) => setting)).toEqual(['DATABASE_URL', 'DOCKER_HOST']);
    const error = await requireOutsideEngines(config).catch((reason: Error) => reason.message);
    expect(error).toMatch(/127\.0\.0\.1:1 \(DATABASE_URL\)[^]*unix:\/\/\/nope \(DOCKER_HOST\)/);
    expect(error).not.toContain('canary');
    server.close();
  });

  it('fail the doctor when silent, as does a home that cannot be made', async () => {
    const findings = await examine(() => configOf({ MW_HOME: '/proc/nope', DATABASE_URL: 'postgres://u@127.0.0.1:1/d', DOCKER_HOST: 'unix:///nope' }));
    expect(() => openHome('/proc/nope')).toThrow('Set MW_HOME');
    const failed = findings.filter(({ status }) => status === 'fail');
    expect(failed.map(({ name }) => name)).toEqual(expect.arrayContaining(['home', 'postgres', 'docker']));
    expect(failed.find(({ name }) => name === 'docker')?.detail).toContain('nothing answers there (DOCKER_HOST)');
  });

  it("names a store of large files that is not the database's, as the API says", async () => {
    let blobs: object = { ok: true };
    const api = createHttpServer((_request, response) => response.end(JSON.stringify({ parts: { blobs } }))).listen(0, '127.0.0.1');
    await new Promise((resolve) => api.once('listening', resolve));
    const { port } = api.address() as AddressInfo;
    const found = async () => (await examine(() => configOf({ MW_PORT: String(port) }))).find(({ name }) => name === 'blobs');
    expect(await found()).toMatchObject({ status: 'ok' });
    blobs = { ok: false, detail: "it is marked as another's" };
    expect(await found()).toMatchObject({ status: 'fail', detail: "it is marked as another's", todo: expect.stringContaining('BLOB_URL') });
    api.close();
    api.closeAllConnections();
    expect(await found()).toMatchObject({ status: 'ok' });
  });
});

describe('routes of deployments', () => {
  it('are named when another program has their port, with that program, and when nothing is behind them', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as AddressInfo;
    const routes = { 'p/live': { port, version: 1, problem: 'listen EADDRINUSE' }, 'p/test': { port: 1, version: 1, problem: null } };
    const gone = { 'p/gone': { port: 2, version: 1, problem: null, silent: true } };
    writeFileSync(join(home.run, 'proxy.json'), JSON.stringify({ pid: process.pid, host: '127.0.0.1', routes: { ...routes, ...gone } }));
    expect(await unservedRoutes(home)).toEqual([]);
    runs('proxy');
    const unserved = await unservedRoutes(home);
    expect(unserved).toEqual([
      { detail: expect.stringContaining(`p/live at http://127.0.0.1:${port}`), todo: expect.stringContaining('Stop') },
      { detail: expect.stringContaining('p/gone at http://127.0.0.1:2 is not served: its service takes no connections'), todo: expect.any(String) },
    ]);
    expect(unserved[0]?.detail).toContain(`process ${process.pid}`);
    squatter.close();
  });
});

describe('removing a home', () => {
  it('removes only a folder that an installation made', () => {
    expect(() => requireOurs(configOf())).toThrow('does not look like');
    mkdirSync(join(home.root, 'precious'));
    expect(() => purgeHome(configOf())).toThrow('stays');
    for (const file of ['instance', 'token']) writeFileSync(join(home.root, file), 'x');
    purgeHome(configOf());
    expect(() => requireOurs(configOf())).toThrow('ENOENT');
  });
});
