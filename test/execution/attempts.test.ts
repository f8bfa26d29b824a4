import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { noFailpoint } from '../../activities/failpoint.js';
import { findUserArtifact } from '../../db/queries/artifacts.js';
import { largePayloads } from '../workflows/payloads.js';
import { bundleCode } from '../workflows/stage.js';
import { ExecutionStage } from './stage.js';

let stage: ExecutionStage;
beforeAll(async () => {
  stage = await ExecutionStage.open();
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.failpoint = noFailpoint;
  stage.onChecks = () => Promise.resolve();
});

const states = (attempts: { attempt: number; state: string; errorType: string | null }[]) =>
  attempts.map(({ attempt, state, errorType }) => [attempt, state, errorType]);
const asked = (id: string) =>
  stage.agents.database.sql<{ key: string; sends: number }>('select key, sends from llm_calls where build_id = $1 order by key', [id]);

describe('a model that is wrong k times', () => {
  it.each([0, 1, 2, 3, 4])('passes at attempt k + 1 for k = %i', async (k) => {
    const id = await stage.start(`a calculator in Python, wrong ${k} times`);
    const { row, attempts, events } = await stage.ended(id);
    expect(row).toMatchObject({ status: 'passed', attempt: k + 1, failure: null, model: 'scripted' });
    expect(states(attempts)).toEqual([...Array.from({ length: k }, (_, index) => [index + 1, 'failed', 'test']), [k + 1, 'passed', null]]);
    expect(row.explanation).toMatch(new RegExp(`^Attempt ${k + 1} of 5 passed: 2 tests passed\\.`));
    expect(row.files?.map(({ path, kind }) => [path, kind])).toEqual([
      ['calculator.py', 'code'],
      ['tests/test_calculator.py', 'test'],
    ]);
    if (k > 0) {
      expect(attempts[0]).toMatchObject({
        errorMessage: 'tests/test_calculator.py:9: test_subtract: assert 8 == 2',
        fixApplied: null,
        testsTotal: 2,
        testsPassed: 1,
      });
      expect(attempts[1]?.fixApplied).toBe('changed calculator.py (+1 -1 lines)'.replace('+1 -1', k === 1 ? '+2 -2' : '+1 -1'));
    }
    expect(events.map(({ kind }) => kind).filter((kind) => kind !== 'budget')).toEqual([
      'execution.queued',
      'execution.started',
      ...attempts.flatMap(() => ['attempt.started', 'attempt.written', 'attempt.ended']),
      'execution.ended',
    ]);
    expect(await asked(id)).toHaveLength(k + 1);
    expect(row.costUsd).toBeGreaterThan(0);
    expect(row.reservedUsd).toBe(0);
    expect(row.costUsd).toBeCloseTo(
      attempts.reduce((sum, { costUsd }) => sum + costUsd, 0),
      6,
    );
  });

  it('ends partial after five attempts, with the best code and why', async () => {
    const { row, attempts } = await stage.ended(await stage.start('a calculator in Python, wrong 5 times'));
    expect(row).toMatchObject({ status: 'partial', attempt: 5, failure: null, output: 'what pytest said' });
    expect(states(attempts)).toEqual([1, 2, 3, 4, 5].map((attempt) => [attempt, 'failed', 'test']));
    expect(row.explanation?.split('\n')).toEqual([
      'None of 5 attempts passed its checks.',
      'The best code so far is that of attempt 5: 1 of 2 tests pass. Still wrong (test): tests/test_calculator.py:9: test_subtract: assert 8 == 2',
      ...attempts.map(
        ({ attempt, fixApplied }) =>
          `- attempt ${attempt}: test: tests/test_calculator.py:9: test_subtract: assert 8 == 2${fixApplied ? ` (${fixApplied})` : ''}`,
      ),
      'To go on: retry it, with guidance that says what is wanted or where the mistake is.',
    ]);
    expect(row.files?.[0]?.content).toContain('# attempt 5');
  });

  it('ends failed when no test of any attempt passed', async () => {
    const { row } = await stage.ended(await stage.start('a calculator in Python, broken 5 times', { maxAttempts: 2 }));
    expect(row).toMatchObject({ status: 'failed', attempt: 2, failure: { code: 'ATTEMPTS_USED_UP' } });
    expect(row.explanation).toContain('None of 2 attempts passed its checks.\nThe code shown is that of attempt 2: 0 of 1 tests pass.');
  });

  it('counts an answer without code as an attempt and says why to the model', async () => {
    const { row, attempts } = await stage.ended(await stage.start('a calculator in Python, prose 1 times'));
    expect(row).toMatchObject({ status: 'passed', attempt: 2 });
    expect(states(attempts)).toEqual([
      [1, 'failed', 'answer_unusable'],
      [2, 'passed', null],
    ]);
    expect(attempts[0]?.errorMessage).toMatch(/has no code/);
  });
});

