import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Failpoint, noFailpoint } from '../../activities/failpoint.js';
import { settleAbandoned } from '../../activities/llm/abandoned.js';
import { LEASE_SECONDS } from '../../activities/llm/booking.js';
import { callModel, storedAnswer, type ModelCall } from '../../activities/llm/call.js';
import { oneModel } from '../../activities/llm/one-model.js';
import type { ChatAnswer, LlmProvider } from '../../activities/llm/port.js';
import { promptBound } from '../../activities/llm/token-bound.js';
import { MillwrightError } from '../../contracts/failures.js';
import { projectRoot } from '../../config.js';
import { recordChange } from '../../db/queries/record.js';
import { newBuild } from '../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { CountingProvider, later, says } from '../harness/provider.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ poolSize: 30 });
});
afterAll(() => database.drop());

// 1 dollar a thousand tokens of prompt, 10 of answer: an answer of `says` costs 2 dollars.
const PRICE = { promptUsdPerMillion: 1_000, completionUsdPerMillion: 10_000 };
const request = { messages: [{ role: 'user' as const, content: 'hello' }], maxTokens: 1_000 };
// What is booked for `request`: the bound of its prompt, all of maxTokens as the answer.
const RESERVED = (1_000 * promptBound(request) + 10_000 * 1_000) / 1e6;

const ask = (provider: LlmProvider, call: Partial<ModelCall> & Pick<ModelCall, 'key' | 'buildId'>, failpoint: Failpoint = noFailpoint) =>
  callModel({ db: database.db, models: oneModel(provider), failpoint }, { purpose: 'test', request, ...call });
const money = async (buildId: string) => {
  const [row] = await database.sql<{ cost: string; reserved: string }>('select cost_usd as cost, reserved_usd as reserved from builds where id = $1', [
    buildId,
  ]);
  return { cost: Number(row?.cost), reserved: Number(row?.reserved) };
};
const ledger = (key: string) =>
  database.sql<{ send: number; state: string; settled_usd: string }>('select send, state, settled_usd from budget_ledger where call_key = $1 order by send', [
    key,
  ]);
const rich = () => newBuild(database.db, { budgetUsd: 1_000 });

