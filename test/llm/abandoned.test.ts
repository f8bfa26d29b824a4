import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { noFailpoint } from '../../activities/failpoint.js';
import { sweepAbandoned } from '../../activities/llm/abandoned.js';
import { callModel } from '../../activities/llm/call.js';
import { oneModel } from '../../activities/llm/one-model.js';
import type { ChatAnswer } from '../../activities/llm/port.js';
import { addMessage, deleteChatSession, endMessage, insertChatSession, updateChatSession } from '../../db/queries/chat.js';
import { newBuild } from '../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { somebodyWaits } from '../harness/locks.js';
import { CountingProvider, later, says } from '../harness/provider.js';
import { until } from '../harness/until.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.sql('delete from spending'));

const PRICE = { promptUsdPerMillion: 1_000, completionUsdPerMillion: 10_000 };
const request = { messages: [{ role: 'user' as const, content: 'hello' }], maxTokens: 1_000 };

/** A conversation whose answer is being written. */
async function talk(): Promise<{ id: string; message: string; key: string }> {
  const suffix = randomBytes(6).toString('hex');
  const [id, message] = [`chat-${suffix}`, `msg-${suffix}`];
  const session = { id, userId: 'local', title: 'Talk', buildId: null, repo: null, llmPreference: 'balanced', budgetUsd: 1_000 };
  await insertChatSession(database.db.orm, session);
  await database.db.orm.transaction((tx) => addMessage(tx, session, { id: message, role: 'assistant', state: 'thinking', text: '' }));
  return { id, message, key: `${id}/${message}/answer` };
}

const ask = (provider: CountingProvider, payer: { buildId: string; key: string }) =>
  callModel({ db: database.db, models: oneModel(provider), failpoint: noFailpoint }, { purpose: 'chat', request, ...payer });

/** Asks a model that answers when it is told to; resolves when it was asked. */
async function asked(payer: { buildId: string; key: string }): Promise<{ answer: (answer: ChatAnswer) => void; stored: Promise<ChatAnswer> }> {
  const { promise, resolve } = later<ChatAnswer>();
  const provider = new CountingProvider(PRICE, [promise]);
  const stored = ask(provider, payer);
  stored.catch(() => undefined);
  await until('the model to be asked', () => provider.requests.length > 0);
  return { answer: resolve, stored };
}

const remove = (id: string) => database.db.orm.transaction((tx) => deleteChatSession(tx, 'local', id));
/** As after a kill: the lease is another's as well, for the holder in this process lives on and renews its own each second. */
const fallSilent = (key: string) => database.sql("update llm_calls set lease = 'killed', leased_at = now() - interval '1 hour' where key = $1", [key]);
const calls = (key: string) => database.sql('select state from llm_calls where key = $1', [key]);
const ledger = (key: string) => database.sql('select state from budget_ledger where call_key = $1 order by send', [key]);
/** What the user has spent and reserved today, in dollars. */
async function spent(): Promise<{ cost: number; reserved: number } | undefined> {
  const rows = `select cost_usd::float as cost, reserved_usd::float as reserved from spending where scope = 'day' and owner = 'local'`;
  return (await database.sql<{ cost: number; reserved: number }>(rows))[0];
}

describe('a conversation that is deleted while its answer is written', () => {
  it('costs what the answer cost, and keeps nothing of it', async () => {
    const { id, key } = await talk();
    const { answer, stored } = await asked({ buildId: id, key });
    expect((await spent())?.reserved).toBeGreaterThan(0);
    expect(await remove(id)).toBe(true);
    answer(says('too late'));
    await stored;
    expect(await spent()).toEqual({ cost: 2, reserved: 0 });
    expect([await ledger(key), await calls(key)]).toEqual([[{ state: 'settled' }], []]);
  });

  it('waits for no call, and none waits for it for ever', async () => {
    const { id, key } = await talk();
    const { answer, stored } = await asked({ buildId: id, key });
    await database.db.orm.transaction(async (tx) => {
      await updateChatSession(tx, 'local', id, { title: 'Its row is held' });
      answer(says('in this very moment'));
      await somebodyWaits(database);
      await deleteChatSession(tx, 'local', id);
    });
    await stored;
    expect(await spent()).toEqual({ cost: 2, reserved: 0 });
    expect(await calls(key)).toEqual([]);
  });

  it('costs the reservation when the worker died as well', async () => {
    const { id, key } = await talk();
    await asked({ buildId: id, key });
    const reserved = (await spent())?.reserved ?? 0;
    await remove(id);
    // Whoever holds it may still live.
    expect(await sweepAbandoned(database.db)).toBe(0);
    await fallSilent(key);
    expect(await sweepAbandoned(database.db)).toBe(1);
    expect(await spent()).toEqual({ cost: reserved, reserved: 0 });
    expect([await ledger(key), await calls(key)]).toEqual([[{ state: 'uncertain' }], []]);
    expect(await sweepAbandoned(database.db)).toBe(0);
  });

  it('is refused the next call of its answer, with the reason', async () => {
    const { id, key } = await talk();
    await remove(id);
    const provider = new CountingProvider(PRICE, [says('nobody hears this')]);
    await expect(ask(provider, { buildId: id, key })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(provider.requests).toEqual([]);
  });
});

describe('a call whose worker was killed', () => {
  it('is settled once its message has ended by other ways, not while it may be asked again', async () => {
    const { id, message, key } = await talk();
    await asked({ buildId: id, key });
    await fallSilent(key);
    expect(await sweepAbandoned(database.db)).toBe(0);
    const end = { state: 'failed' as const, text: 'lost', answeredBy: 'rules' };
    await database.db.orm.transaction((tx) => endMessage(tx, { sessionId: id, messageId: message }, end));
    expect(await sweepAbandoned(database.db)).toBe(1);
    const [session] = await database.sql<{ cost: number; reserved: number }>(
      'select cost_usd::float as cost, reserved_usd::float as reserved from chat_sessions where id = $1',
      [id],
    );
    expect(session).toEqual(await spent());
    expect(session?.reserved).toBe(0);
    expect(await calls(key)).toEqual([{ state: 'failed' }]);
  });

  it('is settled when its build was ended from outside', async () => {
    const { buildId } = await newBuild(database.db, { budgetUsd: 1_000 });
    const key = `${buildId}/a`;
    await asked({ buildId, key });
    await fallSilent(key);
    expect(await sweepAbandoned(database.db)).toBe(0);
    await database.sql(`update builds set ended_at = now() where id = $1`, [buildId]);
    expect(await sweepAbandoned(database.db)).toBe(1);
    expect(await ledger(key)).toEqual([{ state: 'uncertain' }]);
    expect((await spent())?.reserved).toBe(0);
  });
});
