import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createModels } from '../../activities/llm/index.js';
import { actualUsd } from '../../activities/llm/money.js';
import { modelsFileSchema } from '../../schemas/models.js';
import { AgentStage } from '../agent/stage.js';
import { startScriptedLlm, type ScriptedLlm } from '../tools/scripted-llm/server.js';

type Sickness = 'none' | '500' | '429' | '429 for 2 s' | 'hangs at once' | 'hangs in the middle' | 'nonsense' | 'auth';

/** In front of a scripted server: lets requests through until it falls sick, and keeps what was billed. */
class Front {
  sickness: Sickness = 'none';
  /** Requests that arrived, and usages that were sent in full. */
  asked = 0;
  readonly billed: { promptTokens: number; completionTokens: number }[] = [];
  private readonly server: Server;

  private constructor(private readonly behind: ScriptedLlm) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.asked += 1;
        if (this.sickness === 'none') return void this.forward(Buffer.concat(chunks), response);
        if (this.sickness === 'hangs at once') return;
        if (this.sickness === 'hangs in the middle') {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          return void response.write('data: {"choices":[{"index":0,"delta":{"content":"Let me"}}]}\n\n');
        }
        if (this.sickness === 'nonsense') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel</html>');
        const status = Number(this.sickness.slice(0, 3)) || 401;
        response.writeHead(status, { 'content-type': 'application/json', ...(this.sickness === '429 for 2 s' ? { 'retry-after': '2' } : {}) });
        response.end(JSON.stringify({ error: { message: 'not now' } }));
      });
    });
  }

  static async start(behind: ScriptedLlm): Promise<Front> {
    const front = new Front(behind);
    await new Promise<void>((resolve) => front.server.listen(0, '127.0.0.1', resolve));
    return front;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async forward(body: Buffer, response: ServerResponse): Promise<void> {
    const answer = await fetch(`${this.behind.baseUrl}/chat/completions`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    const text = await answer.text();
    const usage = /"usage":\{"prompt_tokens":(\d+),"completion_tokens":(\d+)/.exec(text);
    if (usage) this.billed.push({ promptTokens: Number(usage[1]), completionTokens: Number(usage[2]) });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    response.end(text);
  }
}

const PRICES = { a: { prompt: 2, completion: 10 }, b: { prompt: 5, completion: 30 } };
// Turns of the session; the sickness comes after the third.
const TURNS = 6;
const WELL_TURNS = 3;

let stage: AgentStage;
const scripted: ScriptedLlm[] = [];
beforeAll(async () => {
  stage = await AgentStage.open();
  for (let each = 0; each < 2; each += 1) scripted.push(await startScriptedLlm({ script: 'long', turns: TURNS, turnKind: 'note' }));
});
afterAll(async () => {
  for (const llm of scripted) await llm.stop();
  await stage.close();
});

/** A session that begins at A; `use` gets its parts when A has answered three turns. */
async function atTurnFour<T>(use: (parts: Awaited<ReturnType<typeof begun>>) => Promise<T>): Promise<T> {
  const parts = await begun();
  try {
    return await use(parts);
  } finally {
    await parts.a.stop();
    await parts.b.stop();
  }
}

async function begun() {
  // What one case was told counts for all workers, the next case among them.
  await stage.database.sql('delete from provider_waits');
  const [a, b] = [await Front.start(scripted[0]!), await Front.start(scripted[1]!)];
  const file = modelsFileSchema.parse({
    providers: { a: { base_url: a.baseUrl }, b: { base_url: b.baseUrl, quirks: ['no_user_after_tool'] } },
    models: { 'a/large': { price: PRICES.a }, 'b/large': { price: PRICES.b } },
    chains: { simple: ['a/large', 'b/large'], medium: ['a/large', 'b/large'], complex: ['a/large', 'b/large'] },
  });
  const models = createModels({ file, variables: {}, hasOwnFile: true, firstByteTimeoutMs: 300, idleTimeoutMs: 300 });
  const session = await stage.session({ budgetUsd: 1_000 });
  const deps = { ...stage.deps(), models };
  await stage.work(deps, session, { turnsMax: WELL_TURNS });
  const ledger = () =>
    stage.database.sql<{ provider: string; state: string; settled: string; reserved: string }>(
      'select provider, state, settled_usd as settled, reserved_usd as reserved from budget_ledger where build_id = $1 order by created_at',
      [session.buildId],
    );
  const money = async () => {
    const [row] = await stage.database.sql<{ cost: string; reserved: string }>('select cost_usd as cost, reserved_usd as reserved from builds where id = $1', [
      session.buildId,
    ]);
    return { cost: Number(row?.cost), reserved: Number(row?.reserved) };
  };
  return { a, b, models, session, deps, ledger, money };
}

const usdOf = (usages: { promptTokens: number; completionTokens: number }[], price: { prompt: number; completion: number }) =>
  usages.reduce((sum, usage) => sum + (actualUsd({ promptUsdPerMillion: price.prompt, completionUsdPerMillion: price.completion }, usage) ?? 0), 0);

describe('a provider that dies in the middle of a session', () => {
  it.each(['refused', '500', '429', '429 for 2 s', 'hangs at once', 'hangs in the middle', 'nonsense', 'auth'] as const)(
    'hands it over to the next one, with all that was said and each cent in its place: %s',
    (kind) =>
      atTurnFour(async ({ a, b, session, deps, ledger, money }) => {
        expect([a.asked, b.asked]).toEqual([WELL_TURNS, 0]);
        if (kind === 'refused') await a.stop();
        else a.sickness = kind;
        const done = await stage.work(deps, session, { turn: WELL_TURNS + 1 });
        expect(done).toMatchObject({ ended: { outcome: 'SUCCESS' } });
        // The scripted model goes by the conversation: each note was taken once, in order, whoever asked for it.
        const notes = (await stage.steps(session)).filter(({ tool }) => tool === 'note').map(({ summary, result }) => `${summary} ${result}`);
        expect(notes).toHaveLength(TURNS);
        for (const [at, note] of notes.entries()) expect(note).toContain(`turn ${at + 1}`);
        const rows = await ledger();
        const settled = (provider: string) =>
          rows.filter((row) => row.provider === provider && row.state === 'settled').reduce((sum, row) => sum + Number(row.settled), 0);
        expect(settled('a')).toBeCloseTo(usdOf(a.billed, PRICES.a), 6);
        expect(settled('b')).toBeCloseTo(usdOf(b.billed, PRICES.b), 6);
        // A send that was cut may have been billed: it is counted, at what was reserved. A refusal is free.
        const uncertain = rows.filter(({ state }) => state === 'uncertain');
        expect(uncertain.length > 0).toBe(kind.startsWith('hangs') || kind === 'nonsense');
        const lost = uncertain.reduce((sum, row) => sum + Number(row.settled), 0);
        const { cost, reserved } = await money();
        expect(cost).toBeCloseTo(settled('a') + settled('b') + lost, 6);
        expect(reserved).toBe(0);
        const said = await stage.database.sql<{ text: string }>(
          `select data ->> 'text' as text from events where build_id = $1 and kind = 'note' and data ->> 'by' = 'models'`,
          [session.buildId],
        );
        expect(said.some(({ text }) => text.includes('a/large does not answer') && text.includes('b/large is asked instead'))).toBe(true);
      }),
  );

  it('is told to people when it refuses our key, in the journal too', () =>
    atTurnFour(async ({ a, session, deps }) => {
      a.sickness = 'auth';
      await stage.work(deps, session, { turn: WELL_TURNS + 1, turnsMax: WELL_TURNS + 1 });
      const journal = await stage.database.sql<{ text: string }>(`select text from journal where build_id = $1 and owner = 'models'`, [session.buildId]);
      expect(journal.map(({ text }) => text)).toEqual([expect.stringContaining('a refuses our key')]);
    }));

  it('is not asked again before the wait it asked for, even by another worker', () =>
    atTurnFour(async ({ a, b, session, deps, models }) => {
      a.sickness = '429 for 2 s';
      await stage.work(deps, session, { turn: WELL_TURNS + 1, turnsMax: WELL_TURNS + 1 });
      expect([a.asked, b.asked]).toEqual([WELL_TURNS + 1, 1]);
      a.sickness = 'none';
      // Another process: it knows only what the database says.
      const file = modelsFileSchema.parse({
        providers: { a: { base_url: a.baseUrl }, b: { base_url: b.baseUrl } },
        chains: { medium: ['a/large', 'b/large'] },
      });
      const other = createModels({ file, variables: {}, hasOwnFile: true });
      await stage.work({ ...deps, models: other }, session, { turn: WELL_TURNS + 2, turnsMax: WELL_TURNS + 2 });
      expect([a.asked, b.asked]).toEqual([WELL_TURNS + 1, 2]);
      expect(other.waitOf('a')).not.toBeNull();
      expect(models.waitOf('b')).toBeNull();
    }));
});

describe('when every provider asks us to wait', () => {
  it('the activity ends at once with the shortest wait, and goes on after it', () =>
    atTurnFour(async ({ a, b, session, deps, money }) => {
      a.sickness = '429';
      b.sickness = '429 for 2 s';
      // What Temporal turns into a timer of its own (activities/interceptor.ts): nothing is held meanwhile.
      const failure: unknown = await stage.work(deps, session, { turn: WELL_TURNS + 1 }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'LLM_RATE_LIMITED', detail: expect.stringMatching(/it goes on at \d\d:\d\d:\d\d UTC/) });
      const seconds = (failure as { options: { retryAfterSeconds: number } }).options.retryAfterSeconds;
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(2);
      const asked = [a.asked, b.asked];
      await expect(stage.work(deps, session, { turn: WELL_TURNS + 1 })).rejects.toMatchObject({ code: 'LLM_RATE_LIMITED' });
      // Asked too early: nobody was disturbed, nothing was booked.
      expect([a.asked, b.asked]).toEqual(asked);
      expect((await money()).reserved).toBe(0);
      a.sickness = b.sickness = 'none';
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      expect(await stage.work(deps, session, { turn: WELL_TURNS + 1 })).toMatchObject({ ended: { outcome: 'SUCCESS' } });
      expect(b.asked).toBeGreaterThan(asked[1]!);
    }));
});
