import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mergeTask } from '../../activities/build/tasks.js';
import { closeSession, openSession } from '../../activities/build/tries.js';
import { answerStep } from '../../activities/record.js';
import { MillwrightError } from '../../contracts/failures.js';
import type { Failpoint } from '../../activities/failpoint.js';
import { oneModel } from '../../activities/llm/one-model.js';
import type { ChatRequest } from '../../activities/llm/port.js';
import { call, says, uses } from '../harness/provider.js';
import { AgentStage, report } from './stage.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const write = (path: string, content: string) => call('write_file', { path, content });
const finish = () => call('finish', { summary: 'all done' });
const fails = {
  verdict: 'failed' as const,
  summary: '1 of 3 tests failed',
  checks: [
    {
      name: 'test',
      outcome: 'failed' as const,
      required: true,
      findings: [{ file: 't.py', line: 3, rule: 'assert', message: 'no' }],
      output: 'Traceback',
      durationMs: 1,
    },
  ],
  tests: { total: 3, failed: 1, skipped: 0, names: [] },
};

/** A failpoint that throws the first time it is passed: what a killed process leaves, seen by the next attempt. */
function diesAt(place: string): Failpoint {
  let fired = false;
  return (name, position) => {
    if (fired || `${name}:${position}` !== place) return;
    fired = true;
    throw new Error(`died at ${place}`);
  };
}

describe('a session', () => {
  it('works turn by turn until finish is accepted on exactly its commit', async () => {
    const session = await stage.session();
    const deps = stage.deps([uses(write('a.py', '1')), uses(write('b.py', '2'), call('run_checks'), finish())]);
    stage.checked.length = 0;
    expect(await stage.work(deps, session)).toEqual({ turn: 2, ended: { outcome: 'SUCCESS', summary: 'all done' } });
    // The verdict of run_checks on this very commit counts for finish as well.
    expect(stage.checked).toHaveLength(1);
    expect(stage.checked[0]?.files.map(({ path }) => path)).toEqual(['a.py', 'b.py']);
    const [row] = await stage.database.sql<{ head: string; turns: number }>('select head, turns from sessions where id = $1', [session.sessionId]);
    expect(row).toEqual({ head: await stage.git.store.head(session.projectId, session.branch), turns: 2 });
    const events = await stage.database.sql<{ kind: string }>('select kind from events where build_id = $1 order by seq', [session.buildId]);
    expect(events.map(({ kind }) => kind)).toEqual(['build.created', 'task.started', 'turn', 'tool', 'turn', 'tool', 'tool', 'tool']);
  });

  it('is not done when the checks fail, whatever the model says, and gives up after three refusals', async () => {
    const session = await stage.session();
    stage.verdict = () => report(fails);
    const done = await stage.work(stage.deps([uses(write('a.py', '1'), finish()), uses(write('a.py', '2'), finish()), uses(finish())]), session);
    stage.verdict = () => report();
    expect(done).toMatchObject({ turn: 3, ended: { outcome: 'SOFT_FAIL', summary: expect.stringContaining('refused 3 times') } });
    expect((await stage.steps(session)).find(({ tool }) => tool === 'finish')?.result).toMatch(/Not accepted[\s\S]*t\.py:3 assert: no[\s\S]*Traceback/);
    await closeSession(stage.deps(), { sessionId: session.sessionId, outcome: 'SOFT_FAIL', summary: 's', progress: 0 });
    await expect(mergeTask(stage.deps(), session.sessionId)).rejects.toMatchObject({ code: 'CHECKS_FAILED' });
  });

  it('ends when the model only talks', async () => {
    const session = await stage.session();
    expect(await stage.work(stage.deps([says('I will'), says(''), says('soon')]), session)).toMatchObject({
      turn: 3,
      ended: { outcome: 'SOFT_FAIL', summary: expect.stringContaining('without using a tool') },
    });
  });

  it('waits for the answer to its question and goes on with it', async () => {
    const session = await stage.session();
    const deps = stage.deps([uses(write('a.py', '1'), call('ask_human', { question: 'which port?' }), write('never.py', 'x')), uses(finish())]);
    expect(await stage.work(deps, session)).toEqual({ turn: 1, ended: { outcome: 'QUESTION', summary: 'which port?', call: 1 } });
    expect(await stage.work(deps, session)).toMatchObject({ ended: { outcome: 'QUESTION' } });
    await answerStep(deps, { sessionId: session.sessionId, turn: 1, call: 1, answer: '8080' });
    expect(await stage.work(deps, session, { turn: 2 })).toMatchObject({ ended: { outcome: 'SUCCESS' } });
    expect(deps.provider.requests[1]?.messages.filter(({ role }) => role === 'tool').map(({ content }) => content)).toEqual([
      expect.stringMatching(/^Wrote a\.py/),
      'The person answers: 8080',
      '(not run: the session went on without it)',
    ]);
    expect(await stage.read(session, 'never.py')).toBeNull();
  });

  it('hears what a person says between two turns', async () => {
    const session = await stage.session();
    const deps = stage.deps([uses(call('note', { text: 'n' })), uses(finish())]);
    await stage.work(deps, session, { turnsMax: 1 });
    await stage.database.sql(`insert into guidance (id, build_id, text, user_id) values ($1, $1, 'use sqlite', 'local')`, [session.buildId]);
    await stage.work(deps, session, { turn: 2 });
    expect(deps.provider.requests[1]?.messages.at(-1)).toMatchObject({ role: 'user', content: expect.stringContaining('use sqlite') });
  });

  it('says BUDGET when the money is gone, and goes on at the same turn with more', async () => {
    const session = await stage.session({ budgetUsd: 0.000001 });
    const deps = stage.deps([uses(finish())]);
    const costly = {
      ...deps,
      models: oneModel(
        Object.assign(Object.create(deps.provider) as typeof deps.provider, { price: { promptUsdPerMillion: 100, completionUsdPerMillion: 100 } }),
      ),
    };
    expect(await stage.work(costly, session)).toMatchObject({ turn: 1, ended: { outcome: 'BUDGET' } });
    await stage.database.sql('update builds set budget_usd = 100 where id = $1', [session.buildId]);
    expect(await stage.work(costly, session)).toMatchObject({ turn: 1, ended: { outcome: 'SUCCESS' } });
    expect(deps.provider.requests).toHaveLength(1);
  });

  it('leaves what the model endpoint refuses to the retry', async () => {
    const session = await stage.session();
    await expect(stage.work(stage.deps([() => Promise.reject(new MillwrightError('LLM_UNAVAILABLE', 'away'))]), session)).rejects.toMatchObject({
      code: 'LLM_UNAVAILABLE',
    });
  });
});

