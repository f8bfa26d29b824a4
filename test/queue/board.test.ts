import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { QueueBoard } from '../../activities/queue/board.js';
import { rememberedOwners } from '../../activities/queue/owners.js';
import { Turnstile } from '../../activities/sandbox/turnstile.js';
import { executionIdFrom } from '../../contracts/ids.js';
import { insertExecution } from '../../db/queries/executions.js';
import { sandboxPlace, sayQueue, startPlace } from '../../db/queries/sandbox-queue.js';
import { newBuild } from '../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { until } from '../harness/until.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.sql(`insert into users (id, name, role) values ('a', 'a', 'developer'), ('b', 'b', 'developer')`);
});
afterAll(() => database.drop());

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function openBoard(turnstile: Turnstile): QueueBoard {
  const onError = (error: unknown) => {
    throw error;
  };
  const board = new QueueBoard({ db: database.db, turnstile, onError, sayMs: 10, worthTellingMs: 0 });
  closing.push(() => board.close());
  return board;
}

async function newExecution(userId: string): Promise<string> {
  const id = executionIdFrom(randomBytes(12));
  const draft = { id, userId, prompt: 'p', context: [], language: 'python', outputPreference: 'snippet', llmPreference: 'balanced' } as const;
  await database.db.orm.transaction((tx) => insertExecution(tx, { ...draft, context: [], maxAttempts: 5, timeoutSeconds: 60, askedSha256: id, budgetUsd: 1 }));
  return id;
}

/** Somebody who comes to the turnstile, and leaves when told. */
function visitor(turnstile: Turnstile, owner: string, subject: string) {
  let leave = () => {};
  const left = new Promise<void>((resolve) => (leave = resolve));
  const stop = new AbortController();
  const done = turnstile.run(() => left, { owner, subject, what: 'checks', signal: stop.signal });
  return { leave, stop, done };
}

const place = (subject: string) => sandboxPlace(database.db.orm, subject);
const queueEvents = async (subject: string) =>
  (
    await database.sql<{ data: { position: number; ahead: number; waiting: number } }>(
      `select data from events where build_id = $1 and kind = 'queue' order by seq`,
      [subject],
    )
  ).map(({ data }) => data);

