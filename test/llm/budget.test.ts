import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noFailpoint } from '../../activities/failpoint.js';
import { callModel } from '../../activities/llm/call.js';
import { oneModel } from '../../activities/llm/one-model.js';
import type { ChatRequest } from '../../activities/llm/port.js';
import type { BudgetRules } from '../../activities/llm/scopes.js';
import { promptBound } from '../../activities/llm/token-bound.js';
import { raiseUserLimit } from '../../db/queries/spending.js';
import { newBuild } from '../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { CountingProvider, says } from '../harness/provider.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ poolSize: 30 });
});
afterAll(() => database.drop());

// A dollar a thousand tokens of prompt, 10 of answer.
const PRICE = { promptUsdPerMillion: 1_000, completionUsdPerMillion: 10_000 };
const request: ChatRequest = { messages: [{ role: 'user', content: 'hello' }], maxTokens: 100 };
const RESERVED = Math.ceil(1_000 * promptBound(request) + 10_000 * 100) / 1e6;

const asking = (provider: CountingProvider, budgets?: BudgetRules) => (buildId: string, key: string) =>
  callModel(
    { db: database.db, models: oneModel(provider), failpoint: noFailpoint, ...(budgets ? { budgets } : {}) },
    { key: `${buildId}/${key}`, buildId, purpose: 'test', request },
  );

async function userOf(name: string): Promise<string> {
  await database.sql(`insert into users (id, name, role) values ($1, $1, 'developer') on conflict do nothing`, [name]);
  return name;
}

const spent = (scope: string, owner: string) =>
  database.sql<{ period: string; cost: number; reserved: number }>(
    'select period, cost_usd::float8 as cost, reserved_usd::float8 as reserved from spending where scope = $1 and owner = $2 order by period',
    [scope, owner],
  );
const inPhase = (buildId: string, phase: string) => database.sql('update builds set phase = $2 where id = $1', [buildId, phase]);
const budgetEvents = (buildId: string) =>
  database.sql<{ detail: string }>(`select data ->> 'detail' as detail from events where build_id = $1 and kind = 'budget' order by seq`, [buildId]);

/** Runs `count` calls, at most `wide` at once. */
async function interleave(count: number, wide: number, call: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: wide }, async () => {
      for (let at = next++; at < count; at = next++) await call(at);
    }),
  );
}

