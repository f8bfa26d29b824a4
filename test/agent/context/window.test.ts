/** What a request may weigh, whatever is in it. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutAtBirth, outputPath, stepOfPath } from '../../../activities/agent/context/birth.js';
import type { Assembled } from '../../../activities/agent/context/assemble.js';
import { fitWindow } from '../../../activities/agent/context/fit.js';
import { nextStep } from '../../../activities/agent/context/keep.js';
import { countMessages, tokenCounter, tokensAtMost } from '../../../activities/agent/context/tokens.js';
import { windowOf } from '../../../activities/agent/context/window.js';
import type { SessionRun } from '../../../activities/agent/session-run.js';
import type { ChatMessage } from '../../../activities/llm/port.js';
import { call } from '../../harness/provider.js';

const WINDOW = { input: 4_000, answer: 500 };
const text = (content: string): ChatMessage => ({ role: 'user', content });

/** A conversation whose turns read results of these texts. */
function conversation(results: readonly string[]): Assembled {
  const turns = results.map((content, index) => {
    const made = call('read_file', { path: `f${index}` });
    return {
      turn: index + 1,
      messages: [
        { role: 'assistant' as const, content: null, toolCalls: [made] },
        { role: 'tool' as const, toolCallId: made.id, content },
      ],
    };
  });
  return { tools: [], head: [text('role'), text('task')], turns, standing: text('now') };
}
const shortTwin = () => [text('short')];

describe('counting tokens', () => {
  it('takes special tokens for text, and long runs of one letter in a moment', async () => {
    const count = await tokenCounter();
    expect(count('<|endoftext|> and <|im_start|>')).toBeGreaterThan(5);
    expect(count('const x = 1;\n'.repeat(100))).toBeGreaterThan(400);
    // Without slices this takes minutes.
    expect(count('a'.repeat(200_000))).toBeGreaterThan(10_000);
    expect(count('\ud83d'.repeat(3))).toBeGreaterThan(0);
  });

  it('never finds more tokens than bytes', async () => {
    const count = await tokenCounter();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (content) => {
        expect(countMessages(count, [text(content)])).toBeLessThanOrEqual(tokensAtMost([text(content)]));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the window of a request', () => {
  const models = (name: string) => ({ windowTokens: () => 32_000, answerTokens: () => 4_000, nameOf: () => name });
  const route = { tier: 'medium' as const, preference: 'balanced' as const };

  it('leaves room for the answer, and more for models that count otherwise than we do', () => {
    expect(windowOf(models('gpt-4.1-mini'), route)).toEqual({ input: Math.floor(28_000 / 1.1), answer: 4_000 });
    expect(windowOf(models('qwen3-coder'), route)).toEqual({ input: Math.floor(28_000 / 1.35), answer: 4_000 });
    expect(windowOf({ ...models('x'), answerTokens: () => 30_000 }, route).answer).toBe(8_000);
  });

  it('is kept whatever the turns hold', async () => {
    const count = await tokenCounter();
    const dense = fc.oneof(fc.string({ maxLength: 400 }), fc.constantFrom('x'.repeat(40_000), '漢字'.repeat(4_000), 'lines of code;\n'.repeat(3_000)));
    await fc.assert(
      fc.asyncProperty(fc.array(dense, { maxLength: 8 }), async (results) => {
        const messages = await fitWindow(() => conversation(results), WINDOW);
        expect(countMessages(count, messages)).toBeLessThanOrEqual(WINDOW.input);
        expect(messages).toHaveLength(3 + 2 * results.length);
      }),
      { numRuns: 60 },
    );
  });

  it('that is too small for the task alone is refused with what to do', async () => {
    const huge = { ...conversation([]), head: [text('words of a person '.repeat(5_000))] };
    await expect(fitWindow(() => huge, WINDOW)).rejects.toMatchObject({ code: 'LLM_REQUEST_REFUSED', detail: expect.stringContaining('larger window') });
  });
});

describe('a conversation that grows', () => {
  it('is left alone, then cut in a big step, then summarised, with the newest turns kept', async () => {
    const results = (n: number, letters: number) => Array.from({ length: n }, (_, index) => `word${index} `.repeat(letters / 6));
    expect(await nextStep(conversation(results(4, 600)), WINDOW, shortTwin)).toBeNull();
    const prune = await nextStep(conversation(results(20, 600)), WINDOW, shortTwin);
    expect(prune).toMatchObject({ kind: 'prune' });
    expect(prune!.until).toBeGreaterThan(5);
    expect(prune!.until).toBeLessThan(20);
    // Pruning frees nothing when every turn is its own twin already.
    const same = conversation(results(30, 600));
    const summary = await nextStep(same, WINDOW, (block) => block.messages);
    expect(summary).toMatchObject({ kind: 'summary' });
    expect(summary!.until).toBeLessThan(30);
  });

  it('of one huge turn has nothing to cut: that turn is shown as far as it fits', async () => {
    expect(await nextStep(conversation(['word '.repeat(8_000)]), WINDOW, shortTwin)).toBeNull();
  });
});

describe('a result', () => {
  const models = { windowTokens: () => 32_000, answerTokens: () => 4_000, nameOf: () => 'small' };
  const run = (steps: object[] = []) => ({ route: { tier: 'medium', preference: 'balanced' }, steps }) as unknown as SessionRun;
  const outcome = (over: object = {}) => ({ ok: true, text: `begin ${'x'.repeat(50_000)} end`, summary: 's', ...over });

  it('is cut at birth to its head and tail, and names where the whole is', () => {
    const { result, whole } = cutAtBirth(models, { run: run(), turn: 12, index: 3 }, outcome());
    expect(result.length).toBeLessThan(8_000);
    expect(result).toMatch(/^begin x+\n\.\.\. \(\d+ characters cut; read_file with path "output:12\.3" and start_line, end_line shows them\) \.\.\.\nx+ end$/);
    expect(whole).toBe(outcome().text);
    expect(stepOfPath(outputPath(12, 3))).toEqual({ turn: 12, call: 3 });
    expect(stepOfPath('src/output:12.3')).toBeNull();
  });

  it('that can be had again is not kept twice', () => {
    const { result, whole } = cutAtBirth(models, { run: run(), turn: 1, index: 0 }, outcome({ isRepeatable: true }));
    expect(whole).toBeNull();
    expect(result).toContain('ask for a smaller part');
  });

  it('leaves room for the other results of its turn', () => {
    const steps = [{ turn: 1, result: 'y'.repeat(15_000) }];
    expect(cutAtBirth(models, { run: run(steps), turn: 1, index: 1 }, outcome()).result.length).toBeLessThan(1_500);
    expect(cutAtBirth(models, { run: run(steps), turn: 2, index: 0 }, outcome()).result.length).toBeGreaterThan(5_000);
  });
});
