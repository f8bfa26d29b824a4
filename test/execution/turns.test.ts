import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { QueueBoard } from '../../activities/queue/board.js';
import { Turnstile } from '../../activities/sandbox/turnstile.js';
import { sandboxPlace } from '../../db/queries/sandbox-queue.js';
import { until } from '../harness/until.js';
import { ExecutionStage } from './stage.js';

const PROMPT = 'a calculator in Python';
// One place: whose turn it is can be told exactly.
const turnstile = new Turnstile(1);
let stage: ExecutionStage;
let board: QueueBoard;
const problems: unknown[] = [];
beforeAll(async () => {
  stage = await ExecutionStage.open({ turnstile });
  await stage.agents.database.sql(`insert into users (id, name, role) values ('eager', 'eager', 'developer'), ('modest', 'modest', 'developer')`);
  board = new QueueBoard({ db: stage.db, turnstile, onError: (error) => void problems.push(error), sayMs: 20, worthTellingMs: 0 });
});
afterAll(async () => {
  await board.close();
  await stage.close();
});

let open = () => {};
/** Checks that go on only once everything is in the queue. */
beforeEach(() => {
  const opened = new Promise<void>((resolve) => (open = resolve));
  stage.onChecks = () => opened;
});
// Whatever came of the test: nothing may wait for ever.
afterEach(() => open());

const times = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make));
/** The order in which checks began. */
const begun = () => stage.checked.map(({ buildId }) => buildId);

describe('executions of two users that wait for a sandbox', () => {
  it('are run in turn, in the order that was shown while they waited', async () => {
    const first = await stage.start(PROMPT, { userId: 'eager' });
    await until('the first to be in', () => begun().length === 1);
    const eager = await times(7, () => stage.store(PROMPT, { userId: 'eager' }));
    const modest = await times(4, () => stage.store(PROMPT, { userId: 'modest' }));
    await stage.relayAll([...eager, ...modest]);
    const waiting = [...eager, ...modest];
    await until('all others to wait', () => turnstile.queue().length === waiting.length);

    const order = turnstile.queue().map(({ subject }) => String(subject));
    const userOf = (id: string) => (modest.includes(id) ? 'modest' : 'eager');
    expect(order.map(userOf)).toEqual(['modest', 'eager', 'modest', 'eager', 'modest', 'eager', 'modest', 'eager', 'eager', 'eager', 'eager']);
    const shown = await until('all of them to be shown', async () => {
      const places = await Promise.all(order.map((id) => sandboxPlace(stage.db.orm, id)));
      return places.every((place) => place?.waiting === waiting.length) && places;
    });
    expect(shown.map((place) => place?.position)).toEqual(order.map((_, index) => index + 1));
    expect(shown[0]).toMatchObject({ for: 'sandbox', what: 'checks', ahead: 0 });
    expect(await sandboxPlace(stage.db.orm, first)).toBeNull();
    const last = order.at(-1) ?? '';
    await until('the last to be told', async () => (await stage.look(last)).events.some(({ kind }) => kind === 'queue'));

    open();
    const ends = await Promise.all([first, ...waiting].map((id) => stage.ended(id)));
    expect(ends.map(({ row }) => row.status)).toEqual(ends.map(() => 'passed'));
    expect(begun()).toEqual([first, ...order]);
    await until('nobody to be shown', async () => (await sandboxPlace(stage.db.orm, last)) === null);
    const { events } = await stage.look(last);
    const told = events.filter(({ kind }) => kind === 'queue').map(({ data }) => data);
    // Where it stood when it was first told depends on who had come by then.
    expect(told[0]).toMatchObject({ for: 'sandbox', what: 'checks', ahead: Number(told[0]?.['position']) - 1 });
    expect(events.at(-1)).toMatchObject({ kind: 'execution.ended' });
    expect(problems).toEqual([]);
  });

  it('are let go of when they are stopped, and keep nobody waiting', async () => {
    const before = begun().length;
    const first = await stage.start(PROMPT, { userId: 'eager' });
    await until('the first to be in', () => begun().length === before + 1);
    const [stopped, other] = [await stage.start(PROMPT, { userId: 'eager' }), await stage.start(PROMPT, { userId: 'modest' })];
    await until('the others to wait', () => turnstile.queue().length === 2);
    await stage.client.workflow.getHandle(stopped).cancel();
    const end = await stage.ended(stopped);
    expect(end.row).toMatchObject({ status: 'failed', failure: { code: 'STOPPED' } });
    // It never had its turn: nothing was run, and what was written is shown.
    expect(end.row.files).toHaveLength(2);
    expect(turnstile.queue().map(({ subject }) => subject)).toEqual([other]);
    open();
    const ends = await Promise.all([first, other].map((id) => stage.ended(id)));
    expect(ends.map(({ row }) => row.status)).toEqual(['passed', 'passed']);
    expect(begun().slice(before)).toEqual([first, other]);
  });
});
