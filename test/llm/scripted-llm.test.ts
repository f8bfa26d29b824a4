import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseJsonAnswer } from '../../activities/llm/parse-answer.js';
import { planSchema, type Plan } from '../../schemas/plan.js';
import { products } from '../tools/scripted-llm/products/index.js';
import { readLedger } from '../tools/scripted-llm/ledger.js';
import { scriptNames } from '../tools/scripted-llm/scripts/index.js';
import { startScriptedLlm, type ScriptedLlm, type ScriptedLlmOptions } from '../tools/scripted-llm/server.js';
import { askRetrying, askStructured, newEngine, runSession, type Engine } from './engine.js';
import { HELLO, provider } from './endpoint.js';

const PLAN = { name: 'plan', schema: z.toJSONSchema(planSchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown> };
const intent = { description: 'a REST API for items' };
const asPlan = (text: string): Plan | null => {
  const parsed = parseJsonAnswer(text, planSchema);
  return 'ok' in parsed ? parsed.ok : null;
};

async function withScript<T>(options: ScriptedLlmOptions, use: (llm: ScriptedLlm) => Promise<T>): Promise<T> {
  const llm = await startScriptedLlm(options);
  try {
    return await use(llm);
  } finally {
    await llm.stop();
  }
}

/** Plans and does every task of the plan. */
async function build(
  llm: ScriptedLlm,
  engine: Engine,
  wish: object,
  passes: (files: Map<string, string>) => boolean,
): Promise<{ plan: Plan; turns: number[] }> {
  const model = provider(llm.baseUrl);
  const plan = await askStructured(engine, model, wish, PLAN, asPlan);
  const turns: number[] = [];
  for (const task of plan.tasks) turns.push(await runSession(engine, model, { intent: wish, plan, task }, passes));
  return { plan, turns };
}

const storeIsRight =
  (language: 'python' | 'typescript') =>
  (files: Map<string, string>): boolean =>
    files.get(products[language].storeModule) === products[language].store[products[language].storeModule];

describe('the scripted server', () => {
  it.each(['python', 'typescript'] as const)('plans and writes a whole service in %s', async (language) => {
    await withScript({ script: 'service' }, async (llm) => {
      const engine = newEngine();
      const { plan } = await build(llm, engine, { description: `items in ${language}` }, storeIsRight(language));
      expect(plan).toMatchObject({ language, tasks: [{ id: 'store' }, { id: 'service' }, { id: 'docs' }] });
      expect(Object.fromEntries(engine.files)).toMatchObject({
        ...products[language].store,
        ...products[language].service,
        'README.md': expect.stringContaining('PORT=8080'),
      });
      expect(engine.log.filter((one) => one.endsWith('!'))).toEqual([]);
      expect(llm.ledger.requests()[0]).toMatchObject({
        schema: 'plan',
        tools: false,
        stream: true,
        messages: 1,
        kind: 'json',
        outcome: 'sent',
        place: 'schema:plan',
      });
      expect(llm.ledger.requests()[1]).toMatchObject({ schema: null, tools: true, kind: 'tools', place: 'task:store:0' });
    });
  });

  it('makes every mistake in the book and ends right all the same', async () => {
    await withScript({ script: 'mistakes', slowFirstByteMs: 50 }, async (llm) => {
      const engine = newEngine();
      await build(llm, engine, intent, storeIsRight('python'));
      for (const name of ['architecture', 'retrospective', 'review', 'intent'])
        await askStructured(
          engine,
          provider(llm.baseUrl),
          intent,
          { name, schema: { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'], additionalProperties: false } },
          (text) => {
            const parsed = parseJsonAnswer(text, z.strictObject({ summary: z.string() }));
            return 'ok' in parsed ? parsed.ok : null;
          },
        );
      const made = llm.ledger.requests().flatMap((entry) => (entry.mistake ? [entry.mistake.split('/').slice(1).join(' ')] : []));
      expect(made.toSorted()).toEqual([
        'schema:architecture status 500',
        'schema:architecture wrong types',
        'schema:intent status 529',
        'schema:plan cycle',
        'schema:plan invalid json',
        'schema:retrospective prose',
        'schema:retrospective status 503',
        'schema:review cut at its length',
        'task:docs:0 only words',
        'task:docs:0 status 503',
        'task:service:0 cut at its length',
        'task:service:0 cut stream',
        'task:service:0 slow first byte',
        'task:service:1 doubled ids',
        'task:service:1 error in 200',
        'task:service:1 no ids',
        'task:store:0 429',
        'task:store:0 empty answer',
        'task:store:1 bad json arguments',
        'task:store:1 unknown tool',
        'task:store:2 path outside',
        'task:store:2 wrong types',
        'task:store:3 finish too early',
        'task:store:3 huge output',
      ]);
      expect(engine.log.filter((one) => one === 'run_checks!')).toHaveLength(2);
      expect(engine.files.get('app/store.py')).toBe(products.python.store['app/store.py']);
    });
  });

  it('answers the same request the same, with any server, but for mistakes', async () => {
    const answers: string[] = [];
    for (const script of ['service', 'service', 'crash', 'crash'])
      await withScript({ script }, async (llm) => {
        const engine = newEngine();
        const { plan } = await build(llm, engine, intent, () => true);
        answers.push(JSON.stringify([plan, [...engine.files], llm.ledger.requests().map((entry) => entry.digest)]));
      });
    expect(answers[0]).toBe(answers[1]);
    expect(answers[2]).toBe(answers[3]);
  });

  it.each([
    ['note', 30],
    ['echo', 30],
    ['mixed', 30],
    ['none', 30],
  ] as const)('works for a given number of turns of kind %s', async (turnKind, turns) => {
    await withScript({ script: 'long', turns, turnKind }, async (llm) => {
      const engine = newEngine();
      expect((await build(llm, engine, intent, () => true)).turns).toEqual([turns + 3]);
      expect(engine.log.filter((one) => one === 'note' || one === 'run_command')).toHaveLength(turnKind === 'none' ? 0 : turns);
    });
  });

  it('never ends a hopeless task, and asks its question once', async () => {
    await withScript({ script: 'hopeless' }, async (llm) => {
      const engine = newEngine();
      expect((await build(llm, engine, intent, storeIsRight('python'))).turns[0]).toBe(40);
      expect(engine.log).not.toContain('finish');
    });
    await withScript({ script: 'question' }, async (llm) => {
      const engine = newEngine();
      await build(llm, engine, intent, () => true);
      expect(engine.log.filter((one) => one === 'ask_human')).toHaveLength(1);
    });
  });

  it('lets a page say what its task quotes, and asks the planner’s question until it is answered', async () => {
    await withScript({ script: 'journeys' }, async (llm) => {
      const engine = newEngine();
      const wish = { description: 'a page that says "Hello there", in steps; ask me while' };
      const { plan } = await build(llm, engine, wish, () => true);
      expect(plan).toMatchObject({ questions: [], tasks: [{ id: 'page' }, { id: 'counter' }, { id: 'notes' }] });
      expect(engine.files.get('app/words.txt')).toBe('Hello there\n');
      expect(engine.log.filter((one) => one === 'ask_human')).toHaveLength(1);
      const asked = '```intent\n{"description":"a page; ask me which"}\n```';
      const planOf = async (content: string) =>
        asPlan((await provider(llm.baseUrl).complete({ messages: [{ role: 'user', content }], schema: PLAN, maxTokens: 1_000 })).content ?? '');
      expect((await planOf(asked))?.questions).toHaveLength(1);
      expect(await planOf(`${asked}\n\n\`\`\`feedback\nWhich?\nAnswer: Good morning\n\`\`\``)).toMatchObject({
        questions: [],
        tasks: [{ goal: 'Serve a page that says "Good morning"' }, {}, {}],
      });
    });
  });

  it('keeps its ledger and the count of mistakes through a restart and a cut line', async () => {
    const ledgerFile = join(mkdtempSync(join(tmpdir(), 'ledger-test-')), 'ledger.jsonl');
    const request = { messages: [{ role: 'user' as const, content: '```intent\n{"description":"x"}\n```' }], schema: PLAN, maxTokens: 10 };
    await withScript({ script: 'mistakes', ledgerFile }, async (llm) => void (await provider(llm.baseUrl).complete(request)));
    appendFileSync(ledgerFile, '{"event":"requ');
    await withScript({ script: 'mistakes', ledgerFile }, async (llm) => {
      await provider(llm.baseUrl).complete(request);
      expect(asPlan((await provider(llm.baseUrl).complete(request)).content ?? '')).not.toBeNull();
    });
    expect(readLedger(ledgerFile).map((entry) => [entry.seq, entry.mistake?.split('/').at(-1) ?? null, entry.outcome])).toEqual([
      [1, 'invalid json', 'sent'],
      [2, 'cycle', 'sent'],
      [3, null, 'sent'],
    ]);
    expect(readFileSync(ledgerFile, 'utf8')).not.toContain('Authorization');
  });

  it('books a call that its client left as aborted', async () => {
    await withScript({ script: 'service', latencyMs: 200 }, async (llm) => {
      await expect(provider(llm.baseUrl).complete(HELLO, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
      await askRetrying(newEngine(), provider(llm.baseUrl), HELLO);
      expect(llm.ledger.requests().map((entry) => entry.outcome)).toEqual(['aborted', 'sent']);
    });
  });

  it('refuses what OpenAI would refuse, and a wrong key', async () => {
    await withScript({ script: 'service', apiKey: 'right' }, async (llm) => {
      await expect(provider(llm.baseUrl).complete(HELLO)).rejects.toMatchObject({ code: 'LLM_AUTH' });
      const orphan = { ...HELLO, messages: [...HELLO.messages, { role: 'tool' as const, toolCallId: 'nobody', content: 'x' }] };
      await expect(provider(llm.baseUrl, { apiKey: 'right' }).complete(orphan)).rejects.toMatchObject({ code: 'LLM_REQUEST_REFUSED' });
      expect(llm.ledger.requests().map((entry) => entry.kind)).toEqual(['refused 401', 'refused 400']);
    });
  });

  it('knows its scripts by name', async () => {
    expect(scriptNames).toEqual(['service', 'mistakes', 'long', 'marathon', 'chat', 'crash', 'execute', 'hopeless', 'journeys', 'question', 'race']);
    await expect(startScriptedLlm({ script: 'nonsense' })).rejects.toThrow('there is no script');
  });
});
