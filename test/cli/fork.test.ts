import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { BUILD, PLAN_DIGEST } from './stub-api.js';
import { stageCli } from './stage.js';

const stage = stageCli();

const mw = (...args: string[]) => stage.cli.run(args, { port: stage.api.port });
const sent = (verb: string) => stage.api.requests.filter(({ method, path }) => method !== 'GET' && path.endsWith(verb)).map(({ body }) => body);
/** The stub's way to answer anything. */
const answers = (path: RegExp, body: object, status = 200) => stage.api.refuse(path, status, body, 99);

describe('mw fork', () => {
  it.each([
    [['--at', '12'], { at: { step: 12 } }],
    [['--at', 'store#1.2/3.0', '--hint', 'shorter'], { at: { step: 'store#1.2/3.0' }, hint: 'shorter' }],
    [['--at', 'test', '--model', 'auto'], { at: { phase: 'test' }, model: null }],
    [['--at', 'task:code', '--model', 'groq/fast', '--budget', '$2'], { at: { task: 'code' }, model: 'groq/fast', budget_usd: 2 }],
    [[], {}],
  ])('%j says where and with what', async (args, body) => {
    answers(/fork$/, { id: 'int-code-def456', status: 'coding' }, 202);
    const { code, out } = await mw('fork', 'abc123', ...args);
    expect({ code, body: sent('/fork')[0] }).toEqual({ code: 0, body });
    expect(out).toContain('int-code-def456 was started from int-code-abc123');
  });

  it('of no dollars is wrong use', async () => {
    expect(await mw('fork', 'abc123', '--budget', 'much')).toMatchObject({ code: 2, out: '' });
  });
});

describe('mw plan --set', () => {
  it('sends the edited plan with the digest it was made from', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'mw-plan-')), 'plan.json');
    writeFileSync(file, JSON.stringify(stage.api.plan));
    answers(/plan$/, { version: 2, digest: 'b', again: ['store'], not_built: [] });
    const { code, out } = await mw('plan', 'abc123', '--set', file, '--redo');
    expect({ code, out }).toEqual({ code: 0, out: `the plan of ${BUILD} is now version 2; store run again.\n` });
    expect(sent('/plan')).toMatchObject([{ base_digest: PLAN_DIGEST, redo: true, plan: { title: expect.any(String) } }]);
    expect(await mw('plan', 'abc123', '--redo')).toMatchObject({ code: 2 });
  });
});

describe('mw model', () => {
  it('names the model, or leaves it to the routing', async () => {
    answers(/model$/, { decision: 'changeModel' });
    await mw('model', 'abc123', 'groq/fast');
    await mw('model', 'abc123', 'auto', '--prefer', 'quality');
    expect(sent('/model')).toEqual([{ model: 'groq/fast' }, { model: null, llm_preference: 'quality' }]);
  });
});

describe('mw steps', () => {
  it('lists every step with its number and the name a fork takes', async () => {
    const step = { ordinal: 1, at: 'store/1.0', tool: 'write_file', ok: true, summary: 'a \u001b[31mfile', commit: 'c' };
    answers(/steps/, { items: [step, { ...step, ordinal: 2, at: 'store/2.0', ok: false, commit: null }], total: 2 });
    const { code, out } = await mw('steps', 'abc123');
    expect(code).toBe(0);
    expect(out).toMatch(/^ {3}1 {2}store\/1\.0 {2}write_file {2}a file\n {3}2 {2}store\/2\.0 {2}write_file \(failed\)/);
  });
});

describe('mw replay', () => {
  const task = { task: 'store', try: '1.1', steps: 4, reexecuted: 2, commands: 1, recorded_tree: 'a', replayed_tree: 'a' };
  const ended = (same: boolean) => ({
    number: 1,
    state: same ? 'same' : 'different',
    result: {
      same,
      tasks: [{ ...task, same, from_records: [{ step: '2.0', why: 'no sandbox' }], first_difference: same ? null : '3.0' }],
      total: { recorded_tree: 'aaa', replayed_tree: same ? 'aaa' : 'bbb', same },
      main_from_records: [],
      seconds: 1,
    },
  });

  it.each([
    [true, 0, 'the same tree aaa'],
    [false, 1, 'DIFFERENT: recorded aaa, replayed bbb'],
  ])('same: %s exits with %i', async (same, exit, text) => {
    answers(/replay/, ended(same));
    const { code, out } = await mw('replay', 'abc123');
    expect(code).toBe(exit);
    expect(out).toContain(text);
    expect(out).toContain('step 2.0 taken from the records: no sandbox');
  });

  it('that failed says why', async () => {
    answers(/replay/, { number: 1, state: 'failed', detail: 'the repository is gone', result: null });
    expect(await mw('replay', 'abc123')).toMatchObject({ code: 1, err: expect.stringContaining('the repository is gone') });
  });
});

describe('mw compare', () => {
  it('shows both in columns and the files that differ', async () => {
    const build = {
      id: BUILD,
      status: 'completed',
      parent_build_id: null,
      forked_at: null,
      plan: { version: 1, digest: PLAN_DIGEST },
      tasks: [{ id: 'a', status: 'done', attempts: 1, inherited: false }],
      turns: 3,
      steps: 5,
      models: ['m'],
      model_calls: 4,
      model_calls_inherited: 0,
      cost_usd: 1,
      seconds: 9,
      tests: { passed: true, total: 2, failed: 0 },
      result: { commit: 'c', tree: 'tree1' },
      diff: { files: 1, added: 2, removed: 0 },
    };
    const other = {
      ...build,
      id: 'int-code-def456',
      parent_build_id: BUILD,
      forked_at: 'a/2.0',
      model_calls: 1,
      model_calls_inherited: 3,
      tests: null,
      result: null,
    };
    answers(/compare/, {
      builds: [build, other],
      same_tree: false,
      same_plan: true,
      files: [{ path: 'a.py', left: { added: 2, removed: 0 }, right: null, between: null }],
      files_same: 3,
    });
    const { code, out } = await mw('compare', 'abc123', 'def456');
    expect(code).toBe(0);
    expect(out).toMatch(/forked +- +from int-code-abc123 at a\/2\.0/);
    expect(out).toMatch(/calls +4 +1, and 3 taken over/);
    expect(out).toContain('1 files differ, 3 are the same:\n  a.py: +2 -0 against not touched');
    expect(stage.api.requests.at(-1)?.path).toBe(`/api/coding_agent/${BUILD}/compare?with=int-code-def456`);
  });
});
