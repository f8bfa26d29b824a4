import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { scrubbed } from '../../activities/agent/scrub.js';
import { startPrinting, startThinking } from '../../activities/agent/thinking.js';
import type { ThinkingEvent } from '../../contracts/events.js';
import { PASSING_CHANNEL } from '../../db/queries/record.js';
import { eventually } from '../embedded/workshop.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';

let database: TestDatabase;
let listener: pg.Client;
const heard: ThinkingEvent[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  listener = new pg.Client({ connectionString: database.url });
  await listener.connect();
  listener.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '{}') as ThinkingEvent));
  await listener.query(`listen ${PASSING_CHANNEL}`);
});
afterAll(async () => {
  await listener.end();
  await database.drop();
});

describe('what a model says while it still speaks', () => {
  it('reaches whoever listens: the newest words, small, without secrets and escape sequences', async () => {
    heard.length = 0;
    const thinking = startThinking(database.db, { buildId: 'int-code-1', task: 't1', turn: 7 });
    thinking.heard(`${'long ago '.repeat(500)}the key is sk-abcdefghijklmnopqrstuvwxyz \u001b]0;title\u0007 and `);
    thinking.heard('now');
    await eventually(() => /the key is \[secret\] .* and now$/.test(heard.at(-1)?.text ?? ''));
    thinking.end();
    expect(heard[0]).toMatchObject({ kind: 'thinking', build_id: 'int-code-1', task: 't1', turn: 7, chars: expect.any(Number) });
    expect(heard.every(({ text }) => text.length <= 400 && !text.includes('\u001b') && /^(long|ago|the)/.test(text))).toBe(true);
    expect(await database.sql('select 1 as one from events where build_id = $1', ['int-code-1'])).toEqual([]);
  });

  it('is told now and then only, however fast it comes, and not at all after its end', async () => {
    heard.length = 0;
    const thinking = startThinking(database.db, { buildId: 'int-code-2', task: 't1', turn: 1 });
    for (let piece = 0; piece < 60; piece += 1) {
      thinking.heard(`${piece} `);
      await sleep(10);
    }
    thinking.end();
    const told = heard.length;
    // 60 pieces; four a second of at least 0.6 s, more on a machine that stumbles.
    expect(told).toBeLessThan(30);
    thinking.heard('never');
    await sleep(600);
    expect(heard.some(({ text }) => text.includes('never'))).toBe(false);
  });

  it('is what a command prints, by the same way', async () => {
    heard.length = 0;
    const printing = startPrinting(database.db, { buildId: 'int-code-4', task: 't1', turn: 2 });
    printing.heard('collected 3 items\n\u001b[32mok\u001b[0m password=hunter2hunter2\n');
    await eventually(() => heard.some(({ text }) => text.includes('collected 3 items')));
    printing.end();
    expect(heard.at(-1)).toMatchObject({ kind: 'printing', task: 't1', turn: 2, text: 'collected 3 items\n[32mok[0m password=[secret]\n' });
  });

  it('is nobody’s fault when the database is away', async () => {
    const away = { pool: { query: () => Promise.reject(new Error('away')) } } as never;
    const thinking = startThinking(away, { buildId: 'int-code-3', task: 't1', turn: 1 });
    thinking.heard('words');
    await sleep(600);
    thinking.end();
  });
});

describe('a text without secrets', () => {
  it.each([
    ['OPENAI_API_KEY=sk-proj-abcdefghijklmnop1234', 'OPENAI_API_KEY=[secret]'],
    ['token ghp_abcdefghijklmnop1234567890', 'token [secret]'],
    ['Authorization: Bearer abcdef1234567890', 'Authorization: [secret]'],
    ['postgres://me:hunter2hunter2@db/x', 'postgres:[secret]db/x'],
    ['"password": "correct-horse"', '"password": "[secret]"'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEow', '[secret]'],
    ['I think the parser skips tokens: see parse_tokens()', 'I think the parser skips tokens: see parse_tokens()'],
  ])('%j', (text, expected) => {
    expect(scrubbed(text)).toBe(expected);
  });

  // A quarter of an hour, once: each of them looked for the end of a token in all the others.
  it('is made of a text of nothing but beginnings of secrets', () => {
    const text = 'eyJ-'.repeat(250_000);
    expect(scrubbed(text)).toBe(text);
  });
});