describe('what is kept of it', () => {
  it('is a ZIP, or a branch in a project of its own, when the person wants that', async () => {
    const [zip, pr] = await Promise.all([
      stage.start('a calculator in Python', { outputPreference: 'zip' }),
      stage.start('a calculator in Python', { outputPreference: 'pr' }),
    ]);
    const kept = (await stage.ended(zip)).row;
    const artifact = await findUserArtifact(stage.db.orm, 'local', kept.artifactId ?? '');
    expect(artifact).toMatchObject({ name: `${zip}.zip`, mediaType: 'application/zip', userId: 'local' });
    expect((await stage.agents.blobs.read(artifact?.id ?? ''))?.subarray(0, 2).toString()).toBe('PK');
    const { branch } = (await stage.ended(pr)).row;
    expect(branch).toMatchObject({ branch: `agt/${pr}`, project_id: pr.replace('exec-', 'proj-') });
    const file = await stage.agents.git.store.read(branch?.project_id ?? '', branch?.branch ?? '', 'calculator.py');
    expect(file?.toString()).toContain('return a - b');
  });
});

describe('another round', () => {
  it('goes on from the best code, with what the person adds', async () => {
    const id = await stage.start('a calculator in Python, wrong 1 times', { maxAttempts: 1 });
    expect((await stage.ended(id)).row).toMatchObject({ status: 'partial', round: 1 });
    const before = stage.prompts.length;
    await stage.retry(id, { guidance: 'subtracting is the other way round', maxAttempts: 2 });
    const { row, attempts, events } = await stage.ended(id, 2);
    expect(row).toMatchObject({ status: 'passed', round: 2, attempt: 2 });
    expect(attempts.map(({ round, attempt, state }) => [round, attempt, state])).toEqual([
      [1, 1, 'failed'],
      [2, 1, 'failed'],
      [2, 2, 'passed'],
    ]);
    expect(events.filter(({ kind }) => kind === 'execution.ended').map(({ data }) => data['round'])).toEqual([1, 2]);
    const prompts = stage.prompts.slice(before);
    expect(prompts).toHaveLength(2);
    expect(prompts[0]).toContain('subtracting is the other way round');
    expect(prompts[0]).toContain('calculator.py\n# attempt 1');
    expect(prompts[1]).toContain('Attempt 1 failed (test):\ntests/test_calculator.py:9: test_subtract: assert 8 == 2');
  });
});

