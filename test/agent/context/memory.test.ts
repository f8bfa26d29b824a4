/** What a session keeps outside its conversation: summaries, whole outputs, failing checks, earlier tries. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeSession, openSession } from '../../../activities/build/tries.js';
import { failingInOutput } from '../../../activities/agent/context/failing.js';
import type { Failpoint } from '../../../activities/failpoint.js';
import { oneModel } from '../../../activities/llm/one-model.js';
import type { ChatAnswer, ChatRequest } from '../../../activities/llm/port.js';
import { MillwrightError } from '../../../contracts/failures.js';
import { call, says, uses } from '../../harness/provider.js';
import { AgentStage, report, type Session } from '../stage.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const SUMMARY = says(
  JSON.stringify({ done: ['wrote a.py with the parser in it'], learned: ['the parser is recursive'], decided: [], failed: [], open: ['the tests'] }),
);
const marksOf = (session: Session) =>
  stage.database.sql<{ turn: number; until: number; origin: string; text: string }>(
    `select turn, until, origin, text from context_marks where session_id = $1 and kind = 'summary' order by turn`,
    [session.sessionId],
  );

/** A model of 9,000 tokens that talks much, and answers what it is told when it is asked for a summary. */
function small(summary: () => ChatAnswer | Promise<ChatAnswer>) {
  const requests: ChatRequest[] = [];
  let turns = 0;
  const provider = {
    model: 'small-1',
    price: null,
    complete: (request: ChatRequest) => {
      requests.push(structuredClone(request));
      if (request.schema) return Promise.resolve(summary());
      turns += 1;
      return Promise.resolve(
        turns >= 14
          ? uses(call('finish', { summary: 'done' }))
          : { ...uses(call('note', { text: `note ${turns} ${'word '.repeat(60)}` })), content: `thought ${turns}: ${'words and more '.repeat(150)}` },
      );
    },
  };
  return { models: oneModel(provider, { contextTokens: 9_000, outputTokens: 1_000 }), requests };
}

describe('a summary', () => {
  it('is written by a model once, stored with its answer, and stands for its turns from then on', async () => {
    const session = await stage.session();
    const model = small(() => SUMMARY);
    expect(await stage.work(stage.deps([], { models: model.models }), session)).toMatchObject({ ended: { outcome: 'SUCCESS' } });
    const marks = await marksOf(session);
    expect(marks.length).toBeGreaterThan(0);
    expect(model.requests.filter(({ schema }) => schema)).toHaveLength(marks.length);
    expect(marks[0]).toMatchObject({
      origin: 'model',
      text: 'Done:\n- wrote a.py with the parser in it\nLearned:\n- the parser is recursive\nOpen:\n- the tests',
    });
    expect(
      await stage.database.sql(`select key, purpose, state from llm_calls where session_id = $1 and purpose = 'summary' order by turn`, [session.sessionId]),
    ).toEqual(marks.map(({ turn }) => ({ key: `${session.sessionId}/summary/${turn}`, purpose: 'summary', state: 'answered' })));
    const last = JSON.stringify(model.requests.at(-1)!.messages);
    expect(last).toContain('wrote a.py with the parser in it');
    expect(last).not.toContain('thought 1:');
    expect(last).toContain('thought 13:');
  });

  it.each([
    ['the model is away', () => Promise.reject(new MillwrightError('LLM_UNAVAILABLE', 'away', { unbilled: true }))],
    ['it answers nonsense', () => says('I would rather talk about the weather.')],
    ['it answers an empty summary', () => says('{"done": [], "open": [" "]}')],
  ])('is written by the engine when %s', async (_why, answer) => {
    const session = await stage.session();
    const model = small(answer);
    expect(await stage.work(stage.deps([], { models: model.models }), session)).toMatchObject({ ended: { outcome: 'SUCCESS' } });
    const [mark] = await marksOf(session);
    expect(mark).toMatchObject({ origin: 'engine', text: expect.stringMatching(/Steps, the newest last:\n- turn 1: note: note 1/) });
  });

  it.each(['summary:before', 'llm:after', 'summary:after'])('is bought and kept once, whatever dies when (at %s)', async (place) => {
    const session = await stage.session();
    const first = small(() => SUMMARY);
    let armed = false;
    const failpoint: Failpoint = (name, position) => {
      // The first call of a model after this is the summary's own.
      if (name === 'summary' && position === 'before') armed = true;
      if (!armed || `${name}:${position}` !== place) return;
      armed = false;
      throw new Error('died');
    };
    await expect(stage.work(stage.deps([], { models: first.models, failpoint }), session)).rejects.toThrow('died');
    const second = small(() => SUMMARY);
    await stage.work(stage.deps([], { models: second.models }), session, { retry: true });
    const bought = [...first.requests, ...second.requests].filter(({ schema }) => schema);
    const marks = await marksOf(session);
    expect(new Set(marks.map(({ turn }) => turn)).size).toBe(marks.length);
    // Only an answer that was lost with its process is asked for again.
    expect(bought).toHaveLength(marks.length + (place === 'llm:after' ? 1 : 0));
  });
});

