import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { record } from '../../db/queries/record.js';
import { eventually } from '../embedded/workshop.js';
import { Browser } from './browser.js';
import { Api, Engines, TOKEN } from './stack.js';

let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  await engines.sql(`insert into users (id, name, role) values ('eve', 'Eve', 'developer')`);
  await engines.sql(`insert into tokens (id, user_id, sha256) values ('eve', 'eve', $1)`, [createHash('sha256').update('eve-token').digest('hex')]);
  api = await Api.start(engines);
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

/** A reader of the feed; what it was sent. */
class Reader {
  readonly messages: EventSourceMessage[] = [];
  readonly abort = new AbortController();
  ended = false;

  private constructor(private readonly headers: Record<string, string>) {}

  static async open(headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }): Promise<Reader> {
    const reader = new Reader(headers);
    void reader.#read();
    await eventually(() => reader.messages.length > 0);
    return reader;
  }

  /** `kind text` of what was sent about one build. */
  of(id: string): string[] {
    return this.messages
      .map(({ data }) => JSON.parse(data) as Record<string, string>)
      .filter((event) => event['build_id'] === id)
      .map(({ kind, text }) => `${kind} ${text ?? ''}`.trim());
  }

  get kinds(): (string | undefined)[] {
    return this.messages.map(({ event }) => event);
  }

  async #read(): Promise<void> {
    try {
      const response = await fetch(`${api.url}/api/events`, { headers: this.headers, signal: this.abort.signal });
      const parser = createParser({ onEvent: (message) => this.messages.push(message) });
      for await (const chunk of response.body ?? []) parser.feed(Buffer.from(chunk as Uint8Array).toString());
    } catch {
      // Cut, by the test or by the server.
    }
    this.ended = true;
  }
}

const note = (id: string, text: string) =>
  record(api.database.orm, { buildId: id, key: `note-${text.slice(0, 20)}`, event: { kind: 'note', text, by: 'test' } });

describe('the feed', () => {
  it('says hello, then what happens to every build of its reader, in order, and nothing of before', async () => {
    const old = await api.create();
    const reader = await Reader.open();
    expect(reader.kinds).toEqual(['hello']);
    const fresh = await api.create();
    for (let number = 0; number < 40; number += 1) await note(number % 2 === 0 ? old : fresh, `n${number}`);
    await eventually(() => reader.of(fresh).includes('note n39') && reader.of(old).includes('note n38'));
    const even = Array.from({ length: 20 }, (_, index) => `note n${index * 2}`);
    expect(reader.of(old)).toEqual(even);
    expect(reader.of(fresh)).toEqual(['build.created', ...even.map((text) => text.replace(/\d+/, (digits) => String(Number(digits) + 1)))]);
    reader.abort.abort();
  });

  it('tells nobody of what is somebody else’s', async () => {
    const [mine, eves] = [await Reader.open(), await Reader.open({ authorization: 'Bearer eve-token' })];
    const id = await api.create();
    const hers = String((await api.ask('POST', '/api/coding_agent/create', { token: 'eve-token', body: { description: 'hers' } })).body['id']);
    await eventually(() => mine.of(id).length > 0 && eves.of(hers).length > 0);
    expect([mine.of(hers), eves.of(id)]).toEqual([[], []]);
    mine.abort.abort();
    eves.abort.abort();
  });

  it('says to every browser of a person, and to nobody else, that what has no events changed', async () => {
    const [mine, eves] = [await Reader.open(), await Reader.open({ authorization: 'Bearer eve-token' })];
    await api.ask('POST', '/api/sessions', { body: { title: 'from another browser' } });
    await api.ask('POST', '/api/notifications/read', { body: { up_to: 1 } });
    await api.ask('POST', '/api/notifications/read', { token: 'eve-token', body: { up_to: 1 } });
    const told = (reader: Reader) => reader.messages.flatMap(({ event, data }) => (event === 'changed' ? [(JSON.parse(data) as { what: string }).what] : []));
    await eventually(() => told(mine).length === 2 && told(eves).length === 1);
    expect([told(mine), told(eves)]).toEqual([['chat', 'notifications'], ['notifications']]);
    mine.abort.abort();
    eves.abort.abort();
  });

  it('cuts long texts, and works by cookie', async () => {
    const browser = await Browser.signedIn(api);
    const reader = await Reader.open({ cookie: browser.cookie ?? '', 'sec-fetch-site': 'same-origin' });
    const id = await api.create();
    await note(id, 'long '.repeat(1_000));
    await eventually(() => reader.of(id).length === 2);
    expect(reader.of(id)[1]?.length).toBeLessThan(320);
    reader.abort.abort();
    expect(await api.ask('GET', '/api/events', { token: null })).toMatchObject({ status: 401 });
    const foreign = { cookie: browser.cookie ?? '', 'sec-fetch-site': 'cross-site' };
    expect(await api.ask('GET', '/api/events', { token: null, headers: foreign })).toMatchObject({ status: 403 });
  });

  it('tells of a gap when nobody listened to the database for a while', async () => {
    const reader = await Reader.open();
    await api.database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen build_events'`);
    await eventually(() => reader.kinds.includes('gap'));
    const id = await api.create();
    await eventually(() => reader.of(id).length === 1);
    reader.abort.abort();
  });

  it('tells of a gap when a notification was lost, and listens anew', async () => {
    const reader = await Reader.open();
    const id = await api.create();
    await eventually(() => reader.of(id).length === 1);
    // What a connection asked for is told to its own role.
    const listeners = async () => (await api.database.pool.query<{ pid: number }>(`select pid from pg_stat_activity where query = 'listen build_events'`)).rows;
    const before = await listeners();
    // Written without a word to anyone: what a connection that died unnoticed would have heard.
    await engines.sql(
      `with next as (update builds set event_seq = event_seq + 1, updated_at = now() where id = $1 returning id, event_seq)
       insert into events (build_id, seq, key, kind, data) select id, event_seq, 'unheard', 'note', '{"text":"unheard"}' from next`,
      [id],
    );
    await eventually(() => reader.kinds.includes('gap'));
    await eventually(async () => {
      const now = await listeners();
      return now.length === 1 && now[0]?.pid !== before[0]?.pid;
    });
    await note(id, 'heard');
    await eventually(() => reader.of(id).includes('note heard'));
    expect(reader.of(id)).toEqual(['build.created', 'note heard']);
    reader.abort.abort();
  });

  it('is for twenty readers of one user at a time, and forgets who has gone', async () => {
    await eventually(() => api.app.deps.feed.readers === 0);
    const readers = await Promise.all(Array.from({ length: 20 }, () => Reader.open()));
    expect(await api.ask('GET', '/api/events')).toMatchObject({ status: 429, body: { code: 'TOO_MANY_STREAMS' } });
    for (const reader of readers) reader.abort.abort();
    await eventually(() => api.app.deps.feed.readers === 0);
  });
});