describe('an attempt after one that died', () => {
  const turns = () => [uses(write('a.py', '1'), write('b.py', '2')), uses(call('edit_file', { path: 'a.py', old: '1', new: '3' }), finish())];

  it.each(['llm:before', 'llm:after', 'act:before', 'act:after', 'commit:before', 'commit:after'])(
    'goes on where the rows end, with the same commits as a calm run (died at %s)',
    async (place) => {
      const session = await stage.session();
      const answers = turns();
      const first = stage.deps([...answers, ...answers], { failpoint: diesAt(place) });
      await expect(stage.work(first, session)).rejects.toThrow(`died at ${place}`);
      // The model answers the call that was lost once more; every other answer is the stored one.
      const again = stage.deps(place === 'llm:before' || place === 'llm:after' ? answers : answers.slice(1));
      expect(await stage.work(again, session, { retry: true })).toMatchObject({ turn: 2, ended: { outcome: 'SUCCESS' } });
      expect((await stage.steps(session)).map(({ turn, call: index, ok }) => [turn, index, ok])).toEqual([
        [1, 0, true],
        [1, 1, true],
        [2, 0, true],
        [2, 1, true],
      ]);
      expect([await stage.read(session, 'a.py'), await stage.read(session, 'b.py')]).toEqual(['3', '2']);
      expect(stage.git.git(session.projectId, 'rev-list', '--count', session.branch).trim()).toBe('4');
    },
  );

  it('finds nothing left to do when all was recorded', async () => {
    const session = await stage.session();
    const done = await stage.work(stage.deps(turns()), session);
    const idle = stage.deps([]);
    expect(await stage.work(idle, session, { retry: true })).toEqual(done);
    expect(idle.provider.requests).toHaveLength(0);
  });

  it('wins over a zombie that wakes up: one set of rows, one line of commits', async () => {
    const session = await stage.session();
    const answers = turns();
    // By what was said before and not by who asks: an attempt that comes late may begin at the second turn.
    const model = (request: ChatRequest) => answers[request.messages.filter(({ role }) => role === 'assistant').length] ?? says('nothing is left');
    const results = await Promise.allSettled(Array.from({ length: 3 }, () => stage.work(stage.deps([model]), session)));
    const again = await stage.work(stage.deps([model]), session, { retry: true });
    expect(again).toMatchObject({ ended: { outcome: 'SUCCESS' } });
    for (const result of results) if (result.status === 'rejected') expect(String(result.reason)).toMatch(/LEASE_LOST/);
    expect(await stage.steps(session)).toHaveLength(4);
    expect(stage.git.git(session.projectId, 'rev-list', '--count', session.branch).trim()).toBe('4');
  });
});

