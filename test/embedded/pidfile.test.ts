import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Home } from '../../embedded/home.js';
import { instanceOf, localToken } from '../../embedded/home.js';
import { AlreadyRunning, supervisorOf, takeLock } from '../../embedded/lock.js';
import { identify, readLiving, startTimeOf, stopProcess, writePidFile } from '../../embedded/pidfile.js';
import { eventually, isRunning, removeHome, temporaryHome } from './workshop.js';

describe('who runs', () => {
  let home: Home;
  beforeAll(() => {
    home = temporaryHome();
  });
  afterAll(() => removeHome(home));

  it('is told by process id and start time, so a recycled id is nobody', () => {
    const me = identify(process.pid);
    if (!me) throw new Error('this process lives');
    writePidFile(home.run, 'me', { ...me, fingerprint: 'x' });
    expect(readFileSync(join(home.run, 'me.pid'), 'utf8')).toBe(`${process.pid}\n`);
    expect(readLiving(home.run, 'me')?.pid).toBe(process.pid);
    writePidFile(home.run, 'me', { ...me, startTime: 'before', fingerprint: 'x' });
    expect(readLiving(home.run, 'me')).toBeNull();
  });

  it('is nobody when the files are torn or missing', () => {
    writeFileSync(join(home.run, 'torn.identity'), '{"pid":');
    expect(readLiving(home.run, 'torn')).toBeNull();
    expect(readLiving(home.run, 'missing')).toBeNull();
    expect(startTimeOf(-1)).toBeNull();
  });

  it('kills what does not stop, children included', async () => {
    const script = "trap '' TERM; sleep 1000 & echo $!; while :; do sleep 1; done";
    const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const identity = identify(child.pid as number);
    if (!identity) throw new Error('it lives');
    expect(await stopProcess(identity, 'SIGTERM', 200)).toBe(false);
    expect(startTimeOf(identity.pid)).toBeNull();
    // Nobody of ours waits for the child of a child: init removes it a moment later.
    await eventually(() => !isRunning(Number(line.toString())));
  });

  it('is one supervisor a home; a dead one leaves no lock behind', () => {
    const release = takeLock(home.run);
    expect(supervisorOf(home.run)?.pid).toBe(process.pid);
    expect(() => takeLock(home.run)).toThrow(AlreadyRunning);
    writeFileSync(join(home.run, 'supervisor.identity'), JSON.stringify({ pid: process.pid, startTime: 'an earlier boot' }));
    expect(supervisorOf(home.run)).toBeNull();
    takeLock(home.run)();
    release();
    expect(supervisorOf(home.run)).toBeNull();
  });
});

describe('a home', () => {
  it('makes token and instance once, for the owner only', () => {
    const home = temporaryHome();
    const token = localToken(home);
    expect(token).toMatch(/^mw_[A-Za-z0-9_-]{43}$/);
    expect(localToken(home)).toBe(token);
    expect(instanceOf(home)).toMatch(/^[0-9a-f]{10}$/);
    expect(instanceOf(home)).toBe(instanceOf(home));
    removeHome(home);
  });
});