describe('the queue of sandboxes', () => {
  it('is there to be read, in the order of the turns, and is told while it gets shorter', async () => {
    const turnstile = new Turnstile(1);
    openBoard(turnstile);
    const [first, second, third] = await Promise.all([newExecution('a'), newExecution('a'), newExecution('a')]);
    const { buildId } = await newBuild(database.db);
    const inside = visitor(turnstile, 'a', first);
    const mine = [visitor(turnstile, 'a', second), visitor(turnstile, 'a', third)];
    const other = visitor(turnstile, 'b', buildId);
    await until('the last to be third', async () => (await place(third))?.position === 3);
    expect(await place(first)).toBeNull();
    expect(await place(buildId)).toEqual({ for: 'sandbox', what: 'checks', position: 1, ahead: 0, waiting: 3, since: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(await place(second)).toMatchObject({ position: 2, ahead: 1, waiting: 3 });
    await until('the last to be told', async () => (await queueEvents(third)).length > 0);

    inside.leave();
    other.leave();
    await until('the last to be next', async () => (await place(third))?.position === 1);
    mine[0]?.leave();
    await until('nobody to wait', async () => (await place(third)) === null);
    const told = await until('its turn to be told', async () => {
      const events = await queueEvents(third);
      return events.at(-1)?.position === 0 && events;
    });
    // Where it stood when it was looked at depends on the moment; it only ever goes on, by half at least, to its turn.
    expect(told[0]).toMatchObject({ for: 'sandbox', what: 'checks' });
    told.slice(1).forEach(({ position }, index) => expect(position).toBeLessThanOrEqual((told[index]?.position ?? 0) / 2));
    mine[1]?.leave();
    await Promise.all([inside, other, ...mine].map(({ done }) => done));
  });

  it('forgets who went away without its turn', async () => {
    const turnstile = new Turnstile(1);
    openBoard(turnstile);
    const [working, waiting] = await Promise.all([newExecution('a'), newExecution('b')]);
    const inside = visitor(turnstile, 'a', working);
    const stopped = visitor(turnstile, 'b', waiting);
    await until('it to wait', () => place(waiting));
    await until('it to be told', async () => (await queueEvents(waiting)).length > 0);
    stopped.stop.abort(new Error('stopped'));
    await expect(stopped.done).rejects.toThrow('stopped');
    await until('it to be forgotten', async () => (await place(waiting)) === null);
    expect((await queueEvents(waiting)).map(({ position }) => position)).toEqual([1]);
    inside.leave();
    await inside.done;
  });

  it('is taken down with its process, and what a killed one said counts for nothing', async () => {
    const turnstile = new Turnstile(1);
    const board = openBoard(turnstile);
    const subject = await newExecution('a');
    const [inside, waiting] = [visitor(turnstile, 'b', 'other'), visitor(turnstile, 'a', subject)];
    await until('it to wait', () => place(subject));
    await board.close();
    expect(await place(subject)).toBeNull();
    [inside, waiting].forEach(({ leave }) => leave());
    await Promise.all([inside.done, waiting.done]);

    const row = { id: 'killed/1', subject, what: 'checks', position: 1, waiting: 1, since: new Date().toISOString() };
    await sayQueue(database.db.orm, 'killed', [row]);
    expect(await place(subject)).toMatchObject({ position: 1 });
    await database.sql(`update sandbox_queue set seen_at = now() - interval '20 seconds' where worker = 'killed'`);
    expect(await place(subject)).toBeNull();
    await database.sql(`update sandbox_queue set seen_at = now() - interval '2 minutes' where worker = 'killed'`);
    await sayQueue(database.db.orm, 'another', []);
    expect(await database.sql('select id from sandbox_queue')).toEqual([]);
  });
});

describe('the queue of beginnings', () => {
  it('is in turn between users, and empty of what has begun or waits for a person', async () => {
    await database.sql(`update executions set attempt = 1`);
    const ids: string[] = [];
    for (const user of ['a', 'a', 'a', 'b']) ids.push(await newExecution(user));
    const [one, two, three, other] = ids as [string, string, string, string];
    // A second apart: the clock of rows knows milliseconds.
    for (const [index, id] of ids.entries())
      await database.sql(`update executions set updated_at = now() + make_interval(secs => $2) where id = $1`, [id, index]);
    const positions = async () => Promise.all(ids.map(async (id) => (await startPlace(database.db.orm, id))?.position ?? null));
    expect(await positions()).toEqual([1, 3, 4, 2]);
    expect(await startPlace(database.db.orm, three)).toMatchObject({ for: 'start', position: 4, ahead: 3, waiting: 4 });
    await database.sql(`update executions set attempt = 1, status = 'running' where id = $1`, [one]);
    await database.sql(`update executions set waiting_for = 'language' where id = $1`, [two]);
    // Its workflow runs, its first attempt waits for a worker: it still waits.
    await database.sql(`update executions set status = 'running' where id = $1`, [other]);
    expect((await positions()).map((position) => position !== null)).toEqual([false, false, true, true]);
    await database.sql(`update executions set ended_at = now() where id = $1`, [other]);
    expect(await positions()).toEqual([null, null, 1, null]);
  });
});

describe('whose turn it is', () => {
  it('is that of the user of a build or an execution; what nobody owns stands for itself', async () => {
    const ownerOf = rememberedOwners(database.db);
    const { buildId } = await newBuild(database.db, { userId: 'b' });
    expect(await Promise.all([ownerOf(buildId), ownerOf(await newExecution('a')), ownerOf('nobody')])).toEqual(['b', 'a', 'nobody']);
    await database.sql(`update builds set user_id = 'a' where id = $1`, [buildId]);
    // It never changes, so it is asked once.
    expect(await ownerOf(buildId)).toBe('b');
  });
});
