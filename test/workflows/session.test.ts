import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TURNS_PER_RUN_MAX } from '../../contracts/limits.js';
import { testEngines } from '../harness/engines.js';
import { largePayloads } from './payloads.js';
import { Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open((await testEngines()).temporalAddress);
});
afterAll(() => stage.close());

const QUIET = { options: { tests: true, docs: false, deployment: false, review: false } };
const TURNS = 250;
// What a browser still opens; the server's own limit is ten times that.
const HISTORY_BYTES_MAX = 5 * 1024 * 1024;

describe('a session', () => {
  it('of 250 turns goes on in new runs, each turn once, with small histories', async () => {
    const play = await stage.start(
      (_play, calm) => ({
        planTasks: () => Promise.resolve({ tasks: [{ id: 't1', role: 'dev', title: 'a long task' }], language: 'python' }),
        openSession: async (input) => ({ ...(await calm.openSession(input)), turnsMax: 1_000 }),
        work: ({ turn }) => Promise.resolve({ turn, ended: turn === TURNS ? { outcome: 'SUCCESS', summary: 'x'.repeat(8_000) } : null }),
      }),
      QUIET,
    );
    await play.approve('plan');
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.filter(({ name }) => name === 'work').map(({ input }) => input['turn'])).toEqual(Array.from({ length: TURNS }, (_, index) => index + 1));
    const runs = (await play.executions()).filter(({ type }) => type === 'agentSession');
    expect(runs).toHaveLength(Math.ceil(TURNS / TURNS_PER_RUN_MAX));
    let bytes = 0;
    for (const { workflowId, runId } of runs) {
      const history = await play.historyOf(workflowId, runId);
      bytes += JSON.stringify(history).length;
      expect(largePayloads(history)).toEqual([]);
    }
    expect(bytes).toBeLessThan(HISTORY_BYTES_MAX);
  });

  it('that reaches its limit of turns is a try that failed, not an error', async () => {
    let attempts = 0;
    const play = await stage.start(
      (_play, calm) => ({
        planTasks: () => Promise.resolve({ tasks: [{ id: 't1', role: 'dev', title: 'write' }], language: 'python' }),
        openSession: async (input) => ({ ...(await calm.openSession(input)), turnsMax: (attempts += 1) === 1 ? 3 : 40 }),
        work: ({ turn, turnsMax }) => Promise.resolve({ turn, ended: turnsMax === 40 ? { outcome: 'SUCCESS', summary: 'done' } : null }),
      }),
      QUIET,
    );
    await play.approve('plan');
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.filter(({ name }) => name === 'closeSession').map(({ input }) => [input['outcome'], input['summary']])).toEqual([
      ['SOFT_FAIL', 'the session reached its limit of 3 turns'],
      ['SUCCESS', 'done'],
    ]);
  });
});
