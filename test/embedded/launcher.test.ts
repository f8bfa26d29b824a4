import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../config.js';
import { ENV } from './workshop.js';

describe('mw', () => {
  let folder: string;
  let link: string;

  const mw = (args: string[], env: Record<string, string> = {}) => {
    const result = spawnSync(link, args, { cwd: '/', env: { ...ENV, MW_HOME: join(folder, 'home'), ...env }, encoding: 'utf8' });
    return { code: result.status, out: result.stdout, err: result.stderr };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mw-launcher-'));
    // Through two links and from another folder: whoever calls it finds the checkout.
    symlinkSync(join(projectRoot, 'mw'), join(folder, 'first'));
    symlinkSync('first', join(folder, 'mw'));
    link = join(folder, 'mw');
    mw(['--help']);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lists its commands', () => {
    const { code, out } = mw(['--help']);
    expect(code).toBe(0);
    for (const name of ['up', 'down', 'demo', 'status', 'logs', 'doctor']) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });

  it('ends with 2 when it is used wrongly', () => {
    expect(mw(['nonsense']).code).toBe(2);
    expect(mw(['up', '--workers', '0']).code).toBe(2);
    expect(mw(['up', '--no-such-option']).code).toBe(2);
  });

  it('names all wrong settings at once, and doctor reports them too', () => {
    const wrong = { MW_PORT: 'x', MW_PROT: '1', LOG_LEVEL: 'loud' };
    const up = mw(['up'], wrong);
    expect(up.code).toBe(2);
    for (const name of Object.keys(wrong)) expect(up.err).toContain(`${name}: `);
    const doctor = mw(['doctor', '--json'], wrong);
    expect(doctor.code).toBe(1);
    expect(JSON.parse(doctor.out)).toMatchObject({ ok: false });
  });

  it('names the setting and who holds the port when MW_PORT is taken, and starts nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as { port: number }).port);
    // spawnSync stops this process from answering, but its socket listens all the same.
    const { code, err } = mw(['up'], { MW_PORT: port });
    server.close();
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} is taken by`);
    expect(err).toContain('set MW_PORT to a free port');
    if (process.platform === 'linux') expect(err).toContain(`(process ${process.pid})`);
    expect(readdirSync(join(folder, 'home', 'run')).filter((name) => name.endsWith('.pid'))).toEqual([]);
  });

  it('has nothing to stop, and says so, when nothing runs', () => {
    const { code, out, err } = mw(['down', '--json']);
    expect([code, JSON.parse(out)]).toEqual([0, { was_running: false }]);
    expect(err).toContain('Nothing was running.');
  });

  it('asks for a newer Node in one sentence', () => {
    writeFileSync(join(folder, 'node'), '#!/bin/sh\necho v18.2.0\n');
    chmodSync(join(folder, 'node'), 0o755);
    const { code, err } = mw(['up'], { PATH: `${folder}:${ENV['PATH'] ?? ''}` });
    expect(code).toBe(1);
    expect(err).toMatch(/^mw: Node.js >= 20.19 is needed, but 'node' is v18.2.0\./);
  });
});
