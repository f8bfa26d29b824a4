import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectBroken, expectWrong, startBroken, startWrong, tongue, TONGUES } from './cell.js';
import { openSandboxes, type Sandboxes } from './sandboxes.js';
import type { ExecutionStage } from './stage.js';

// Images that are not there are built, which takes minutes.
const IMAGES_MS = 15 * 60_000;
let sandboxes: Sandboxes;
let stage: ExecutionStage;
let template: ExecutionStage;
beforeAll(async () => {
  sandboxes = await openSandboxes(TONGUES.map(({ image }) => image));
  [stage, template] = await Promise.all([sandboxes.open(), sandboxes.open({ template: true })]);
}, IMAGES_MS);
afterAll(() => sandboxes.close());

// Python with every k; each other language once. All of them with all: `mw test --executions`.
const SAMPLE: [language: string, k: number][] = [
  ...[0, 1, 2, 3, 4, 5].map((k): [string, number] => ['python', k]),
  ['typescript', 1],
  ['javascript', 2],
  ['java', 1],
  ['go', 1],
  ['csharp', 1],
];

describe('executions in real sandboxes', () => {
  it('pass at attempt k + 1, or end partial after five, in every language', async () => {
    // All at once: they wait for each other as in earnest.
    const started = await Promise.all(SAMPLE.map(async ([name, k]) => ({ name, k, id: await startWrong(stage, tongue(name), k) })));
    for (const { name, k, id } of started) await expectWrong(stage, tongue(name), k, id);
  }, 300_000);

  it('end failed, with the reason, when there never was a program', async () => {
    await expectBroken(stage, tongue('go'), await startBroken(stage, tongue('go')));
  }, 60_000);

  it('end an attempt that never ends at its time, and say so to the next', async () => {
    const { attempts } = await stage.ended(await stage.start('a calculator in Python, endless 1 times', { timeoutSeconds: 3, maxAttempts: 2 }));
    expect(attempts[0]).toMatchObject({ errorType: 'timeout', errorMessage: expect.stringContaining('It was not done after') });
    // Whether the next one is done in three seconds is a matter of the machine.
    expect(attempts).toHaveLength(2);
    expect(stage.prompts.some((prompt) => prompt.includes('Attempt 1 failed (timeout):\nIt was not done after'))).toBe(true);
  }, 60_000);

  it('work without any model, from templates', async () => {
    const { row } = await template.ended(await template.start('a function that says whether a number is prime, in Python'));
    expect(row).toMatchObject({ status: 'passed', attempt: 1, model: 'template', costUsd: 0 });
    const unknown = await template.ended(await template.start('a quantum simulator'));
    expect(unknown.row).toMatchObject({ status: 'failed', failure: { code: 'INTENT_NOT_UNDERSTOOD' }, files: null });
  }, 60_000);
});
