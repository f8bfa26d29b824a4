import { describe, expect, it } from '@jest/globals';
import Docker from 'dockerode';
import { pino } from 'pino';
import { firstPlaces, followEngine, placesOf } from '../../activities/queue/places.js';
import { Turnstile } from '../../activities/sandbox/turnstile.js';
import { ensureTestDocker } from '../harness/docker.js';
import { until } from '../harness/until.js';

const GIB = 1024 ** 3;
const log = pino({ level: 'silent' });

describe('how many sandboxes are at work at once', () => {
  it.each([
    ['as many as the memory holds, a fifth kept for everything else', { memoryBytes: 8 * GIB, cpus: 8 }, GIB, 6],
    ['fewer when each may take more', { memoryBytes: 8 * GIB, cpus: 8 }, 3 * GIB, 2],
    ['at least a gigabyte is kept', { memoryBytes: 4 * GIB, cpus: 8 }, GIB, 3],
    ['at most four a CPU', { memoryBytes: 256 * GIB, cpus: 2 }, GIB, 8],
    ['one on a machine that is too small', { memoryBytes: GIB, cpus: 1 }, GIB, 1],
  ])('is %s', (_name, engine, sandboxBytes, places) => {
    expect(placesOf(engine, sandboxBytes)).toBe(places);
  });

  it('is what the engine itself says it has, as soon as it answers', async () => {
    await ensureTestDocker();
    const turnstile = new Turnstile(firstPlaces(0));
    expect(turnstile.size).toBe(1);
    const docker = new Docker();
    // Half a gigabyte each: on no machine that runs these tests is there room for one only.
    const stop = followEngine({ turnstile, docker, setting: 0, sandboxBytes: GIB / 2, log });
    await until('the engine to say its size', () => turnstile.size > 1);
    const { MemTotal, NCPU } = (await docker.info()) as { MemTotal: number; NCPU: number };
    expect(turnstile.size).toBe(placesOf({ memoryBytes: MemTotal, cpus: NCPU }, GIB / 2));
    stop();
  });

  it('is the setting when there is one, whatever the engine has', async () => {
    const turnstile = new Turnstile(firstPlaces(3));
    const asked: string[] = [];
    const docker = { info: () => Promise.resolve(asked.push('info')) } as unknown as Docker;
    followEngine({ turnstile, docker, setting: 3, sandboxBytes: GIB, log })();
    expect([turnstile.size, asked]).toEqual([3, []]);
  });
});
