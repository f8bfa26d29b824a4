/** One cell of the table languages x wrong answers: how an execution must end, as its users read it over HTTP. */
import { expect } from '@jest/globals';
import { execution } from '../../api/present-execution.js';
import { executionSchema } from '../../schemas/execution.js';
import { calculators } from '../tools/scripted-llm/scripts/calculators.js';
import type { ExecutionStage } from './stage.js';

/** A language as a person names it, its image, and what its test runner says of the test that fails. */
export interface Tongue {
  name: string;
  image: string;
  /** Of an attempt whose one test fails: the first line of its error. */
  wrong: RegExp;
  /** The kind of error of a program that is none: compilers say it before any test runs. */
  broken: 'build' | 'test' | 'no_tests';
}

export const TONGUES: readonly Tongue[] = [
  { name: 'python', image: 'python', wrong: /^tests\/test_calculator\.py:9: .*test_subtract/, broken: 'test' },
  { name: 'typescript', image: 'node', wrong: /^test\/calculator\.test\.ts:6: .*subtracts/, broken: 'build' },
  { name: 'javascript', image: 'node', wrong: /^test\/calculator\.test\.mjs:6: .*subtracts/, broken: 'test' },
  { name: 'java', image: 'java', wrong: /CalculatorTest\.java:\d+: .*subtracts/, broken: 'build' },
  { name: 'go', image: 'go', wrong: /^calculator_test\.go:\d+: .*TestSubtract/, broken: 'build' },
  { name: 'csharp', image: 'csharp', wrong: /CalculatorTests\.cs:\d+: .*Subtracts/, broken: 'build' },
];

export const tongue = (name: string): Tongue => {
  const found = TONGUES.find((each) => each.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

const ATTEMPTS = 5;
// As an installation has it: a machine that is busy with other tests must not end an attempt.
const timeoutSeconds = 300;

/** Starts an execution whose model is wrong `k` times. */
export function startWrong(stage: ExecutionStage, { name, image }: Tongue, k: number): Promise<string> {
  return stage.start(`a calculator, wrong ${k} times`, { language: image, dialect: name === image ? null : name, timeoutSeconds });
}

/** Starts one whose model never writes a program. */
export function startBroken(stage: ExecutionStage, { name, image }: Tongue): Promise<string> {
  return stage.start('a calculator, broken 2 times', { language: image, dialect: name === image ? null : name, maxAttempts: 2, timeoutSeconds });
}

/** What `GET /execute/{id}` answers once it has ended, held against the OpenAPI document. */
async function answered(stage: ExecutionStage, id: string) {
  const { row, attempts } = await stage.ended(id);
  return executionSchema.parse(execution(row, { attempts, artifact: null, queue: null, tier: 'registered', repository: null }));
}

/** Attempts, statuses, partial result and explanation of an execution whose model was wrong `k` times. */
export async function expectWrong(stage: ExecutionStage, { name, wrong }: Tongue, k: number, id: string): Promise<void> {
  const answer = await answered(stage, id);
  const { path, module } = calculators[name]!;
  const passes = k < ATTEMPTS;
  const attempt = Math.min(k + 1, ATTEMPTS);
  const failed = answer.attempts.slice(0, Math.min(k, ATTEMPTS));
  expect(answer).toMatchObject({
    status: passes ? 'passed' : 'partial',
    language: name,
    round: 1,
    attempt,
    max_attempts: ATTEMPTS,
    failure: null,
    queue: null,
  });
  expect(answer.attempts.map(({ attempt: number, status }) => [number, status])).toEqual([
    ...failed.map((_, index) => [index + 1, 'failed']),
    ...(passes ? [[attempt, 'passed']] : []),
  ]);
  for (const each of failed) {
    expect(each).toMatchObject({ error_type: 'test', tests: { total: 2, passed: 1 } });
    expect(each.error_message?.split('\n', 1)[0]).toMatch(wrong);
  }
  if (passes) expect(answer.attempts.at(-1)).toMatchObject({ error_type: null, error_message: null, tests: { total: 2, passed: 2 } });
  // The code of the attempt that passed; else the best so far, the last of equals.
  expect(answer.code).toBe(module(passes ? '-' : '+', attempt));
  expect(answer.tests).toBe(calculators[name]!.tests);
  expect(answer.files.find(({ kind }) => kind === 'code')?.path).toBe(path);
  expect(answer.output).not.toBeNull();
  expectExplained(answer, passes);
}

function expectExplained({ explanation, attempts, attempt }: Awaited<ReturnType<typeof answered>>, passes: boolean): void {
  const firstLine = (text: string | null) => (text ?? '').split('\n', 1)[0]?.slice(0, 200);
  const tried = attempts
    .filter(({ status }) => status === 'failed')
    .map((each) => `- attempt ${each.attempt}: test: ${firstLine(each.error_message)}${each.fix_applied ? ` (${each.fix_applied})` : ''}`);
  const lines = explanation?.split('\n') ?? [];
  if (passes) {
    expect(lines[0]).toMatch(new RegExp(`^Attempt ${attempt} of ${ATTEMPTS} passed: 2 tests passed`));
    expect(lines.slice(1)).toEqual(tried);
    return;
  }
  expect(lines[0]).toBe('None of 5 attempts passed its checks.');
  expect(lines[1]).toMatch(/^The best code so far is that of attempt 5: 1 of 2 tests pass\. Still wrong \(test\): /);
  expect(lines.slice(2)).toEqual([...tried, 'To go on: retry it, with guidance that says what is wanted or where the mistake is.']);
}

/** One that never had a program: `failed`, with what was tried and why it is none. */
export async function expectBroken(stage: ExecutionStage, { broken }: Tongue, id: string): Promise<void> {
  const answer = await answered(stage, id);
  expect(answer).toMatchObject({ status: 'failed', attempt: 2, max_attempts: 2, failure: { code: 'ATTEMPTS_USED_UP' } });
  expect(answer.attempts.map(({ status, error_type, tests }) => [status, error_type, tests.passed])).toEqual([
    ['failed', broken, 0],
    ['failed', broken, 0],
  ]);
  expect(answer.code).toContain('this is no program, attempt 2');
  expect(answer.explanation).toMatch(/^None of 2 attempts passed its checks\.\nThe code shown is that of attempt 2: /);
}
