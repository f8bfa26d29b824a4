import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { createClient } from '../../client/index.js';
import { OUTPUT_BYTES_MAX, OUTPUT_LINES_MAX } from '../../contracts/deployment-output.js';
import { appendOutput, deleteOutputs, findReadPosition, tellOver, type OpenKeys, type ReadPosition } from '../../db/queries/deployment-output.js';
import { deployments } from '../../db/schema/index.js';
import { until } from '../harness/until.js';
import { Api, Engines, TOKEN } from './stack.js';

let engines: Engines;
let api: Api;
let build: string;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines);
  build = await api.create({ description: 'a REST API for books' });
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

let number = 0;
async function deployed(status = 'live'): Promise<string> {
  const id = `${build}-staging-${(number += 1)}`;
  await engines.sql(
    `insert into deployments (id, build_id, project_id, environment, generation, status) select $1, id, project_id, 'staging', 1, $2 from builds where id = $3`,
    [id, status, build],
  );
  return id;
}

const place = (nth: number): ReadPosition => ({ containerId: 'c', at: '2026-11-21T04:00:00.000000001Z', nth });
const NO_KEYS: OpenKeys = { stdout: 0, stderr: 0 };
/** Lines `first` to `last`, as whoever read the log up to the line before writes them. */
const prints = (deploymentId: string, first: number, last: number, text = (index: number) => `line ${index}`, openKeys: OpenKeys = NO_KEYS) =>
  appendOutput(api.database.orm, {
    deploymentId,
    from: first === 1 ? null : place(first - 1),
    to: { ...place(last), openKeys },
    lines: Array.from({ length: last - first + 1 }, (_, index) => ({ at: new Date(), source: 'stdout' as const, text: text(first + index) })),
  });
const read = async (path: string) =>
  (await api.ask('GET', path)).body as unknown as { lines: { seq: number; text: string }[]; last_seq: number; first_seq: number };
const seqs = async (path: string) => (await read(path)).lines.map(({ seq }) => seq);