/** Resolves when the provider saw its n-th request. */
async function sent(provider: CountingProvider, count: number): Promise<void> {
  while (provider.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Stops this process right before it sends, as SIGSTOP would, for longer than its lease; another process runs `text` meanwhile. */
const stoppedBeforeSending =
  (text: string, values: unknown[]): Failpoint =>
  (name, position) => {
    if (`${name}:${position}` !== 'llm:before') return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LEASE_SECONDS * 1_000);
    const other = `import pg from 'pg'; const c = new pg.Client(process.argv[1]); await c.connect(); await c.query(...JSON.parse(process.argv[2])); await c.end();`;
    execFileSync(process.execPath, ['--input-type=module', '-e', other, database.ownerUrl, JSON.stringify([text, values])], { cwd: projectRoot });
  };

/** The holder of an open call has been silent for long: it is dead, or stopped. */
const fallSilent = (key: string) => database.sql("update llm_calls set leased_at = now() - interval '1 hour' where key = $1", [key]);

describe('asking the model', () => {
  it('never buys a stored answer twice, and runs what belongs to it once', async () => {
    const { buildId } = await rich();
    const provider = new CountingProvider(PRICE, [says('first'), says('second')]);
    let stored = 0;
    const call = { key: `${buildId}/a`, buildId, onStored: () => Promise.resolve(void (stored += 1)) };
    for (let time = 0; time < 3; time += 1) expect((await ask(provider, call)).content).toBe('first');
    expect([provider.requests.length, stored]).toEqual([1, 1]);
    expect(await storedAnswer({ db: database.db }, call.key)).toEqual(says('first'));
    expect(await money(buildId)).toEqual({ cost: 2, reserved: 0 });
    expect(await ledger(call.key)).toMatchObject([{ send: 1, state: 'settled', settled_usd: '2.000000' }]);
  });

  it('books the money before it sends', async () => {
    const { buildId } = await rich();
    const answer = later<ChatAnswer>();
    const provider = new CountingProvider(PRICE, [answer.promise]);
    const asked = ask(provider, { key: `${buildId}/a`, buildId });
    await sent(provider, 1);
    expect((await money(buildId)).reserved).toBeCloseTo(RESERVED, 5);
    expect(await ledger(`${buildId}/a`)).toMatchObject([{ state: 'reserved' }]);
    answer.resolve(says('done'));
    await asked;
    expect(await money(buildId)).toEqual({ cost: 2, reserved: 0 });
  });

  it('sends once more when the process died in between, and charges the lost call at its reservation', async () => {
    const { buildId } = await rich();
    const dead = later<ChatAnswer>();
    const provider = new CountingProvider(PRICE, [dead.promise, says('second')]);
    const key = `${buildId}/a`;
    const zombie = ask(provider, { key, buildId });
    await sent(provider, 1);
    await fallSilent(key);
    expect((await ask(provider, { key, buildId })).content).toBe('second');
    expect((await ledger(key)).map(({ send, state }) => [send, state])).toEqual([
      [1, 'uncertain'],
      [2, 'settled'],
    ]);
    const { cost, reserved } = await money(buildId);
    expect(cost).toBeCloseTo(RESERVED + 2, 5);
    expect(reserved).toBeCloseTo(0, 5);
    // The one that was thought dead wakes up: its answer is not stored, it gets the one that counts, and nothing is charged again.
    dead.resolve(says('too late'));
    expect((await zombie).content).toBe('second');
    expect((await storedAnswer({ db: database.db }, key))?.content).toBe('second');
    expect((await money(buildId)).cost).toBe(cost);
  });

  it('counts the money of a call that nobody will ask again as lost when its build ends, once', async () => {
    const { buildId } = await rich();
    const [dead, other] = [later<ChatAnswer>(), await rich()];
    const provider = new CountingProvider(PRICE, [dead.promise, says('lives')]);
    const key = `${buildId}/a`;
    const zombie = ask(provider, { key, buildId });
    await sent(provider, 1);
    for (let time = 0; time < 2; time += 1) await settleAbandoned(database.db, buildId);
    expect((await ledger(key)).map(({ send, state }) => [send, state])).toEqual([[1, 'uncertain']]);
    const { cost, reserved } = await money(buildId);
    expect([cost, reserved]).toEqual([expect.closeTo(RESERVED, 5), 0]);
    expect((await money(other.buildId)).cost).toBe(0);
    dead.resolve(says('too late'));
    await expect(zombie).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect((await money(buildId)).cost).toBe(cost);
  });

  it('waits for the answer of a holder that lives, instead of buying it twice', async () => {
    const { buildId } = await rich();
    const answer = later<ChatAnswer>();
    const provider = new CountingProvider(PRICE, [answer.promise, says('bought twice')]);
    const call = { key: `${buildId}/a`, buildId };
    const first = ask(provider, call);
    await sent(provider, 1);
    const second = ask(provider, call);
    await new Promise((resolve) => setTimeout(resolve, 300));
    answer.resolve(says('once'));
    expect([(await first).content, (await second).content, provider.requests.length]).toEqual(['once', 'once', 1]);
    expect((await ledger(call.key)).map(({ state }) => state)).toEqual(['settled']);
  });

  it('refuses a zombie whose call is still open elsewhere, and one that failed takes nothing back', async () => {
    const { buildId } = await rich();
    const [first, second] = [later<ChatAnswer>(), later<ChatAnswer>()];
    const provider = new CountingProvider(PRICE, [first.promise, second.promise]);
    const key = `${buildId}/a`;
    const zombie = ask(provider, { key, buildId });
    await sent(provider, 1);
    await fallSilent(key);
    const owner = ask(provider, { key, buildId });
    await sent(provider, 2);
    first.resolve(says('zombie'));
    await expect(zombie).rejects.toMatchObject({ code: 'LEASE_LOST' });
    second.resolve(says('owner'));
    expect((await owner).content).toBe('owner');
    const failing = later<ChatAnswer>();
    const other = new CountingProvider(PRICE, [() => failing.promise.then(() => Promise.reject(new Error('cut'))), says('kept')]);
    const late = ask(other, { key: `${buildId}/b`, buildId });
    await sent(other, 1);
    await fallSilent(`${buildId}/b`);
    await ask(other, { key: `${buildId}/b`, buildId });
    failing.resolve(says(''));
    await expect(late).rejects.toThrow('cut');
    expect((await ledger(`${buildId}/b`)).map(({ state }) => state)).toEqual(['uncertain', 'settled']);
  });

  it('sends nothing when it was stopped between booking and sending and another has the call since', async () => {
    const { buildId } = await rich();
    const provider = new CountingProvider(PRICE, [says('bought twice')]);
    const [answered, open, kept] = ['a', 'b', 'c'].map((turn) => `${buildId}/${turn}`) as [string, string, string];
    const answer = "update llm_calls set lease = 'another', sends = 2, state = 'answered', answer = $2 where key = $1";
    expect((await ask(provider, { key: answered, buildId }, stoppedBeforeSending(answer, [answered, says('of the other')]))).content).toBe('of the other');
    const takeOver = "update llm_calls set lease = 'another', sends = 2, leased_at = clock_timestamp() where key = $1";
    await expect(ask(provider, { key: open, buildId }, stoppedBeforeSending(takeOver, [open]))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(provider.requests).toEqual([]);
    // Nobody came meanwhile: it is still its call, and it goes on.
    expect((await ask(provider, { key: kept, buildId }, stoppedBeforeSending('select 1', []))).content).toBe('bought twice');
  });

  it('gives the money of a call that was surely not billed back and asks again', async () => {
    const { buildId } = await rich();
    const provider = new CountingProvider(PRICE, [() => Promise.reject(new MillwrightError('LLM_UNAVAILABLE', 'away', { unbilled: true })), says('now')]);
    await expect(ask(provider, { key: `${buildId}/a`, buildId })).rejects.toMatchObject({ code: 'LLM_UNAVAILABLE' });
    expect(await money(buildId)).toEqual({ cost: 0, reserved: 0 });
    expect((await ask(provider, { key: `${buildId}/a`, buildId })).content).toBe('now');
    expect((await ledger(`${buildId}/a`)).map(({ state }) => state)).toEqual(['released', 'settled']);
    expect(await money(buildId)).toEqual({ cost: 2, reserved: 0 });
  });

  it('charges a call that was cut in the middle: the endpoint may have billed it', async () => {
    const { buildId } = await rich();
    const provider = new CountingProvider(PRICE, [() => Promise.reject(new Error('the stream was cut')), says('now')]);
    await expect(ask(provider, { key: `${buildId}/a`, buildId })).rejects.toThrow('was cut');
    expect((await ask(provider, { key: `${buildId}/a`, buildId })).content).toBe('now');
    expect((await ledger(`${buildId}/a`)).map(({ state }) => state)).toEqual(['uncertain', 'settled']);
    expect((await money(buildId)).cost).toBeCloseTo(RESERVED + 2, 5);
  });

  it('leaves nothing reserved, however fine the price of a request is', async () => {
    const { buildId } = await rich();
    for (let length = 0; length < 12; length += 1) {
      const provider = new CountingProvider({ promptUsdPerMillion: 0.25, completionUsdPerMillion: 2 }, [says('done')]);
      await ask(provider, { key: `${buildId}/${length}`, buildId, request: { messages: [{ role: 'user', content: 'x'.repeat(length) }], maxTokens: 1_000 } });
      expect((await money(buildId)).reserved).toBe(0);
    }
  });

  it('bills a call without usage at the reservation, and a free model nothing', async () => {
    const { buildId } = await rich();
    await ask(new CountingProvider(PRICE, [says('x', { usage: null })]), { key: `${buildId}/a`, buildId });
    expect((await money(buildId)).cost).toBeCloseTo(RESERVED, 5);
    await ask(new CountingProvider(null, [says('x', { usage: null })]), { key: `${buildId}/b`, buildId });
    expect((await money(buildId)).cost).toBeCloseTo(RESERVED, 5);
  });

  it('stores an answer together with what is recorded of it, or neither', async () => {
    const { buildId } = await rich();
    const provider = new CountingProvider(PRICE, [says('a'), says('b')]);
    const onStored = () => Promise.reject(new Error('the row is gone'));
    await expect(ask(provider, { key: `${buildId}/a`, buildId, onStored })).rejects.toThrow('the row is gone');
    expect(await storedAnswer({ db: database.db }, `${buildId}/a`)).toBeNull();
    expect((await ask(provider, { key: `${buildId}/a`, buildId })).content).toBe('b');
  });

  it('keeps an answer with characters PostgreSQL cannot store', async () => {
    const { buildId } = await rich();
    const answer = says('a\0b\ud800', { toolCalls: [{ id: 'c\0', name: 'note', arguments: '{"text":"\\u0000"}' }] });
    const got = await ask(new CountingProvider(PRICE, [answer]), { key: `${buildId}/a`, buildId });
    expect(got).toEqual({ ...answer, content: 'a\ufffdb\ufffd', toolCalls: [{ id: 'c\ufffd', name: 'note', arguments: '{"text":"\\u0000"}' }] });
    expect(await storedAnswer({ db: database.db }, `${buildId}/a`)).toEqual(got);
  });
});

describe('the budget', () => {
  it('is never overspent by 50 calls at once, each of which records an event', async () => {
    const { buildId } = await newBuild(database.db, { budgetUsd: RESERVED * 7.5 });
    // Every answer costs exactly what was booked, so no call that ends makes room for another.
    const provider = new CountingProvider(PRICE, [() => new Promise((resolve) => setTimeout(() => resolve(says('x', { usage: null })), 20))]);
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) =>
        ask(provider, {
          key: `${buildId}/${n}`,
          buildId,
          onStored: async (tx) => void (await recordChange(tx, { buildId, key: `t${n}`, event: { kind: 'note', text: `${n}`, by: 'me' } })),
        }),
      ),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect([refused.length, provider.requests.length]).toEqual([43, 7]);
    const { cost, reserved } = await money(buildId);
    expect(cost).toBeCloseTo(RESERVED * 7, 4);
    expect(reserved).toBe(0);
    expect(await database.sql('select event_seq from builds where id = $1', [buildId])).toEqual([{ event_seq: 8 }]);
  });

  it('stops before anything is sent, and goes on where it stopped when it is raised', async () => {
    const { buildId } = await newBuild(database.db, { budgetUsd: RESERVED / 2 });
    const provider = new CountingProvider(PRICE, [says('done')]);
    await expect(ask(provider, { key: `${buildId}/a`, buildId })).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect([provider.requests.length, await ledger(`${buildId}/a`), await money(buildId)]).toEqual([0, [], { cost: 0, reserved: 0 }]);
    await database.sql('update builds set budget_usd = 1000 where id = $1', [buildId]);
    expect((await ask(provider, { key: `${buildId}/a`, buildId })).content).toBe('done');
  });

  it('stands in the way of nothing that is stored already', async () => {
    const { buildId } = await rich();
    const provider = new CountingProvider(PRICE, [says('kept')]);
    await ask(provider, { key: `${buildId}/a`, buildId });
    await database.sql('update builds set budget_usd = 0 where id = $1', [buildId]);
    expect((await ask(provider, { key: `${buildId}/a`, buildId })).content).toBe('kept');
  });

  it('counts a lost call although no money is left to send it again', async () => {
    const { buildId } = await newBuild(database.db, { budgetUsd: RESERVED * 1.5 });
    const provider = new CountingProvider(PRICE, [later<ChatAnswer>().promise, says('again')]);
    void ask(provider, { key: `${buildId}/a`, buildId }).catch(() => undefined);
    await sent(provider, 1);
    await fallSilent(`${buildId}/a`);
    await expect(ask(provider, { key: `${buildId}/a`, buildId })).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    const { cost, reserved } = await money(buildId);
    expect(cost + reserved).toBeCloseTo(RESERVED, 5);
    await database.sql('update builds set budget_usd = 1000 where id = $1', [buildId]);
    expect((await ask(provider, { key: `${buildId}/a`, buildId })).content).toBe('again');
    expect((await money(buildId)).cost).toBeCloseTo(RESERVED + 2, 5);
  });
});
