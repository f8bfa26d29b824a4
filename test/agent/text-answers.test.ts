import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callsOf } from '../../activities/agent/text-answer.js';
import { call, says, uses } from '../harness/provider.js';
import { AgentStage } from './stage.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const ALL = ['write_file', 'edit_file', 'delete_file', 'finish'];
const FILES = '```python:a.py\nx = 1\n```\n\n```python:b.py\ny = 2\n```\n';

describe('an answer in plain text', () => {
  it('is applied as one step with one commit, and told what came of it', async () => {
    const session = await stage.session();
    const deps = stage.deps([says(FILES), says('a.py\n<<<<<<< SEARCH\nx = 1\n=======\nx = (\n>>>>>>> REPLACE'), says('FINISH: both files are there')]);
    expect(await stage.work(deps, session)).toMatchObject({ ended: { outcome: 'SUCCESS', summary: 'both files are there' } });
    const steps = await stage.steps(session);
    expect(steps.map(({ turn, tool, ok, commit }) => [turn, tool, ok, commit !== null])).toEqual([
      [1, 'apply_answer', true, true],
      [2, 'apply_answer', true, true],
      [3, 'finish', true, false],
    ]);
    expect(steps[0]?.result).toBe('Wrote a.py (+1 -0 lines).\nWrote b.py (+1 -0 lines).');
    expect(steps[1]?.result).toMatch(/^Edited a\.py \(\+1 -1 lines\)\. It does NOT parse: line 1/);
    const told = deps.provider.requests[1]!.messages;
    const said = told.findIndex((message) => message.role === 'assistant');
    expect(told.slice(said, said + 2)).toEqual([
      { role: 'assistant', content: FILES, toolCalls: [] },
      { role: 'user', content: steps[0]?.result },
    ]);
    expect(stage.checked).toHaveLength(1);
    expect(stage.git.git(session.projectId, 'rev-list', '--count', session.branch).trim()).toBe('3');
  });

  it('is done once, however often its turn is worked on', async () => {
    const session = await stage.session();
    const deps = stage.deps([says(FILES), says('soon')]);
    await stage.work(deps, session, { turnsMax: 1 });
    const again = stage.deps([]);
    await stage.work(again, session, { turnsMax: 1, retry: true });
    expect(again.provider.requests).toHaveLength(0);
    expect(await stage.steps(session)).toHaveLength(1);
    expect(stage.git.git(session.projectId, 'rev-list', '--count', session.branch).trim()).toBe('2');
  });

  it('is applied not at all when a part of it cannot be, and the reason goes back', async () => {
    const session = await stage.session();
    const deps = stage.deps([says(`${FILES}\`\`\`python:../c.py\nz = 3\n\`\`\``), says('```python:a.py\ncut'), says('ok')]);
    await stage.work(deps, session, { turnsMax: 3 });
    expect((await stage.steps(session)).map(({ ok, commit }) => [ok, commit])).toEqual([
      [false, null],
      [false, null],
    ]);
    const told = (request: number) => deps.provider.requests[request]!.messages.map(({ content }) => content).join('\n');
    expect(told(1)).toMatch(/Nothing was changed\. "\.\.\/c\.py": the path leaves the project/);
    expect(told(2)).toMatch(/no closing fence.*cut/);
    expect(await stage.read(session, 'a.py')).toBeNull();
  });

  it('that claims to be done ends nothing that the checks refuse', async () => {
    const session = await stage.session();
    stage.verdict = () => ({
      verdict: 'failed',
      summary: '1 failed',
      checks: [],
      tests: { total: 1, failed: 1, skipped: 0, names: [] },
      coveragePercent: null,
    });
    const done = await stage.work(stage.deps([says('I have completed the task. All tests pass.')]), session);
    expect(done).toMatchObject({ ended: { outcome: 'SOFT_FAIL', summary: expect.stringContaining('finish was refused 3 times') } });
  });

  it('asks for the same calls whenever it is read, and only for what the role may', () => {
    const answer = says(FILES);
    expect(callsOf(answer, ALL)).toEqual(callsOf(structuredClone(answer), ALL));
    expect(callsOf(answer, ['read_file'])).toEqual([]);
    expect(callsOf(says('DONE', { toolCalls: [call('note', {})] }), ALL)).toMatchObject([{ name: 'note' }]);
    expect(callsOf(says('Is the task done?'), ALL)).toEqual([]);
    expect(callsOf(says('DONE', { finishReason: 'length' }), ALL)).toEqual([]);
    expect(callsOf(says('I would write a function.'), ALL)).toEqual([]);
    for (const text of ['**DONE**', 'All good.\n\nFINISH: it works', 'The task is complete.', "I've finished the work."])
      expect(callsOf(says(text), ALL)).toMatchObject([{ name: 'finish' }]);
  });
});

describe('apply_patch', () => {
  it('applies a diff of several files in one commit, or nothing', async () => {
    const session = await stage.session();
    const patch = '--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n--- /dev/null\n+++ b/c.py\n@@ -0,0 +1 @@\n+z = 3\n';
    await stage.work(
      stage.deps([
        uses(
          call('write_file', { path: 'a.py', content: 'x = 1\n' }),
          call('apply_patch', { patch }),
          call('apply_patch', { patch }),
          call('apply_patch', { patch: patch.replaceAll('a.py', '.git/config') }),
        ),
      ]),
      session,
      { turnsMax: 1 },
    );
    const steps = await stage.steps(session);
    expect(steps.map(({ ok, commit }) => [ok, commit !== null])).toEqual([
      [true, true],
      [true, true],
      [false, false],
      [false, false],
    ]);
    expect(steps[1]?.data).toMatchObject({
      files: [
        { path: 'a.py', added: 1, removed: 1 },
        { path: 'c.py', added: 1 },
      ],
    });
    expect(steps[2]?.result).toMatch(/already there/);
    expect(await stage.read(session, 'a.py')).toBe('x = 2\n');
  });

  it('keeps a script executable that it changes', async () => {
    const session = await stage.session();
    const make = '--- /dev/null\n+++ b/run.sh\n@@ -0,0 +1 @@\n+echo 1\n';
    const calls = [
      call('apply_patch', { patch: `diff --git a/run.sh b/run.sh\nnew file mode 100755\n${make}` }),
      call('edit_file', { path: 'run.sh', old: '1', new: '2' }),
    ];
    await stage.work(stage.deps([uses(...calls)]), session, { turnsMax: 1 });
    expect(stage.git.git(session.projectId, 'ls-tree', session.branch, 'run.sh')).toMatch(/^100755 /);
  });
});