describe('the output of a deployment', () => {
  it('is its newest lines, or the lines after one, oldest first', async () => {
    const id = await deployed();
    await prints(id, 1, 10);
    expect(await api.ask('GET', `/api/deployments/${id}/output?limit=2`)).toMatchObject({
      status: 200,
      body: { deployment_id: id, status: 'live', first_seq: 1, last_seq: 10, lines: [{ seq: 9, source: 'stdout', text: 'line 9' }, { seq: 10 }] },
    });
    expect(await seqs(`/deployments/${id}/output?after=3&limit=4`)).toEqual([4, 5, 6, 7]);
    expect(await seqs(`/deployments/${id}/output?after=10`)).toEqual([]);
  });

  it('is empty, and no error, before anything was printed; what is not there is 404, bad numbers are 422', async () => {
    const id = await deployed();
    expect((await api.ask('GET', `/deployments/${id}/output`)).body).toMatchObject({ lines: [], last_seq: 0, first_seq: null });
    for (const path of ['nothing/output', 'nothing/output/events', '%00/output']) expect((await api.ask('GET', `/deployments/${path}`)).status).toBe(404);
    for (const query of ['after=-1', 'after=1e3', 'limit=2001', 'limit=0', 'x=1'])
      expect((await api.ask('GET', `/deployments/${id}/output?${query}`)).status).toBe(422);
  });

  it('is written by one of two who read the same log, and never by who is behind', async () => {
    const id = await deployed();
    expect(await Promise.all([prints(id, 1, 3), prints(id, 1, 3)])).toContain(false);
    expect((await Promise.all([prints(id, 4, 6), prints(id, 4, 6), prints(id, 4, 5)])).filter(Boolean)).toHaveLength(1);
    const all = await seqs(`/deployments/${id}/output`);
    expect(all).toEqual(all.map((_, index) => index + 1));
    expect(await prints(id, 1, 3)).toBe(false);
    expect((await findReadPosition(api.database.orm, id))?.nth).toBe(all.length);
  });

  it('is bounded: the oldest lines go, by their number and by their size', async () => {
    const [many, large] = [await deployed(), await deployed()];
    await prints(many, 1, OUTPUT_LINES_MAX);
    await prints(many, OUTPUT_LINES_MAX + 1, OUTPUT_LINES_MAX + 5);
    expect(await read(`/deployments/${many}/output`)).toMatchObject({ first_seq: 6, last_seq: OUTPUT_LINES_MAX + 5 });
    await prints(large, 1, 100, () => 'x'.repeat(4_000));
    const { lines } = await read(`/deployments/${large}/output`);
    expect(lines.length).toBe(Math.floor(OUTPUT_BYTES_MAX / 4_000));
  });

  it('comes to a reader as it is printed, each line once, also when it comes back', async () => {
    const id = await deployed();
    await prints(id, 1, 3);
    const client = createClient({ baseUrl: api.url, token: TOKEN });
    const follow = async (upTo: number, lastEventId?: string) => {
      const seen: number[] = [];
      const abort = new AbortController();
      for await (const { event, data } of client.streamDeploymentOutput(id, {}, { signal: abort.signal, lastEventId })) {
        expect(event).toBe('line');
        seen.push((data as { seq: number }).seq);
        if (seen.at(-1) === 3) await prints(id, 4, 6);
        if (seen.at(-1) === upTo) break;
      }
      abort.abort();
      return seen;
    };
    expect(await follow(6)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await follow(6, '4')).toEqual([5, 6]);
  });

  /** What a reader gets from here on: numbers of lines, the names of other events, and `gone` once there is nothing to come back for. */
  const readAll = async (id: string, lastEventId?: string): Promise<unknown[]> => {
    const seen: unknown[] = [];
    const client = createClient({ baseUrl: api.url, token: TOKEN });
    for await (const { id: seq, event, data } of client.streamDeploymentOutput(id, {}, { lastEventId }))
      seen.push(event === 'line' ? Number(seq) : [event, (data as { status: string }).status]);
    return [...seen, 'gone'];
  };

  /** A reader whose stream stands; an object, so that its end is not waited for here. */
  const follow = async (id: string) => {
    await until('no other reader', () => api.app.deps.hub.streams === 0);
    const seen = readAll(id);
    await until('a reader', () => api.app.deps.hub.streams === 1);
    return { seen };
  };
  const becomes = (id: string, status: string) =>
    api.database.orm.transaction(async (tx) => {
      await tx.update(deployments).set({ status }).where(eq(deployments.id, id));
      await tellOver(tx, [{ id }]);
    });

  it('ends for a reader where it serves no longer, and says so to who has seen all', async () => {
    const id = await deployed('superseded');
    await prints(id, 1, 2);
    expect(await readAll(id)).toEqual([1, 2, ['over', 'superseded'], 'gone']);
    expect(await readAll(id, '2')).toEqual(['gone']);
    expect(await readAll(await deployed('failed'))).toEqual([['over', 'failed'], 'gone']);
    expect((await api.ask('GET', `/deployments/${id}/output/events?follow=false`)).text).toMatch(/\nid: 2\nevent: over\ndata: .*"superseded"}\n\n$/);
  });

  it('ends for a reader who follows it, after its last line, when another version takes its place, it fails or is removed', async () => {
    for (const [begun, ended] of [
      ['live', 'superseded'],
      ['testing', 'rolled_back'],
      ['live', 'removed'],
    ] as const) {
      const id = await deployed(begun);
      await prints(id, 1, 2);
      const reading = await follow(id);
      await prints(id, 3, 3);
      await becomes(id, ended);
      expect(await reading.seen).toEqual([1, 2, 3, ['over', ended], 'gone']);
    }
  });

  it('goes on for a reader while a deployment is under way and becomes live', async () => {
    const id = await deployed('starting');
    const reading = await follow(id);
    for (const [status, line] of [
      ['switching', 1],
      ['live', 2],
      ['superseded', 3],
    ] as const) {
      await prints(id, line, line);
      await becomes(id, status);
    }
    expect(await reading.seen).toEqual([1, 2, 3, ['over', 'superseded'], 'gone']);
  });

  it('says in the middle of which private keys it was read so far', async () => {
    const id = await deployed();
    await prints(id, 1, 1, undefined, { stdout: 7, stderr: 0 });
    expect((await findReadPosition(api.database.orm, id))?.openKeys).toEqual({ stdout: 7, stderr: 0 });
    await prints(id, 2, 2, undefined, { stdout: 0, stderr: 1 });
    expect((await findReadPosition(api.database.orm, id))?.openKeys).toEqual({ stdout: 0, stderr: 1 });
  });

  it('goes with its project, and nobody writes it again', async () => {
    const id = await deployed('removed');
    expect(await prints(id, 1, 2)).toBe(false);
    const other = await deployed();
    await prints(other, 1, 2);
    await deleteOutputs(api.database.orm, [other]);
    expect(await prints(other, 3, 4)).toBe(false);
    expect(await read(`/deployments/${other}/output`)).toMatchObject({ lines: [], last_seq: 0 });
  });
});
