import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { keepServing } from '../../activities/deploy/keep-serving.js';
import type { DeployTarget } from '../../activities/deploy/port.js';
import { readRoutes } from '../../activities/deploy/routes.js';
import { switchTraffic, tryCandidate } from '../../activities/deploy/switch.js';
import { eventually } from '../embedded/workshop.js';
import { ENVIRONMENT, Stage, getJson, post } from './stage.js';

/** The process dies right after this step; the step itself was done. */
function brokenOffAfter(target: DeployTarget, last: 'restoreData' | 'remove' | 'forgetData'): DeployTarget {
  return new Proxy(target, {
    get(real, name: keyof DeployTarget) {
      const step = real[name].bind(real) as (...values: unknown[]) => Promise<unknown>;
      if (name !== last) return step;
      return (...values: unknown[]) => step(...values).then(() => Promise.reject(new Error('broken off')));
    },
  });
}

describe('a deployment to the Docker engine', () => {
  let stage: Stage;
  let url: string;

  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it('serves the first version at its URL and keeps what it is told', async () => {
    const image = await stage.image({ version: 'one' });
    const tests = await stage.target.testImage({ ...image, command: 'python3 -m unittest discover -s tests', timeoutSeconds: 60 });
    expect(tests).toEqual({ passed: true, output: expect.stringContaining('Ran 2 tests') });
    const request = stage.request(image);
    expect(await tryCandidate(stage.target, request)).toEqual({ healthy: true, detail: expect.any(String) });
    const result = await switchTraffic(stage.target, request);
    expect(result).toMatchObject({ status: 'live', warning: null });
    url = result.url ?? '';
    expect(await getJson(`${url}/version`)).toBe('one');
    expect(await getJson(`${url}/headers`)).toMatchObject({ 'x-forwarded-host': new URL(url).host, 'x-forwarded-proto': 'http' });
    await post(`${url}/items`, 'milk');
  });

  it('switches to a second version without a failed request and with its data', async () => {
    const answers: unknown[] = [];
    const failures: unknown[] = [];
    let watching = true;
    const clients = [1, 2, 3].map(async () => {
      while (watching) {
        await getJson(`${url}/version`).then(
          (answer) => answers.push(answer),
          (error: unknown) => failures.push(error),
        );
        await sleep(5);
      }
    });
    const request = stage.request(await stage.image({ version: 'two' }));
    const slow = getJson(`${url}/slow`);
    // The slow request is under way when the switch begins.
    await sleep(100);
    const result = await switchTraffic(stage.target, request);
    expect(result).toMatchObject({ status: 'live', url });
    watching = false;
    await Promise.all(clients);
    expect(failures).toEqual([]);
    expect(await slow).toBe('slow');
    expect(new Set(answers)).toEqual(new Set(['one', 'two']));
    expect(await getJson(`${url}/items`)).toEqual(['milk']);
  });

  it('does not touch what runs when a new version fails already as a candidate', async () => {
    const before = await stage.target.list();
    const result = await stage.deploy({ version: 'bad', unhealthy: 'always' }, 1);
    expect(result).toMatchObject({ status: 'failed', detail: expect.stringContaining('GET /health answered 500') });
    expect(result.detail).toContain('version bad listens');
    expect(await stage.target.list()).toEqual(before);
    expect(await getJson(`${url}/version`)).toBe('two');
  });

  it('goes back to the old version with the data as it was when the new one fails on real data', async () => {
    const result = await stage.deploy({ version: 'spoiler', unhealthy: 'with-data', spoilsData: true }, 1);
    expect(result).toMatchObject({ status: 'rolled_back', url, detail: expect.stringContaining('GET /health answered 500') });
    expect(await getJson(`${url}/version`)).toBe('two');
    expect(await getJson(`${url}/items`)).toEqual(['milk']);
    expect(await post(`${url}/items`, 'bread')).toEqual(['milk', 'bread']);
    expect((await stage.target.list()).map((one) => one.deploymentId)).not.toContain(result.deploymentId);
  });

  it('changes nothing when every step is done a second time', async () => {
    const deploymentId = stage.made[1] ?? '';
    const before = await stage.target.list();
    const again = await stage.image({ version: 'two' }, deploymentId);
    const request = stage.request(again);
    expect(await tryCandidate(stage.target, request)).toMatchObject({ healthy: true });
    expect(await switchTraffic(stage.target, request)).toMatchObject({ status: 'live', url, warning: null });
    expect(await stage.target.restoreData(request)).toBe(false);
    expect(await stage.target.retire([deploymentId])).toEqual([]);
    expect(await stage.target.list()).toEqual(before);
    expect(await getJson(`${url}/items`)).toEqual(['milk', 'bread']);
  });

  it('finishes a switch that was broken off after the old version had been stopped', async () => {
    const request = stage.request(await stage.image({ version: 'three' }));
    const current = await stage.target.current(ENVIRONMENT);
    await stage.target.route({ ...request, address: null, switching: true });
    await stage.target.stop(current?.deploymentId ?? '');
    await stage.target.keepData(request);
    const held = getJson(`${url}/version`);
    expect(await switchTraffic(stage.target, request)).toMatchObject({ status: 'live', url });
    expect(await held).toBe('three');
    expect(await getJson(`${url}/items`)).toEqual(['milk', 'bread']);
  });

  it.each(['restoreData', 'remove', 'forgetData'] as const)(
    'keeps the data when a return to the old version is broken off after %s and repeated',
    async (last) => {
      const request = { ...stage.request(await stage.image({ version: 'spoiler', unhealthy: 'with-data', spoilsData: true })), healthTimeoutSeconds: 0.3 };
      await expect(switchTraffic(brokenOffAfter(stage.target, last), request)).rejects.toThrow('broken off');
      expect(await switchTraffic(stage.target, request)).toMatchObject({ status: 'rolled_back', url });
      expect(await getJson(`${url}/version`)).toBe('three');
      expect(await getJson(`${url}/items`)).toEqual(['milk', 'bread']);
    },
  );

  it('retires old deployments but never the current one and the last good one', async () => {
    const [one = '', two = ''] = stage.made;
    const all = [...stage.made];
    const retired = await stage.target.retire(all);
    const current = await stage.target.current(ENVIRONMENT);
    expect(current).toMatchObject({ serving: true, previousDeploymentId: two });
    expect(retired).toContain(one);
    expect((await stage.target.list()).map((found) => found.deploymentId).toSorted()).toEqual([two, current?.deploymentId].toSorted());
  });

  it('serves again on the same port after the proxy was killed, without anybody else', async () => {
    await stage.proxy.stop('SIGKILL');
    await expect(getJson(`${url}/version`)).rejects.toThrow();
    await stage.proxy.start();
    expect(await getJson(`${url}/version`)).toBe('three');
  });

  it('starts a stopped current version again when the routes are refreshed', async () => {
    const id = (await stage.target.current(ENVIRONMENT))?.deploymentId ?? '';
    await stage.target.stop(id);
    expect(await stage.target.refreshRoutes()).toEqual({ started: [id], moved: [], missing: [] });
    expect(await getJson(`${url}/version`)).toBe('three');
    expect(await stage.target.refreshRoutes()).toEqual({ started: [], moved: [], missing: [] });
  });

  it('starts a current version that somebody stops again and again, and writes no routes while all is well', async () => {
    const id = (await stage.target.current(ENVIRONMENT))?.deploymentId ?? '';
    const { version } = await readRoutes(stage.home);
    expect(await stage.target.refreshRoutes()).toEqual({ started: [], moved: [], missing: [] });
    expect((await readRoutes(stage.home)).version).toBe(version);
    const log = pino({ level: 'silent' });
    const ends = [keepServing(stage.target, log, 50), keepServing(stage.target, log, 50)];
    try {
      for (let times = 0; times < 2; times++) {
        await stage.target.stop(id);
        await eventually(() => getJson(`${url}/version`).catch(() => null));
      }
    } finally {
      for (const end of ends) end();
    }
    // A look that is still under way ends its lease.
    await eventually(async () => Object.keys((await readRoutes(stage.home)).leases).length === 0);
  });

  it('lets the engine restart a service that crashed', async () => {
    await expect(getJson(`${url}/crash`)).rejects.toThrow('502');
    // A request may still meet the dying container; nobody but the engine does anything.
    let answer: unknown = null;
    for (let tries = 0; answer === null && tries < 50; tries++) answer = await getJson(`${url}/version`).catch(() => sleep(100, null));
    expect(answer).toBe('three');
  });
});
