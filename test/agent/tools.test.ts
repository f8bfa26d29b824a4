import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FILE_BYTES_MAX, TOOL_OUTPUT_CHARS_MAX } from '../../contracts/limits.js';
import type { ToolCall } from '../../activities/llm/port.js';
import { call, uses } from '../harness/provider.js';
import { AgentStage, type Session } from './stage.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

/** Runs calls in one turn of a new session and answers their rows. */
async function use(calls: ToolCall[], session?: Session) {
  const own = session ?? (await stage.session());
  await stage.work(stage.deps([uses(...calls)]), own, { turnsMax: 1 });
  return { session: own, steps: await stage.steps(own) };
}
const write = (path: string, content: string) => call('write_file', { path, content });

describe('writing files', () => {
  it('writes, replaces and deletes, one commit each under the step that did it', async () => {
    const { session, steps } = await use([
      write('./a//b.txt', 'one'),
      write('a/b.txt', 'two'),
      write('a/b.txt', 'two'),
      call('delete_file', { path: 'a/b.txt' }),
      write('c "d".md', 'три\n'),
    ]);
    expect(steps.map(({ ok, commit }) => [ok, commit !== null])).toEqual([
      [true, true],
      [true, true],
      [true, false],
      [true, true],
      [true, true],
    ]);
    expect([await stage.read(session, 'a/b.txt'), await stage.read(session, 'c "d".md')]).toEqual([null, 'три\n']);
    expect(
      stage.git
        .git(session.projectId, 'log', '--format=%(trailers:key=Millwright-Step,valueonly,separator=)|%an', session.branch)
        .trim()
        .split('\n')
        .slice(0, -1)
        .reverse(),
    ).toEqual([0, 1, 3, 4].map((index) => `${session.sessionId}/1.${index}|backend-developer`));
  });

  it('answers every path that may not be with its reason, and commits nothing', async () => {
    const paths = ['../x', '/etc/passwd', 'a/../../x', '.git/config', '.GIT/hooks/x', 'a\\b', 'a\nb', '', 'a/', 'C:/x', 'x'.repeat(500), '\ud800'];
    const calls = paths.flatMap((path) => [
      write(path, 'x'),
      call('read_file', { path }),
      call('edit_file', { path, old: 'a', new: 'b' }),
      call('delete_file', { path }),
    ]);
    const { session, steps } = await use(calls.slice(0, 40));
    expect(steps.filter(({ ok, commit }) => ok || commit !== null)).toEqual([]);
    for (const { result } of steps) expect(result).toMatch(/the path|component|\.git|Invalid|There is no file/);
    expect(stage.git.git(session.projectId, 'rev-list', '--count', session.branch).trim()).toBe('1');
  });

  it('does not put a file where a folder is, nor a folder where a file is', async () => {
    const { steps } = await use([write('a/b', '1'), write('a', '2'), write('a/b/c', '3')]);
    expect(steps.map(({ ok }) => ok)).toEqual([true, false, false]);
    expect(steps[1]?.result).toContain('a folder of that name is in the way');
  });

  it('refuses what is too large', async () => {
    const { steps } = await use([
      write('big', 'x'.repeat(FILE_BYTES_MAX + 1)),
      write('fits', 'x'.repeat(FILE_BYTES_MAX)),
      call('edit_file', { path: 'fits', old: 'x', new: 'y' }),
    ]);
    expect(steps.map(({ ok }) => ok)).toEqual([false, true, false]);
  });
});

describe('editing', () => {
  const TEXT = 'def a():\n    return 1\n\n\n\ndef b():\n    return 1\n';

  it('replaces exactly the one place', async () => {
    const { session, steps } = await use([
      write('f.py', TEXT),
      call('edit_file', { path: 'f.py', old: 'def b():\n    return 1', new: 'def b():\n    return $& $1' }),
    ]);
    expect(steps[1]).toMatchObject({ ok: true, result: expect.stringMatching(/^Edited f\.py \(\+1 -1 lines\)\. It does NOT parse: line 7/) });
    expect(await stage.read(session, 'f.py')).toBe(TEXT.replace('def b():\n    return 1', () => 'def b():\n    return $& $1'));
  });

  it('says what is wrong with a place that is not clear, and shows the real text near a miss', async () => {
    const edits = [
      { old: 'return 1', new: 'x' },
      { old: '\n\n', new: '\n' },
      { old: 'def b():\n    return 2', new: 'x' },
      { old: 'nowhere', new: 'x' },
      { old: 'def a():', new: 'def a():' },
    ];
    const { session, steps } = await use([
      write('f.py', TEXT),
      ...edits.map((edit) => call('edit_file', { path: 'f.py', ...edit })),
      call('edit_file', { path: 'g.py', old: 'a', new: 'b' }),
    ]);
    const results = steps.slice(1).map(({ result }) => result);
    expect(results[0]).toMatch(/more than once/);
    expect(results[1]).toMatch(/more than once/);
    expect(results[2]).toMatch(/does not occur[\s\S]*line 6[\s\S]*def b\(\):\n7\| {5}return 1/);
    expect(results[3]).toMatch(/does not occur[\s\S]*read_file/);
    expect(results[4]).toMatch(/nothing changed/);
    expect(results[5]).toMatch(/g\.py.*no such file/);
    expect(await stage.read(session, 'f.py')).toBe(TEXT);
  });

  it('leaves files alone whose bytes it would change by accident', async () => {
    const session = await stage.session();
    const head = (await stage.git.store.head(session.projectId, session.branch))!;
    const latin = Buffer.from('caf\u00e9 = 1\n', 'latin1');
    const made = await stage.git.store.commit(session.projectId, {
      branch: session.branch,
      expectedHead: head,
      step: 'seed',
      date: new Date(0),
      message: 'm',
      author: 'a',
      written: [
        { path: 'l1.txt', content: latin },
        { path: 'bin', content: Buffer.from([0, 1, 2]) },
      ],
      deleted: [],
    });
    await stage.database.sql('update sessions set head = $2 where id = $1', [session.sessionId, made]);
    const { steps } = await use(
      ['l1.txt', 'bin'].flatMap((path) => [call('edit_file', { path, old: '1', new: '2' }), call('read_file', { path })]),
      session,
    );
    expect(steps.map(({ ok }) => ok)).toEqual([false, false, false, false]);
    expect((await stage.git.store.read(session.projectId, session.branch, 'l1.txt'))?.equals(latin)).toBe(true);
  });
});