describe('commands', () => {
  it('run on exactly the files of the commit, in one container, and their changes are committed', async () => {
    const session = await stage.session();
    stage.sandbox.log.length = 0;
    stage.sandbox.onCommand = (command, files) =>
      command === 'make'
        ? {
            changes: {
              written: [{ path: 'out.txt', content: Buffer.from([...files.keys()].join()) }],
              refused: [{ path: 'link', reason: 'links are refused' }],
            },
          }
        : { stdout: [...files.keys()].sort().join() };
    await stage.work(
      stage.deps([
        uses(
          write('a', '1'),
          call('run_command', { command: 'ls' }),
          write('b', '2'),
          call('run_command', { command: 'ls' }),
          call('run_command', { command: 'make' }),
        ),
      ]),
      session,
      { turnsMax: 1 },
    );
    const steps = await stage.steps(session);
    expect(stage.sandbox.log).toEqual(['open 1.1#1', 'reset', 'run ls', 'apply +1 -0', 'run ls', 'run make']);
    expect(steps[3]?.result).toBe('exit code 0\nstdout:\na,b');
    expect(steps[4]).toMatchObject({
      ok: true,
      commit: expect.any(String),
      result: expect.stringMatching(/files changed: out\.txt[\s\S]*not kept: link: links are refused/),
    });
    expect(await stage.read(session, 'out.txt')).toBe('a,b');
  });

  it('of a retry run in a new container filled from git: what the attempt before left is gone', async () => {
    const session = await stage.session();
    const answers = [uses(write('a', '1'), call('run_command', { command: 'first' })), uses(call('run_command', { command: 'second' }))];
    stage.sandbox.onCommand = () => ({});
    const deps = stage.deps(answers);
    await stage.work(deps, session, { turnsMax: 1 });
    stage.sandbox.log.length = 0;
    // The same worker still holds the container, and another one that never saw it does not.
    await stage.work(deps, session, { turn: 2, turnsMax: 2, retry: true });
    expect(stage.sandbox.log).toEqual(['remove 1.1#1', 'open 1.1#2', 'reset', 'run second']);
    stage.sandbox.log.length = 0;
    await stage.work(stage.deps([uses(call('run_command', { command: 'third' }))]), session, { turn: 3, turnsMax: 3 });
    expect(stage.sandbox.log).toEqual(['remove 1.1#2', 'open 1.1#3', 'reset', 'run third']);
  });

  it('that end by a limit are said to, and the container is not trusted afterwards', async () => {
    const session = await stage.session();
    const outcomes = ['timeout', 'oom', 'output_cut', 'killed'] as const;
    stage.sandbox.log.length = 0;
    stage.sandbox.onCommand = (command) => ({ outcome: command as 'oom', exitCode: null });
    await stage.work(stage.deps([uses(...outcomes.map((command) => call('run_command', { command })))]), session, { turnsMax: 1 });
    expect((await stage.steps(session)).map(({ ok, result }) => [ok, result.split(':')[0]])).toEqual(outcomes.map(() => [false, 'stopped']));
    expect(stage.sandbox.log.filter((entry) => entry === 'reset')).toHaveLength(4);
  });
});

describe('tries of a task', () => {
  it('go on from what the one before left, and only a finished one is merged', async () => {
    const session = await stage.session();
    const deps = stage.deps([uses(write('half.py', '1'))]);
    await stage.work(deps, session, { turnsMax: 1 });
    await closeSession(deps, { sessionId: session.sessionId, outcome: 'SOFT_FAIL', summary: 'limit', progress: 20 });
    const { sessionId } = await openSession(deps, { buildId: session.buildId, taskId: 't1', generation: 1, attempt: 2 });
    const second = { ...session, sessionId, branch: `agt/${session.buildId}/t1-1.2` };
    expect(await stage.read(second, 'half.py')).toBe('1');
    const finishing = stage.deps([uses(write('rest.py', '2'), finish())]);
    await stage.work(finishing, second);
    for (let time = 0; time < 2; time += 1) await closeSession(finishing, { sessionId, outcome: 'SUCCESS', summary: 'done', progress: 40 });
    const merged = await mergeTask(finishing, sessionId);
    expect(await mergeTask(finishing, sessionId)).toEqual(merged);
    expect((await stage.git.store.list(session.projectId, 'main')).map(({ path }) => path)).toEqual(['half.py', 'rest.py']);
    expect(await stage.database.sql('select status, attempts from tasks where build_id = $1', [session.buildId])).toEqual([{ status: 'done', attempts: 2 }]);
  });
});
