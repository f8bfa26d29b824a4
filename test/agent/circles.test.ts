/** The ladder: a session that goes in circles is told something new once, then ends as stuck. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Failpoint } from '../../activities/failpoint.js';
import { call, uses } from '../harness/provider.js';
import { AgentStage, report } from './stage.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const miss = (guess: string) => uses(call('edit_file', { path: 'a.py', old: `guess ${guess}`, new: 'x' }));
const start = () => uses(call('write_file', { path: 'a.py', content: 'the_real_text = 1\n' }));
const finish = () => uses(call('finish', { summary: 'done' }));

describe('a session that goes in circles', () => {
  it('is told what it does not see: the real text, what was tried; and goes on', async () => {
    const session = await stage.session();
    const deps = stage.deps([start(), miss('p'), miss('q'), miss('r'), finish()]);
    expect(await stage.work(deps, session)).toMatchObject({ turn: 5, ended: { outcome: 'SUCCESS' } });
    const told = deps.provider.requests[4]!.messages.at(-2);
    expect(told).toMatchObject({
      role: 'user',
      content: expect.stringMatching(
        /same error came three times[\s\S]*a\.py as it really is:\n```file\n1: the_real_text = 1[\s\S]*Tried already:\n- write_file/,
      ),
    });
    expect(deps.provider.requests.slice(0, 4).some(({ messages }) => JSON.stringify(messages).includes('three times'))).toBe(false);
    expect(await stage.database.sql(`select data->>'text' as text from events where build_id = $1 and kind = 'note'`, [session.buildId])).toEqual([
      { text: expect.stringContaining('going in circles') },
    ]);
  });

  it('ends as stuck when telling did not help', async () => {
    const session = await stage.session();
    const again = ['p', 'q', 'r', 's', 't', 'u', 'v'].map(miss);
    const done = await stage.work(stage.deps([start(), ...again]), session);
    expect(done).toEqual({ turn: 7, ended: { outcome: 'SOFT_FAIL', stuck: true, summary: expect.stringContaining('stuck: the same error three times') } });
  });

  it('hears the failing assertion when its changes do not touch the cause', async () => {
    const session = await stage.session();
    const findings = [{ file: 'a.py', line: 2, rule: 'test-failed', message: 'test_total: assert 3 == 4' }];
    stage.verdict = () =>
      report({ verdict: 'failed', summary: '1 failed', checks: [{ name: 'test', outcome: 'failed', required: true, findings, output: '', durationMs: 1 }] });
    const turn = (n: number) => uses(call('write_file', { path: 'a.py', content: `one\ntwo ${n}\nthree\n` }), call('run_checks'));
    const deps = stage.deps([turn(1), turn(2), turn(3), uses(call('note', { text: 'hm' }))]);
    await stage.work(deps, session, { turnsMax: 4 });
    stage.verdict = () => report();
    expect(deps.provider.requests[3]!.messages.at(-2)?.content).toMatch(
      /Three rounds[\s\S]*around line 2:[\s\S]*2: two 3[\s\S]*What fails[\s\S]*assert 3 == 4/,
    );
  });

  it.each(['nudge:before', 'nudge:after'])('is told once, whatever dies when (at %s)', async (place) => {
    const session = await stage.session();
    const answers = [start(), miss('p'), miss('q'), miss('r')];
    let died = false;
    const failpoint: Failpoint = (name, position) => {
      if (died || `${name}:${position}` !== place) return;
      died = true;
      throw new Error('died');
    };
    await expect(stage.work(stage.deps(answers, { failpoint }), session)).rejects.toThrow('died');
    const after = stage.deps([finish()]);
    expect(await stage.work(after, session, { retry: true })).toMatchObject({ turn: 5, ended: { outcome: 'SUCCESS' } });
    expect(after.provider.requests).toHaveLength(1);
    expect(after.provider.requests[0]!.messages.filter((message) => message.role === 'user' && message.content.includes('three times'))).toHaveLength(1);
    expect(await stage.database.sql(`select turn from context_marks where session_id = $1`, [session.sessionId])).toEqual([{ turn: 4 }]);
  });
});