describe('what the model gets wrong', () => {
  it('comes back to it as text: unknown tools, arguments that are no JSON or do not fit', async () => {
    const wrong = [
      call('rm_rf', {}),
      call('__proto__', {}),
      call('write_file', '{"path": "a"'),
      call('write_file', ''),
      call('write_file', { path: 7, content: 'x' }),
      call('write_file', { path: 'a' }),
      call('read_file', '[]'),
      call('read_file', { path: 'a', start_line: 0 }),
      call('read_file', { path: 'a', start_line: 1.5 }),
      call('run_command', { command: '' }),
      call('run_command', { command: 'ls', timeout_seconds: 1e9 }),
      call('ask_human', { question: '' }),
      call('note', { text: '' }),
      call('edit_file', { path: 'a', old: '', new: 'x' }),
      call('write_file', '{"__proto__": {"path": "a", "content": "b"}}'),
    ];
    const { steps } = await use(wrong);
    expect(steps).toHaveLength(wrong.length);
    expect(steps.filter(({ ok }) => ok)).toEqual([]);
    expect(steps[0]?.result).toMatch(/no tool "rm_rf".*write_file/);
    for (const { result } of steps.slice(2)) expect(result).toMatch(/arguments/i);
    expect(stage.sandbox.log).toEqual([]);
  });

  it('does not give a role tools it does not have', async () => {
    const session = await stage.session({}, { role: 'technical-writer' });
    const { steps } = await use([write('a', '1'), call('delete_file', { path: 'a' })], session);
    expect(steps.map(({ ok }) => ok)).toEqual([true, false]);
    expect(steps[1]?.result).toContain('There is no tool "delete_file"');
  });

  it('is cut where one answer asks for a flood', async () => {
    const { steps } = await use(Array.from({ length: 60 }, () => call('note', { text: 'n' })));
    expect(steps).toHaveLength(40);
  });

  it('may hold characters that no database stores', async () => {
    const hostile = '{"text": "a\\u0000b\\ud800c", "question": "q\\u0000", "summary": "s\\udfff"}';
    const { session, steps } = await use([call('note', hostile), call('finish', hostile)]);
    expect(steps.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await stage.database.sql('select text from journal where build_id = $1', [session.buildId])).toEqual([{ text: 'a\ufffdb\ufffdc' }]);
  });
});

describe('looking', () => {
  it('lists and reads, whole or by lines, and cuts what is long at birth', async () => {
    const long = Array.from({ length: 9_000 }, (_, n) => `line ${n + 1}`).join('\n');
    const { steps } = await use([
      write('src/a.txt', long),
      write('src/b.txt', 'b'),
      write('srcx', 'c'),
      call('list_files', { path: './src/' }),
      call('list_files', { path: '../..' }),
      call('read_file', { path: 'src/a.txt', start_line: 5_000, end_line: 5_001 }),
      call('read_file', { path: 'src/a.txt' }),
      call('read_file', { path: 'src/b.txt', start_line: 9 }),
    ]);
    const results = steps.slice(3).map(({ result }) => result);
    expect(results[0]).toBe(`src/a.txt (${long.length})\nsrc/b.txt (1)`);
    expect(results[1]).toBe('(no files)');
    expect(results[2]).toBe('line 5000\nline 5001');
    expect(results[3]?.length).toBeLessThan(TOOL_OUTPUT_CHARS_MAX + 200);
    expect(results[3]).toMatch(/^line 1\n[\s\S]*characters cut[\s\S]*line 9000$/);
    expect(results[4]).toBe('');
  });
});
