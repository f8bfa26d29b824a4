import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLease, keepLease, takeLease } from '../../activities/deploy/lease.js';
import { readRoutes, updateRoutes } from '../../activities/deploy/routes.js';
import { changeLease, writeRoute } from '../../activities/deploy/write-route.js';

const KEY = 'p/staging';
const owner = (deploymentId: string) => ({ projectId: 'p', environment: 'staging', deploymentId });

describe('the lease of an environment', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'mw-lease-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  /** As if its owner had given no sign of life for so long. */
  const silentFor = (minutes: number) =>
    updateRoutes(home, (file) => {
      const lease = file.leases[KEY];
      if (lease) lease.seen -= minutes * 60_000;
      return true;
    });

  it('goes to one of many that want it at once', async () => {
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => takeLease(home, owner(id))));
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of results) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'LEASE_LOST', options: { retryAfterSeconds: 3 } });
  });

  it('belongs to an environment, and is free again at its end', async () => {
    const { token } = await takeLease(home, owner('a'));
    await takeLease(home, { ...owner('b'), environment: 'production' });
    await endLease(home, owner('a'), token, false);
    expect(await takeLease(home, owner('b'))).toMatchObject({ unsettled: [] });
  });

  it('goes to the later attempt of the same deployment, and the earlier one can do nothing more', async () => {
    const first = await takeLease(home, owner('a'));
    const second = await takeLease(home, owner('a'));
    await expect(keepLease(home, owner('a'), first.token)).rejects.toMatchObject({ code: 'LEASE_LOST' });
    const late = { ...owner('a'), address: null, switching: true, token: first.token };
    await expect(writeRoute(late, { home, portBase: 27_950 })).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await endLease(home, owner('a'), first.token, false);
    await keepLease(home, owner('a'), second.token);
    expect((await readRoutes(home)).routes).toEqual({});
  });

  it('keeps everybody without it from writing the route', async () => {
    await takeLease(home, owner('a'));
    await expect(writeRoute({ ...owner('b'), address: null }, { home, portBase: 27_950 })).rejects.toMatchObject({ code: 'LEASE_LOST' });
  });

  it('is taken away only from one that was silent for ten minutes, and tells what is to be settled', async () => {
    const { token } = await takeLease(home, owner('a'));
    await silentFor(9);
    await expect(takeLease(home, owner('b'))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await keepLease(home, owner('a'), token);
    await silentFor(9);
    await expect(takeLease(home, owner('b'))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await silentFor(2);
    expect(await takeLease(home, owner('b'))).toMatchObject({ unsettled: ['a'] });
    await expect(keepLease(home, owner('a'), token)).rejects.toMatchObject({ code: 'LEASE_LOST' });
    // One that took it away and died before it had settled anything leaves that to the next.
    await silentFor(11);
    expect(await takeLease(home, owner('c'))).toMatchObject({ unsettled: ['a', 'b'] });
  });

  it('is given away at once by one that cannot go on, with what it left', async () => {
    const { token } = await takeLease(home, owner('a'));
    await changeLease({ ...owner('a'), lease: 'abandon', token }, home);
    expect(await takeLease(home, owner('b'))).toMatchObject({ unsettled: ['a'] });
  });
});
