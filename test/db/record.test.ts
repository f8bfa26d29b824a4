import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { EVENTS_CHANNEL, record, recordChange, storable, storableJson } from '../../db/queries/record.js';
import { newBuild } from '../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ poolSize: 20 });
});
afterAll(() => database.drop());

const note = (text: string) => ({ kind: 'note' as const, text, by: 'tester' });
const eventsOf = (buildId: string) =>
  database.sql<{ seq: number; key: string; data: { text: string } }>('select seq, key, data from events where build_id = $1 order by seq', [buildId]);

describe('recording a change of a build', () => {
  it('numbers the events of 20 writers at once without a gap', async () => {
    const { buildId } = await newBuild(database.db);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, writer) => record(database.db.orm, { buildId, key: `k${writer}`, event: note(`${writer}`) })),
    );
    // The submission is event 1.
    const expected = Array.from({ length: 20 }, (_, index) => index + 2);
    expect(answers.map(({ seq }) => seq).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(expected);
    expect((await eventsOf(buildId)).map(({ seq }) => seq)).toEqual([1, ...expected]);
    expect(await database.sql('select event_seq from builds where id = $1', [buildId])).toEqual([{ event_seq: 21 }]);
  });

  it('changes nothing when the same key comes again, also at the same time', async () => {
    const { buildId } = await newBuild(database.db);
    const change = {
      buildId,
      key: 'once',
      event: note('first'),
      audit: { actor: 'me', action: 'test' },
      journal: { kind: 'note', owner: 'me', text: 'noted' },
    };
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => record(database.db.orm, change)));
    // Twins at the same moment: one writes, the others find its row or are refused by the unique key and find it on retry.
    expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value.seq !== null)).toEqual([{ status: 'fulfilled', value: { seq: 2 } }]);
    expect(await record(database.db.orm, { ...change, event: note('again'), patch: { progress: 99 } })).toEqual({ seq: null });
    expect((await eventsOf(buildId)).map(({ data }) => data.text ?? 'created')).toEqual(['created', 'first']);
    expect(await database.sql('select progress from builds where id = $1', [buildId])).toEqual([{ progress: 0 }]);
    expect(await database.sql('select actor from audit_log where key = $1', [`${buildId}/once`])).toHaveLength(1);
    expect(await database.sql('select text from journal where build_id = $1', [buildId])).toEqual([{ text: 'noted' }]);
  });

  it('never tells watchers a smaller progress than they know', async () => {
    const { buildId } = await newBuild(database.db);
    const turn = (key: string, progress: number) =>
      record(database.db.orm, {
        buildId,
        key,
        event: { kind: 'phase.started', phase: 'code', progress },
        patch: { progress: sql`greatest(progress, ${progress})` },
      });
    await turn('one', 40);
    await turn('two', 30);
    await record(database.db.orm, {
      buildId,
      key: 'ended',
      event: { kind: 'task.ended', task: 't1', outcome: 'SOFT_FAIL', summary: 'lost', progress: 25 },
    });
    const told = await database.sql<{ progress: number }>(
      `select (data->>'progress')::float8 as progress from events where build_id = $1 and data ? 'progress' order by seq`,
      [buildId],
    );
    expect(told.map(({ progress }) => progress)).toEqual([40, 40, 40]);
  });

  it('writes audit and journal once for a change without an event', async () => {
    const { buildId } = await newBuild(database.db);
    const change = { buildId, key: 'silent', audit: { actor: 'me', action: 'test', detail: { n: 1 } }, journal: { kind: 'note', owner: 'me', text: 'a' } };
    for (let time = 0; time < 2; time += 1) expect(await record(database.db.orm, change)).toEqual({ seq: null });
    expect(await database.sql('select action, subject, detail from audit_log where key = $1', [`${buildId}/silent`])).toEqual([
      { action: 'test', subject: buildId, detail: { n: 1 } },
    ]);
    expect(await database.sql('select 1 as one from journal where build_id = $1', [buildId])).toHaveLength(1);
    expect(await eventsOf(buildId)).toHaveLength(1);
  });

  it('writes all of a change or nothing of it', async () => {
    const { buildId } = await newBuild(database.db);
    const failing = database.db.orm.transaction(async (tx) => {
      await recordChange(tx, { buildId, key: 'half', event: note('never'), patch: { progress: 50 }, audit: { actor: 'me', action: 'test' } });
      throw new Error('the rest of the transaction failed');
    });
    await expect(failing).rejects.toThrow(/the rest/);
    expect(await eventsOf(buildId)).toHaveLength(1);
    expect(await database.sql('select 1 as one from audit_log where key = $1', [`${buildId}/half`])).toHaveLength(0);
    expect(await record(database.db.orm, { buildId, key: 'half', event: note('now') })).toEqual({ seq: 2 });
  });

  it('refuses a build that does not exist', async () => {
    await expect(record(database.db.orm, { buildId: 'int-code-nobody', key: 'k', event: note('x') })).rejects.toThrow(/has no row/);
  });

  it('tells listeners the number of each event after it is committed', async () => {
    const { buildId } = await newBuild(database.db);
    const listener = new pg.Client({ connectionString: database.url });
    const heard: string[] = [];
    await listener.connect();
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.query(`listen ${EVENTS_CHANNEL}`);
    await record(database.db.orm, { buildId, key: 'a', event: note('a') });
    await record(database.db.orm, { buildId, key: 'b', event: note('b') });
    await listener.query('select 1');
    await listener.end();
    expect(heard).toEqual([`${buildId}:2`, `${buildId}:3`]);
  });

  it('takes a lock that rows which refer to the build do not stand in the way of', async () => {
    const { buildId } = await newBuild(database.db);
    // Both share the build's key by a foreign key, then both change the build: with FOR UPDATE this deadlocks.
    const both = (name: string, met: Promise<void>, meet: () => void) =>
      database.db.orm.transaction(async (tx) => {
        await tx.execute(`insert into guidance (id, build_id, text, user_id) values ('${buildId}/${name}', '${buildId}', 'x', 'local')`);
        meet();
        await met;
        await recordChange(tx, { buildId, key: name, event: note(name) });
      });
    const met = barrier(2);
    await Promise.all([both('one', met.all, met.arrive), both('two', met.all, met.arrive)]);
    expect(await eventsOf(buildId)).toHaveLength(3);
  });
});

describe('text for the database', () => {
  it('loses what PostgreSQL cannot store and nothing else', async () => {
    const hostile = 'a\u0000b\ud800c \u{1f600} \u2028 "\\u0000"';
    expect(storable(hostile)).toBe('a\ufffdb\ufffdc \u{1f600} \u2028 "\\u0000"');
    expect(storableJson({ 'k\u0000': ['\udfff', 1, null, { deep: '\u0000' }] })).toEqual({ 'k\ufffd': ['\ufffd', 1, null, { deep: '\ufffd' }] });
    const { buildId } = await newBuild(database.db);
    await record(database.db.orm, { buildId, key: 'hostile', event: note(hostile), journal: { kind: 'note', owner: 'me', text: hostile } });
    expect((await eventsOf(buildId))[1]?.data.text).toBe(storable(hostile));
  });
});

/** Resolves `all` when `count` have arrived. */
function barrier(count: number): { all: Promise<void>; arrive: () => void } {
  let open: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (open = resolve));
  let arrived = 0;
  return {
    all,
    arrive: () => {
      arrived += 1;
      if (arrived === count) open();
    },
  };
}