describe('what can get in the way', () => {
  it('is no second purchase and no second attempt: activities that fail after their effect run again', async () => {
    const failed = new Set<string>();
    stage.failpoint = (name, at) => {
      const point = `${name}:${at}`;
      if (!/^(llm|execution-|writeAttempt|runAttempt|endExecution)/.test(name) || at === 'before' || at === 'reported' || failed.has(point)) return;
      failed.add(point);
      // As a process that dies right there, as far as rows can tell.
      throw new Error(`died at ${point}`);
    };
    const id = await stage.start('a calculator in Python, wrong 1 times');
    const { row, attempts, events } = await stage.ended(id);
    expect([...failed].sort()).toEqual([
      'endExecution:after',
      'execution-attempt:after',
      'execution-end:after',
      'execution-write:after',
      'llm:after',
      'runAttempt:after',
      'writeAttempt:after',
    ]);
    expect(row).toMatchObject({ status: 'passed', attempt: 2 });
    expect(states(attempts)).toEqual([
      [1, 'failed', 'test'],
      [2, 'passed', null],
    ]);
    expect(events.filter(({ kind }) => kind !== 'budget')).toHaveLength(9);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    // Only the call whose answer was lost before it was stored was sent twice, and is booked as uncertain.
    expect((await asked(id)).map(({ sends }) => sends)).toEqual([2, 1]);
  });

  it('is a budget that is spent: it ends with what there is', async () => {
    const { row } = await stage.ended(await stage.start('a calculator in Python', { budgetUsd: 0.000001 }));
    expect(row).toMatchObject({ status: 'failed', failure: { code: 'BUDGET_EXHAUSTED' }, costUsd: 0 });
    expect(row.failure?.detail).toContain(`POST /api/execute/${row.id}/retry`);
    expect(row.explanation).toContain('larger budget_usd');
  });

  it('is the money of a user: an execution counts for the month, and is told the alert once', async () => {
    await stage.agents.database.sql(`insert into users (id, name, role) values ('alma', 'alma', 'developer')`);
    const { row, events } = await stage.ended(await stage.start('a calculator in Python, wrong 2 times', { userId: 'alma' }));
    expect(events.filter(({ kind }) => kind === 'budget').map(({ data }) => data)).toMatchObject([
      { budget_usd: 1, detail: expect.stringContaining('COST_ALERT_THRESHOLD') },
    ]);
    const [month] = await stage.agents.database.sql<{ cost_usd: string; reserved_usd: string }>(
      `select cost_usd, reserved_usd from spending where owner = 'alma' and scope = 'month'`,
    );
    expect([Number(month?.cost_usd), Number(month?.reserved_usd)]).toEqual([row.costUsd, 0]);
  });

  it('is a person who stops it: the best code so far is kept', async () => {
    const id = await stage.start('a calculator in Python, wrong 5 times');
    stage.onChecks = cancelAtSecond(id);
    const { row, attempts } = await stage.ended(id);
    expect(row).toMatchObject({ status: 'partial', attempt: 2, failure: { code: 'STOPPED', title: 'The execution was stopped' } });
    expect(attempts.map(({ state, summary }) => [state, summary])).toEqual([
      ['failed', '1 of 2 tests failed'],
      ['failed', 'it was not finished'],
    ]);
    expect(row.explanation).toContain('It ended after 2 of 5 attempts: It was stopped.');
  });
});

function cancelAtSecond(id: string): typeof stage.onChecks {
  return async ({ buildId, signal }) => {
    if (buildId !== id || stage.checked.filter((request) => request.buildId === id).length < 2) return;
    await stage.client.workflow.getHandle(id).cancel();
    await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
  };
}

describe('its history', () => {
  it('holds references only, and replays', async () => {
    const id = await stage.start('a calculator in Python, wrong 2 times');
    await stage.ended(id);
    const history = await stage.client.workflow.getHandle(id).fetchHistory();
    const texts = textsIn(history);
    expect(texts.some((text) => text.includes(id))).toBe(true);
    expect(largePayloads(history)).toEqual([]);
    expect(texts.filter((text) => /def subtract|test_subtract/.test(text))).toEqual([]);
    await expect(Worker.runReplayHistory({ workflowBundle: { code: bundleCode() }, replayName: 'execution' }, history, id)).resolves.toBeUndefined();
  });
});

/** Everything in bytes, as text: that is how a history carries payloads. */
function textsIn(value: unknown): string[] {
  if (value instanceof Uint8Array || ArrayBuffer.isView(value)) return [Buffer.from(value as Uint8Array).toString('utf8')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('the language', () => {
  it('is asked of a model when nobody could tell', async () => {
    const { row, events } = await stage.ended(await stage.start('a calculator', { language: null, languageSource: null }));
    expect(row).toMatchObject({ status: 'passed', language: 'python', languageSource: 'model' });
    expect(events.map(({ kind }) => kind)).toContain('language.detected');
  });
});
