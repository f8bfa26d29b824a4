import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { PASSING_CHANNEL, record } from '../../db/queries/record.js';
import { eventually } from '../embedded/workshop.js';
import { Api, Engines, TOKEN } from './stack.js';

let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines);
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

/** A reader of a build's events that collects what it is sent. */
class Reader {
  readonly messages: EventSourceMessage[] = [];
  readonly abort = new AbortController();
  status = 0;
  ended = false;

  constructor(path: string, headers: Record<string, string> = {}) {
    void this.#read(path, headers);
  }

  get seqs(): number[] {
    return this.messages.map(({ id }) => Number(id));
  }

  async #read(path: string, headers: Record<string, string>): Promise<void> {
    try {
      const response = await fetch(api.url + path, { headers: { authorization: `Bearer ${TOKEN}`, ...headers }, signal: this.abort.signal });
      this.status = response.status;
      const parser = createParser({ onEvent: (message) => this.messages.push(message) });
      for await (const chunk of response.body ?? []) parser.feed(Buffer.from(chunk as Uint8Array).toString());
    } catch {
      // Cut, by the test or by the server.
    }
    this.ended = true;
  }
}

const eventsOf = (id: string) => `/api/coding_agent/${id}/events`;
const note = (id: string, number: number) =>
  record(api.database.orm, { buildId: id, key: `note-${number}`, event: { kind: 'note', text: `number ${number}`, by: 'test' } });
const end = (id: string) =>
  record(api.database.orm, {
    buildId: id,
    key: 'end',
    event: { kind: 'build.ended', status: 'completed', failure: null },
    patch: { status: 'completed', endedAt: new Date() },
  });
const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, index) => from + index);

describe('the events of a build', () => {
  it('arrive in order while they happen, without gap or repeat, for every reader, and end with the build', async () => {
    const id = await api.create();
    const early = new Reader(eventsOf(id));
    await eventually(() => early.messages.length === 1);
    await Promise.all(upTo(300).map((number) => note(id, number)));
    const late = new Reader(eventsOf(id));
    await Promise.all(upTo(400, 301).map((number) => note(id, number)));
    await end(id);
    for (const reader of [early, late]) {
      await eventually(() => reader.ended);
      expect(reader.seqs).toEqual(upTo(402));
    }
    const last = late.messages.at(-1);
    expect(last).toMatchObject({ id: '402', event: 'build.ended' });
    expect(JSON.parse(last?.data ?? '')).toMatchObject({
      seq: 402,
      build_id: id,
      kind: 'build.ended',
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      status: 'completed',
    });
  });

  it('go on after Last-Event-ID or `after`, and nothing is left to say after the end', async () => {
    const id = await api.create();
    for (const number of upTo(5)) await note(id, number);
    const resumed = new Reader(eventsOf(id), { 'last-event-id': '4' });
    await eventually(() => resumed.messages.length === 2);
    resumed.abort.abort();
    expect(resumed.seqs).toEqual([5, 6]);
    const dumped = new Reader(`${eventsOf(id)}?after=2&follow=false`);
    await eventually(() => dumped.ended);
    expect(dumped.seqs).toEqual(upTo(6, 3));
    await end(id);
    expect((await api.ask('GET', eventsOf(id), { headers: { 'last-event-id': '7' } })).status).toBe(204);
    expect((await api.ask('GET', `${eventsOf(id)}?after=7`)).text).not.toContain('event:');
  });

  it('reach readers although the listening connection was killed, and although a notification was lost', async () => {
    const id = await api.create();
    const reader = new Reader(eventsOf(id));
    await eventually(() => reader.messages.length === 1);
    const { rowCount } = await api.database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen build_events'`);
    expect(rowCount).toBe(1);
    await note(id, 1);
    await eventually(() => reader.messages.length === 2);
    // Written behind our back, without a word to anyone: the poll finds it.
    await engines.sql(`insert into events (build_id, seq, key, kind, data) values ($1, 3, 'silent', 'note', '{}')`, [id]);
    await engines.sql('update builds set event_seq = 3 where id = $1', [id]);
    await eventually(() => reader.messages.length === 3);
    expect(reader.seqs).toEqual([1, 2, 3]);
    reader.abort.abort();
  });

  it('are for twenty readers of one user at a time', async () => {
    const id = await api.create();
    const readers = upTo(20).map(() => new Reader(eventsOf(id)));
    await eventually(() => readers.every(({ messages }) => messages.length === 1));
    const refused = await api.ask('GET', eventsOf(id));
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_STREAMS' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    readers[0]?.abort.abort();
    await eventually(() => api.app.deps.hub.streams === 19);
    const next = new Reader(eventsOf(id));
    await eventually(() => next.messages.length === 1);
    for (const reader of [...readers, next]) reader.abort.abort();
    await eventually(() => api.app.deps.hub.streams === 0);
  });
});

describe('what a model says while it still speaks', () => {
  it('is shown in passing, without a number, to whoever watches that build; a reader who comes back misses no event for it', async () => {
    const id = await api.create();
    const [reader, other] = [new Reader(eventsOf(id)), new Reader(eventsOf(await api.create()))];
    await eventually(() => reader.messages.length > 0 && other.messages.length > 0);
    const event = { kind: 'thinking', build_id: id, task: 't1', turn: 3, text: 'I look at\nthe parser', chars: 20, seconds: 1 };
    // Told again, as it is in earnest: what comes while a stream is busy is dropped.
    await eventually(async () => {
      await api.database.pool.query('select pg_notify($1, $2)', [PASSING_CHANNEL, JSON.stringify(event)]);
      return reader.messages.some((message) => message.event === 'thinking');
    });
    await note(id, 1);
    await eventually(() => reader.messages.some((message) => message.event === 'note'));
    const shown = reader.messages.filter((message) => message.event === 'thinking');
    expect(JSON.parse(shown[0]!.data)).toEqual(event);
    expect(shown.every((message) => message.id === undefined)).toBe(true);
    expect(other.messages.some((message) => message.event === 'thinking')).toBe(false);
    const numbered = reader.messages.filter((message) => message.id !== undefined);
    expect(numbered.map((message) => Number(message.id))).toEqual(upTo(numbered.length));
    reader.abort.abort();
    other.abort.abort();
  });
});
