import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../embedded/workshop.js';
import { Api, Engines } from './stack.js';
import { startStubWorker } from './stub-worker.js';

let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: true });
  api = await Api.start(engines, { background: false });
}, 120_000);
afterAll(async () => {
  await api.stop();
  await engines.stop();
}, 60_000);

const ready = () => api.ask('GET', '/readyz', { token: null });
const workersSeen = () => engines.sql<{ pid: number }>('select pid from workers where queue = $1', [api.queues.core]);

describe('readiness', () => {
  it('needs a worker that says it lives, not one that Temporal remembers', async () => {
    expect(await ready()).toMatchObject({ status: 503, body: { missing: [expect.stringContaining('worker')] } });
    // Polls, and says nothing: what Temporal knows of a worker that was killed.
    const stopSilent = await startStubWorker(engines.address, api.queues.core);
    expect(await ready()).toMatchObject({ status: 503, body: { missing: [expect.stringContaining('lives')] } });
    const stopWorker = await startStubWorker(engines.address, api.queues.core, api.database);
    await eventually(async () => (await ready()).status === 200);
    expect(await ready()).toMatchObject({ body: { status: 'ready', missing: [] } });
    expect(await workersSeen()).toEqual([{ pid: process.pid }]);
    await stopWorker();
    expect(await workersSeen()).toEqual([]);
    await eventually(async () => (await ready()).status === 503);
    await stopSilent();
  });

  it('does not count a worker that was silent for longer than it may be', async () => {
    const stopWorker = await startStubWorker(engines.address, api.queues.core);
    const seen = (secondsAgo: number) =>
      engines.sql(
        `insert into workers (id, queue, host, pid, seen_at) values ('w', $1, 'h', 1, now() - make_interval(secs => $2))
         on conflict (id) do update set seen_at = excluded.seen_at`,
        [api.queues.core, secondsAgo],
      );
    await seen(0);
    await eventually(async () => (await ready()).status === 200);
    await seen(60);
    await eventually(async () => (await ready()).status === 503);
    expect(await api.ask('GET', '/health', { token: null })).toMatchObject({ body: { status: 'degraded', parts: { worker: { ok: false } } } });
    await stopWorker();
  });
});
