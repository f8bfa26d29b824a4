/** Attempts that sleep while others go on, and deployments that come at the same time: on the real engine. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRoutes, updateRoutes } from '../../activities/deploy/routes.js';
import type { DeployTarget } from '../../activities/deploy/port.js';
import { returnToCurrent, rollBackTo, switchTraffic, tryCandidate } from '../../activities/deploy/switch.js';
import { ENVIRONMENT, Stage, getJson, post } from './stage.js';

type Step = (...values: unknown[]) => Promise<unknown>;
const KEY = `${ENVIRONMENT.projectId}/${ENVIRONMENT.environment}`;

/** The target as one attempt sees it: the step runs in the hands of `instead`. */
function changed(target: DeployTarget, step: keyof DeployTarget, instead: (real: Step, values: unknown[]) => Promise<unknown>): DeployTarget {
  return new Proxy(target, {
    get(real, name: keyof DeployTarget) {
      const bound = real[name].bind(real) as Step;
      return name === step ? (...values: unknown[]) => instead(bound, values) : bound;
    },
  });
}

function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** An attempt that falls asleep before a step: `asleep` when it does, `wake` to let it go on. */
function sleeper(target: DeployTarget, step: keyof DeployTarget, matches: (value: unknown) => boolean = () => true) {
  const asleep = signal();
  const woken = signal();
  const attempt = changed(target, step, async (real, values) => {
    if (matches(values[0])) {
      asleep.resolve();
      await woken.promise;
    }
    return real(...values);
  });
  return { attempt, asleep: asleep.promise, wake: () => woken.resolve() };
}

const lost = { code: 'LEASE_LOST' };

describe('deployments that meet', () => {
  let stage: Stage;
  let url = '';
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it('does not let a candidate fail because an earlier attempt wakes and cleans up', async () => {
    const request = stage.request(await stage.image({ version: 'one' }));
    const { attempt, asleep, wake } = sleeper(stage.target, 'checkHealth');
    const first = tryCandidate(attempt, request).catch((error: unknown) => error);
    await asleep;
    const second = changed(stage.target, 'checkHealth', async (real, values) => {
      wake();
      // What the earlier one finds is that its container is gone: no verdict.
      expect(await first).toMatchObject({ code: 'UNAVAILABLE' });
      return real(...values);
    });
    expect(await tryCandidate(second, request)).toMatchObject({ healthy: true });
    expect(await stage.target.list()).toEqual([]);
  });

  it('takes the removal of a test container for no result, and removes only its own', async () => {
    const image = await stage.image({ version: 'one' }, stage.made[0]);
    const request = { ...image, command: 'sleep 3', timeoutSeconds: 60 };
    const first = stage.target.testImage(request).catch((error: unknown) => error);
    const running = async () => (await stage.docker.listContainers({ filters: { name: [`${image.deploymentId}-test`] } })).length > 0;
    while (!(await running())) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await stage.target.testImage(request)).toEqual({ passed: true, output: '' });
    expect(await first).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('lets no attempt that slept hold the requests of a service that is live by now', async () => {
    const request = stage.request(await stage.image({ version: 'one' }, stage.made[0]));
    const { attempt, asleep, wake } = sleeper(stage.target, 'route', (value) => (value as { switching?: boolean }).switching === true);
    const first = switchTraffic(attempt, request).catch((error: unknown) => error);
    await asleep;
    const second = await switchTraffic(stage.target, request);
    expect(second.status).toBe('live');
    url = second.url ?? '';
    wake();
    expect(await first).toMatchObject(lost);
    expect(await getJson(`${url}/version`)).toBe('one');
    await post(`${url}/items`, 'milk');
  });

  it('lets no attempt that slept through its deadline take down what a later one made live', async () => {
    const request = stage.request(await stage.image({ version: 'two' }));
    const asleep = signal();
    const woken = signal();
    const attempt = changed(stage.target, 'checkHealth', async () => {
      asleep.resolve();
      await woken.promise;
      return { healthy: false, detail: 'waited too long' };
    });
    const first = switchTraffic(attempt, request).catch((error: unknown) => error);
    await asleep.promise;
    expect(await switchTraffic(stage.target, request)).toMatchObject({ status: 'live', url });
    woken.resolve();
    expect(await first).toMatchObject(lost);
    expect(await getJson(`${url}/version`)).toBe('two');
    expect(await getJson(`${url}/items`)).toEqual(['milk']);
  });

  it('lets one deployment of an environment wait for the other, also a rollback and a return', async () => {
    const [one = ''] = stage.made;
    const three = stage.request(await stage.image({ version: 'three' }));
    const four = stage.request(await stage.image({ version: 'four' }));
    const { attempt, asleep, wake } = sleeper(stage.target, 'checkHealth');
    const first = switchTraffic(attempt, three);
    await asleep;
    await expect(switchTraffic(stage.target, four)).rejects.toMatchObject(lost);
    await expect(rollBackTo(stage.target, { ...ENVIRONMENT, deploymentId: one, healthTimeoutSeconds: 20 })).rejects.toMatchObject(lost);
    await expect(returnToCurrent(stage.target, four)).rejects.toMatchObject(lost);
    // A worker that starts meanwhile does not start what the switch has stopped.
    expect(await stage.target.refreshRoutes()).toEqual({ started: [], moved: [], missing: [] });
    wake();
    expect(await first).toMatchObject({ status: 'live', url });
    expect(await getJson(`${url}/version`)).toBe('three');
    expect(await switchTraffic(stage.target, four)).toMatchObject({ status: 'live', url });
    expect(await getJson(`${url}/version`)).toBe('four');
    expect((await readRoutes(stage.home)).leases).toEqual({});
  });

  it('settles what a deployment left that never came back: its data goes back before the next one begins', async () => {
    const spoiler = stage.request(await stage.image({ version: 'spoiler', unhealthy: 'with-data', spoilsData: true }));
    const died = changed(stage.target, 'checkHealth', async (real, values) => {
      await real({ ...(values[0] as object), timeoutSeconds: 0.5 });
      throw new Error('died');
    });
    await expect(switchTraffic(died, spoiler)).rejects.toThrow('died');
    const next = stage.request(await stage.image({ version: 'five' }));
    await expect(switchTraffic(stage.target, next)).rejects.toMatchObject(lost);
    await updateRoutes(stage.home, (file) => {
      const lease = file.leases[KEY];
      if (lease) lease.seen -= 11 * 60_000;
      return true;
    });
    expect(await switchTraffic(stage.target, next)).toMatchObject({ status: 'live', url });
    expect(await getJson(`${url}/items`)).toEqual(['milk']);
    await post(`${url}/items`, 'bread');
    // It comes back at last: what it kept is too old to be put over what was written since.
    expect(await returnToCurrent(stage.target, spoiler)).toMatchObject({ status: 'rolled_back', url });
    expect(await getJson(`${url}/version`)).toBe('five');
    expect(await getJson(`${url}/items`)).toEqual(['milk', 'bread']);
  });

  it('serves on when a rollback asks for a version that is not there any more', async () => {
    const gone = { ...ENVIRONMENT, deploymentId: 'never-was', healthTimeoutSeconds: 20 };
    expect(await rollBackTo(stage.target, gone)).toMatchObject({ status: 'rolled_back', url, detail: expect.stringContaining('no container any more') });
    expect(await getJson(`${url}/version`)).toBe('five');
  });
});