describe('1,000 interleaved calls', () => {
  it('never overspend a budget of builds, phases or users, and leave nothing reserved', async () => {
    const user = await userOf('racer');
    const builds = await Promise.all(Array.from({ length: 4 }, () => newBuild(database.db, { userId: user, budgetUsd: 60 })));
    for (const [at, { buildId }] of builds.entries()) await inPhase(buildId, at % 2 === 0 ? 'code' : 'test');
    // Answers of random size, some without usage, some that fail: what is settled is never what was reserved.
    let answers = 0;
    const provider = new CountingProvider(PRICE, [
      async () => {
        answers += 1;
        const size = answers % 7;
        await new Promise((resolve) => setTimeout(resolve, size));
        if (size === 6) throw new Error('the stream was cut');
        return says('x', { usage: size === 5 ? null : { promptTokens: size, completionTokens: size * 14 } });
      },
    ]);
    const limit = 150;
    const ask = asking(provider, { monthlyUsd: limit, phaseShares: { code: 50, test: 80 }, phaseLimit: 'wait' });
    const ends = { answered: 0, refused: 0, cut: 0 };
    // What is spent and held at any moment, as somebody sees it who looks now and then.
    let most = 0;
    let isRunning = true;
    const looking = (async () => {
      while (isRunning) {
        const [row] = await database.sql<{ open: number }>('select sum(cost_usd + reserved_usd)::float8 as open from builds where user_id = $1', [user]);
        most = Math.max(most, row?.open ?? 0);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    await interleave(1_000, 40, (at) =>
      ask(builds[at % builds.length]!.buildId, String(at)).then(
        () => (ends.answered += 1),
        (error: Error & { code?: string }) => (error.code === 'BUDGET_EXHAUSTED' ? (ends.refused += 1) : (ends.cut += 1)),
      ),
    );
    isRunning = false;
    await looking;
    expect(ends.answered + ends.cut).toBe(provider.requests.length);
    expect(ends.answered + ends.cut + ends.refused).toBe(1_000);
    expect(ends.refused).toBeGreaterThan(500);
    const [month] = await spent('month', user);
    expect(month?.cost).toBeLessThanOrEqual(limit);
    expect(most).toBeLessThanOrEqual(limit);
    // Little is left: the limit was used, not feared.
    const phases = await Promise.all(builds.map(async ({ buildId }, at) => ({ most: at % 2 === 0 ? 30 : 48, ...(await spent('phase', buildId))[0] })));
    for (const phase of phases) {
      expect(phase.cost).toBeLessThanOrEqual(phase.most);
      expect(phase.reserved).toBe(0);
    }
    expect(Math.min(limit - (month?.cost ?? 0), ...phases.map(({ most: top, cost = 0 }) => top - cost))).toBeLessThan(RESERVED);
    const [sum] = await database.sql<{ ledger: number; builds: number; reserved: number }>(
      `select (select sum(settled_usd)::float8 from budget_ledger where user_id = $1) as ledger, sum(cost_usd)::float8 as builds, sum(reserved_usd)::float8 as reserved
       from builds where user_id = $1`,
      [user],
    );
    expect(sum?.ledger).toBeCloseTo(month?.cost ?? 0, 6);
    expect(sum?.builds).toBeCloseTo(month?.cost ?? 0, 6);
    expect([sum?.reserved, month?.reserved]).toEqual([0, 0]);
  }, 180_000);
});

describe('a limit', () => {
  it('of the build says what is left and how to raise it', async () => {
    const { buildId } = await newBuild(database.db, { budgetUsd: RESERVED * 1.5 });
    const ask = asking(new CountingProvider(PRICE, [says('x', { usage: { promptTokens: 1_000, completionTokens: 0 } })]));
    await ask(buildId, 'a');
    await expect(ask(buildId, 'b')).rejects.toThrow(
      /may cost up to \$1\.\d\d, but the build's budget of \$1\.\d\d has \$1\.00 spent: raise it with mw raise int-code-\w+ <dollars>/,
    );
  });

  it('of a month stops all builds of its user, and counts as raised for that month alone', async () => {
    const user = await userOf('thrifty');
    const [one, two] = [await newBuild(database.db, { userId: user, budgetUsd: 100 }), await newBuild(database.db, { userId: user, budgetUsd: 100 })];
    const ask = asking(new CountingProvider(PRICE, [says('x', { usage: { promptTokens: 1_000, completionTokens: 0 } })]), { monthlyUsd: RESERVED + 0.5 });
    await ask(one.buildId, 'a');
    await expect(ask(two.buildId, 'a')).rejects.toThrow(
      /the user thrifty has spent \$1\.00 of the \$\d\.\d\d for the month \d{4}-\d\d \(COST_LIMIT_MONTHLY\): raise it with mw raise .* --month/,
    );
    const raise = { id: 'r1', buildId: two.buildId, by: 'boss', owner: user, scope: 'month' as const, usd: 5 };
    for (let time = 0; time < 2; time += 1) await database.db.orm.transaction((tx) => raiseUserLimit(tx, raise));
    expect((await ask(two.buildId, 'a')).content).toBe('x');
    expect(await budgetEvents(two.buildId)).toEqual([{ detail: expect.stringContaining('boss lets thrifty spend $5 in ') }]);
    expect(await spent('month', user)).toMatchObject([{ cost: 2, reserved: 0 }]);
  });

  it('of a month is not lowered by a raise to less than what is set', async () => {
    const user = await userOf('careful');
    const { buildId } = await newBuild(database.db, { userId: user, budgetUsd: 100 });
    const raise = { id: 'r2', buildId, by: 'boss', owner: user, scope: 'month' as const, usd: RESERVED / 2 };
    await database.db.orm.transaction((tx) => raiseUserLimit(tx, raise));
    const provider = () => new CountingProvider(PRICE, [says('x', { usage: { promptTokens: 1_000, completionTokens: 0 } })]);
    expect((await asking(provider(), { monthlyUsd: RESERVED + 0.5 })(buildId, 'a')).content).toBe('x');
    await expect(asking(provider(), { monthlyUsd: RESERVED + 0.5 })(buildId, 'b')).rejects.toThrow(/spent \$1\.00 of the \$1\.\d\d for the month/);
    // Where nothing is set, a raise sets nothing.
    expect((await asking(provider(), {})(buildId, 'c')).content).toBe('x');
  });

  it('of a day counts beside that of the month', async () => {
    const user = await userOf('daily');
    const { buildId } = await newBuild(database.db, { userId: user, budgetUsd: 100 });
    await expect(asking(new CountingProvider(PRICE, [says('x')]), { dailyUsd: 0.5, monthlyUsd: 100 })(buildId, 'a')).rejects.toThrow(
      /for the day \d{4}-\d\d-\d\d \(COST_LIMIT_DAILY\)/,
    );
    expect(await spent('month', user)).toEqual([]);
  });

  it('is told once when the alert is crossed, in the journal too', async () => {
    const user = await userOf('warned');
    const { buildId } = await newBuild(database.db, { userId: user, budgetUsd: 100 });
    const ask = asking(new CountingProvider(PRICE, [says('x', { usage: { promptTokens: 1_000, completionTokens: 0 } })]), { alertUsd: 2, monthlyUsd: 100 });
    for (const key of ['a', 'b', 'c', 'd']) await ask(buildId, key);
    expect(await budgetEvents(buildId)).toEqual([{ detail: expect.stringMatching(/warned has spent \$2\.00 in \d{4}-\d\d, past the alert at \$2\.00/) }]);
    expect(await database.sql('select owner from journal where build_id = $1', [buildId])).toEqual([{ owner: 'budget' }]);
  });

  it('of a phase warns and goes on, or waits when told so', async () => {
    const { buildId } = await newBuild(database.db, { budgetUsd: 20 });
    await inPhase(buildId, 'plan');
    const answers = () => new CountingProvider(PRICE, [says('x', { usage: { promptTokens: 1_500, completionTokens: 0 } })]);
    const warn: BudgetRules = { phaseShares: { plan: 10 }, phaseLimit: 'warn' };
    for (const key of ['a', 'b', 'c']) await asking(answers(), warn)(buildId, key);
    expect(await budgetEvents(buildId)).toEqual([{ detail: expect.stringMatching(/the phase plan has spent \$3\.00, more than its share of \$2\.00/) }]);
    await expect(asking(answers(), { ...warn, phaseLimit: 'wait' })(buildId, 'd')).rejects.toThrow(/the phase plan has spent \$4\.50 of its share of \$2\.00/);
    // Another phase has a share of its own, and a phase without one is not limited.
    await inPhase(buildId, 'code');
    expect((await asking(answers(), { ...warn, phaseLimit: 'wait' })(buildId, 'e')).content).toBe('x');
    // A larger budget makes the share larger.
    await database.sql('update builds set budget_usd = 100, phase = $2 where id = $1', [buildId, 'plan']);
    expect((await asking(answers(), { ...warn, phaseLimit: 'wait' })(buildId, 'd')).content).toBe('x');
  });

  it('binds nothing that is free, and says of what has no price that nobody knows it', async () => {
    const { buildId } = await newBuild(database.db, { budgetUsd: 0.000001 });
    const free = asking(new CountingProvider({ promptUsdPerMillion: 0, completionUsdPerMillion: 0 }, [says('x')]), { monthlyUsd: 0.000001 });
    await free(buildId, 'free');
    await asking(new CountingProvider(null, [says('x')]), { monthlyUsd: 0.000001 })(buildId, 'unpriced');
    expect(await database.sql('select call_key, state from budget_ledger where build_id = $1 order by call_key', [buildId])).toEqual([
      { call_key: `${buildId}/free`, state: 'settled' },
      { call_key: `${buildId}/unpriced`, state: 'unpriced' },
    ]);
    expect(await database.sql('select key, usd from llm_calls where build_id = $1 order by key', [buildId])).toEqual([
      { key: `${buildId}/free`, usd: '0.000000' },
      { key: `${buildId}/unpriced`, usd: null },
    ]);
  });
});
