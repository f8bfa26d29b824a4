import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transaction } from '../../db/client.js';
import { addMessage, clearMessages, decideCard, deleteChatSession, endMessage, findCard, insertChatSession, updateChatSession } from '../../db/queries/chat.js';
import type { ChatCardRow } from '../../db/queries/chat-rows.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { somebodyWaits } from '../harness/locks.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const user = { userId: 'local', title: 'Talk' };

/** A conversation in which one answer is written and one card waits. */
async function conversation(): Promise<{ id: string; thinking: string; card: ChatCardRow }> {
  const { orm } = database.db;
  const suffix = randomBytes(6).toString('hex');
  const [id, thinking, carded] = [`chat-${suffix}`, `msg-${suffix}a`, `msg-${suffix}b`];
  await insertChatSession(orm, { id, userId: user.userId, title: user.title, buildId: null, repo: null, llmPreference: 'balanced', budgetUsd: 1 });
  const card = { id: `card-${suffix}`, action: 'stop' as const, buildId: null, params: {}, subject: 'Stop it', boundTo: null, digest: 'd'.repeat(64) };
  await orm.transaction(async (tx) => {
    const session = { id, ...user };
    await addMessage(tx, session, { id: thinking, role: 'assistant', state: 'thinking', text: '' }, { promise: true });
    const more = { card: { ...card, expiresAt: new Date(Date.now() + 60_000) } };
    await addMessage(tx, session, { id: carded, role: 'assistant', state: 'done', text: 'Stop it?' }, more);
  });
  const row = await findCard(orm, id, user.userId, card.id);
  if (!row) throw new Error('the card was not stored');
  return { id, thinking, card: row };
}

type Work = (tx: Transaction) => Promise<unknown>;

/** Begins the first, lets the second run until it waits for a lock, then goes on with the first. Rejects when they wait for each other. */
async function crossed(sessionId: string, first: Work, second: Work): Promise<unknown[]> {
  const { orm } = database.db;
  let other: Promise<unknown> = Promise.resolve();
  const one = orm.transaction(async (tx) => {
    // Any change of the conversation holds its row first.
    await updateChatSession(tx, user.userId, sessionId, { title: 'Renamed' });
    other = orm.transaction(second);
    other.catch(() => undefined);
    await somebodyWaits(database);
    return first(tx);
  });
  return Promise.all([one, one.then(() => other)]);
}

const done = { state: 'done' as const, text: 'An answer', answeredBy: 'rules' };

describe('two changes of a conversation at once', () => {
  it('end an answer and clear the conversation', async () => {
    const { id, thinking } = await conversation();
    const end: Work = (tx) => endMessage(tx, { sessionId: id, messageId: thinking }, done);
    await expect(crossed(id, (tx) => clearMessages(tx, { id }, 'local', 'a'), end)).resolves.toEqual([2, undefined]);
    // Cleared away: there was nothing left to end.
    expect(await database.sql('select 1 from chat_messages where session_id = $1', [id])).toEqual([]);
    expect(await database.sql(`select kind from events where build_id = $1`, [id])).toEqual([{ kind: 'messages.cleared' }]);
  });

  it('decide a card and clear the conversation', async () => {
    const { id, card } = await conversation();
    const decide: Work = (tx) => decideCard(tx, card, { state: 'done', result: {} });
    await expect(crossed(id, (tx) => clearMessages(tx, { id }, 'local', 'a'), decide)).resolves.toEqual([2, false]);
  });

  it('end an answer and delete the conversation', async () => {
    const { id, thinking } = await conversation();
    const end: Work = (tx) => endMessage(tx, { sessionId: id, messageId: thinking }, done);
    await expect(crossed(id, (tx) => deleteChatSession(tx, 'local', id), end)).resolves.toEqual([true, undefined]);
    expect(await database.sql('select 1 from events where build_id = $1', [id])).toEqual([]);
  });

  it('end an answer and say something more', async () => {
    const { id, thinking } = await conversation();
    const say: Work = (tx) => addMessage(tx, { id, ...user }, { id: `${thinking}x`, role: 'user', state: 'done', text: 'And?' });
    await expect(crossed(id, (tx) => endMessage(tx, { sessionId: id, messageId: thinking }, done), say)).resolves.toEqual([undefined, true]);
  });

  it('is told when the conversation was deleted in that very moment', async () => {
    const { id } = await conversation();
    const say: Work = (tx) => addMessage(tx, { id, ...user }, { id: `msg-${id}`, role: 'user', state: 'done', text: 'And?' });
    await expect(crossed(id, (tx) => deleteChatSession(tx, 'local', id), say)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
