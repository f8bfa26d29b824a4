import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../../activities/deploy/lock.js';
import { parseRoutes, readRoutes, updateRoutes } from '../../activities/deploy/routes.js';
import { removeRoute, writeRoute } from '../../activities/deploy/write-route.js';

const ROUTE = { port: 4500, target: null, switching: false, deployment: null, previous: null, version: 1 };

describe('the routes file', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'mw-routes-'));
    await mkdir(join(home, 'deploy'));
    await mkdir(join(home, 'run'));
    // A proxy that has confirmed everything, so that writing does not wait for one.
    const confirmed = { port: 1, version: 1_000, problem: null };
    await writeFile(join(home, 'run', 'proxy.json'), JSON.stringify({ pid: 1, host: '', routes: { 'p/staging': confirmed } }));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const write = (deploymentId: string, address: { host: string; port: number } | null, switching = false) =>
    writeRoute({ projectId: 'p', environment: 'staging', deploymentId, address, switching }, { home, portBase: 27_900 });
  const stored = async () => (await readRoutes(home)).routes['p/staging'];
  const HERE = { host: '10.0.0.2', port: 80 };

  it('remembers the last good deployment, and forgets nothing while switching', async () => {
    await write('one', HERE);
    await write('two', null, true);
    expect(await stored()).toMatchObject({ target: null, switching: true, deployment: 'one', previous: null });
    await write('two', HERE);
    expect(await stored()).toMatchObject({ target: HERE, switching: false, deployment: 'two', previous: 'one' });
    await write('two', { ...HERE, port: 81 });
    expect(await stored()).toMatchObject({ deployment: 'two', previous: 'one' });
  });

  it('does not hold requests for a deployment that is already serving', async () => {
    await write('one', HERE);
    await write('one', null, true);
    expect(await stored()).toMatchObject({ target: HERE, switching: false });
  });

  it('does not let a deployment end the serving of another', async () => {
    await write('one', HERE);
    await expect(write('two', null)).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await stored()).toMatchObject({ target: HERE, deployment: 'one' });
  });

  it('does not change for a route that is written again', async () => {
    await write('one', HERE);
    const before = await readRoutes(home);
    await write('one', HERE);
    expect(await readRoutes(home)).toEqual(before);
  });

  it('leaves nothing behind, and forgets an environment when told', async () => {
    await write('one', HERE);
    expect(await readdir(join(home, 'deploy'))).toEqual(['routes.json']);
    await removeRoute(home, 'p', 'staging');
    expect(await stored()).toBeUndefined();
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no version', '{"routes":{}}'],
    ['an impossible port', JSON.stringify({ version: 1, routes: { a: { ...ROUTE, port: 70_000 } } })],
    ['a lease of nobody', JSON.stringify({ version: 1, routes: {}, leases: { a: { token: 'x' } } })],
    ['a target without a port', JSON.stringify({ version: 1, routes: { a: { ...ROUTE, target: { host: 'x' } } } })],
  ])('is not taken when it holds %s', (_what, content) => {
    expect(parseRoutes(content)).toBeNull();
  });

  it('takes over the lock of a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    await writeFile(join(home, 'deploy', 'routes.json.lock'), `${pid} token`);
    await updateRoutes(home, (file) => {
      file.routes['p/staging'] = { ...ROUTE, version: file.version };
      return true;
    });
    expect(await stored()).toMatchObject({ port: 4500 });
  });

  it('lets one change at a time happen', async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 10 }, () =>
        withLock(join(home, 'lock'), async () => {
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 2));
          inside--;
        }),
      ),
    );
    expect(most).toBe(1);
  });
});