describe('an output that was cut', () => {
  it('is kept whole and can be read in parts', async () => {
    const session = await stage.session();
    stage.sandbox.onCommand = () => ({ stdout: Array.from({ length: 9_000 }, (_, n) => `line ${n + 1}`).join('\n') });
    const deps = stage.deps([
      uses(call('run_command', { command: 'print' })),
      uses(call('read_file', { path: 'output:1.0', start_line: 4_000, end_line: 4_002 }), call('read_file', { path: 'output:9.9' })),
      uses(call('finish', { summary: 'done' })),
    ]);
    await stage.work(deps, session);
    stage.sandbox.onCommand = () => ({});
    const [cut, part, none] = await stage.steps(session);
    expect(cut!.result).toMatch(/line 1\n[\s\S]*characters cut; read_file with path "output:1\.0"[\s\S]*line 9000$/);
    expect(cut!.result).not.toContain('line 4000\n');
    // Two lines stand above the program's own.
    expect(part!.result).toBe('line 3998\nline 3999\nline 4000');
    expect(none).toMatchObject({ ok: false, result: expect.stringContaining('Nothing more is kept') });
  });
});

describe('the failing checks', () => {
  const failing = { file: 't.py', line: 7, rule: 'test-failed', message: 'test_sum: assert 1 == 2' };
  const failed = () =>
    report({
      verdict: 'failed',
      summary: '1 failed',
      checks: [{ name: 'test', outcome: 'failed', required: true, findings: [failing], output: '', durationMs: 1 }],
    });
  const last = (request: ChatRequest | undefined) => request?.messages.at(-1)?.content ?? '';

  it('are said at every turn until they pass, also in the next try, with how the try before ended', async () => {
    const session = await stage.session();
    stage.verdict = failed;
    const first = stage.deps([
      uses(call('run_checks')),
      uses(call('note', { text: 'n' })),
      uses(call('write_file', { path: 'a.py', content: '1' })),
      uses(call('note', { text: 'm' })),
    ]);
    await stage.work(first, session, { turnsMax: 4 });
    const said = first.provider.requests.map(last);
    expect(said[0]).toContain('Checks: not run yet.');
    expect(said[2]).toContain('Failing at turn 1:\n```failing\n- t.py:7 test-failed: test_sum: assert 1 == 2');
    expect(said[3]).toContain('Failing at turn 1, files changed since:');
    await closeSession(first, { sessionId: session.sessionId, outcome: 'SOFT_FAIL', summary: 'the session reached its limit', progress: 10 } as never);
    const { sessionId } = await openSession(first, { buildId: session.buildId, taskId: 't1', generation: 1, attempt: 2 });
    stage.verdict = () => report();
    const second = stage.deps([uses(call('run_checks')), uses(call('finish', { summary: 'done' }))]);
    await stage.work(second, { ...session, sessionId });
    expect(last(second.provider.requests[0])).toContain('Failing in the try before this one:');
    expect(JSON.stringify(second.provider.requests[0]!.messages[1])).toContain('Try 1: SOFT_FAIL: ');
    expect(last(second.provider.requests[1])).toContain('Checks: passed at turn 1.');
  });

  it.each([
    ['pytest', 'FAILED tests/test_a.py::test_sum - assert 1 == 2\n1 failed', [{ file: 'tests/test_a.py', message: 'test_sum: assert 1 == 2' }]],
    ['a file that pytest cannot load', 'ERROR tests/test_a.py\n', [{ file: 'tests/test_a.py', message: 'could not be loaded' }]],
    ['jest', '  ✕ adds numbers (5 ms)\n  ✓ other', [{ file: null, message: 'adds numbers' }]],
    ['node', 'not ok 2 - divides\n', [{ file: null, message: 'divides' }]],
    ['go', '--- FAIL: TestSum (0.00s)\n', [{ file: null, message: 'TestSum' }]],
    ['dotnet', '  Failed My.Tests.Sum [12 ms]\n', [{ file: null, message: 'My.Tests.Sum' }]],
  ])('are read from what %s prints', (_tool, output, items) => {
    expect(failingInOutput(output)?.items).toMatchObject(items);
  });

  it('are none where a command says nothing of tests', () => {
    expect(failingInOutput('make: *** No rule to make target')).toBeNull();
    expect(failingInOutput(`${'x'.repeat(100_000)}\n`)).toBeNull();
  });
});
