import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createVariants, type VariantRunner } from '../../activities/checks/variants.js';
import { file, imagesDir, testEngine, type TestEngine } from '../sandbox/engine.js';

let engine: TestEngine;
let variants: VariantRunner;
beforeAll(async () => {
  engine = await testEngine();
  variants = createVariants({ driver: engine.driver, imagesDir });
  await engine.driver.ensureImage('python');
}, 300_000);
afterAll(() => engine.close());

const ADD = 'def add(a, b):\n    return a + b\n';
const files = [file('app/add.py', ADD), file('test_add.py', 'from app.add import add\n\n\ndef test_add():\n    assert add(2, 2) == 4\n')];
const variant = (text: string) => [file('app/add.py', text)];
const run = (seconds: number) =>
  variants({
    name: 'variants',
    buildId: 'int-code-test',
    language: 'python',
    files,
    seconds,
    variants: [variant(ADD.replace('+', '-')), variant(ADD.replace('+', '*')), variant(ADD)],
  });

describe('variants of a tree', () => {
  it('are each tried on their own: what one changed is gone for the next', async () => {
    expect(await run(60)).toEqual(['failed', 'passed', 'passed']);
    expect(await engine.containers()).toEqual([]);
  });

  it('end when the time is over, with one tried at least', async () => {
    expect(await run(0)).toEqual(['failed']);
  });
});
