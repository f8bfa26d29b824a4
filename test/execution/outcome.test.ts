import { describe, expect, it } from '@jest/globals';
import { endOf } from '../../activities/execution/explain.js';
import { filesAfter, fixOf, touchedPaths } from '../../activities/execution/files.js';
import { verdictOf } from '../../activities/execution/verdict.js';
import type { CheckReport, CheckResult } from '../../activities/checks/port.js';
import { publicFailure } from '../../contracts/failures.js';
import type { AttemptRow } from '../../db/queries/executions.js';
import { report } from '../agent/stage.js';

const says = (content: string, finishReason = 'stop') => ({ content, finishReason });
const code = (path: string, content: string) => ({ path, content, kind: 'code' as const });

describe('reading an answer', () => {
  it('takes whole files, keeps those it does not name, and tells tests and manifests from code', () => {
    const first = filesAfter([], says('```python:app/a.py\nx = 1\n```\n\n```python:tests/test_a.py\nassert True\n```\n\n```toml:pyproject.toml\n[tool]\n```'));
    expect(first).toEqual({
      files: [
        { path: 'app/a.py', content: 'x = 1\n', kind: 'code' },
        { path: 'pyproject.toml', content: '[tool]\n', kind: 'other' },
        { path: 'tests/test_a.py', content: 'assert True\n', kind: 'test' },
      ],
    });
    const { files } = first as { files: Parameters<typeof filesAfter>[0] };
    const next = filesAfter(files, says('app/a.py\n<<<<<<< SEARCH\nx = 1\n=======\nx = 2\n>>>>>>> REPLACE'));
    expect(next).toMatchObject({ files: [{ content: 'x = 2\n' }, { path: 'pyproject.toml' }, { path: 'tests/test_a.py' }] });
    expect(fixOf(files, (next as { files: typeof files }).files)).toBe('changed app/a.py (+1 -1 lines)');
  });

  it.each([
    ['prose', says('I would write a function.'), /no code/],
    ['nothing', says(''), /no code/],
    ['a path out of the folder', says('```python:../../etc/x.py\nx\n```'), /leaves the project|relative/],
    ['a cut answer', says('```python:a.py\nx = 1\n```', 'length'), /cut at its limit/],
    ['a git hook', says('```sh:.git/hooks/pre-commit\nx\n```'), /\.git/],
  ])('refuses %s with the reason', (_name, answer, reason) => {
    expect(filesAfter([], answer)).toEqual({ problem: expect.stringMatching(reason) });
  });

  it('keeps of an answer in a repository what differs from it, and deletes nothing there', () => {
    const ground = { paths: ['app.py', 'docs/a.md'], texts: new Map([['app.py', 'x = 1\n']]) };
    expect(filesAfter([], says('```python:app.py\nx = 2\n```\n\n```python:new.py\ny = 1\n```'), ground)).toMatchObject({
      files: [
        { path: 'app.py', content: 'x = 2\n' },
        { path: 'new.py', content: 'y = 1\n' },
      ],
    });
    const back = filesAfter([code('new.py', 'y = 1\n')], says('```python:app.py\nx = 1\n```'), ground);
    expect(back).toMatchObject({ files: [{ path: 'new.py' }] });
    expect(filesAfter([], says('```diff\n--- a/app.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x = 1\n```'), ground)).toEqual({
      problem: expect.stringMatching(/app\.py belongs to the repository/),
    });
    expect(touchedPaths([code('new.py', '')], says('```python:app.py\nx\n```\n\n```python:new.py\ny\n```'), ground.paths)).toEqual(['app.py']);
  });

  it('names tests that were changed or removed', () => {
    const before = [code('a.py', 'x\n'), { path: 'tests/test_a.py', content: 'a\nb\n', kind: 'test' as const }];
    expect(fixOf(before, [code('a.py', 'y\n')])).toBe('changed a.py (+1 -1 lines); tests changed: removed tests/test_a.py (+0 -2 lines)');
    expect(fixOf(before, before)).toBe('nothing: the answer was the same again');
  });
});

describe('the verdict on an attempt', () => {
  const failed = (check: Partial<CheckResult>): CheckReport =>
    report({ verdict: 'failed', checks: [{ name: 'test', outcome: 'failed', required: true, findings: [], output: 'said', durationMs: 1, ...check }] });
  const finding = (rule: string, message = 'why') => ({ file: null, line: null, rule, message });

  it.each([
    ['timeout', failed({ findings: [finding('timeout')] })],
    ['memory', failed({ findings: [finding('oom')] })],
    ['output', failed({ findings: [finding('output_cut')] })],
    ['crash', failed({ findings: [finding('killed')] })],
    ['no_tests', failed({ findings: [finding('no-tests')] })],
    ['test', failed({ findings: [finding('test-failed')] })],
    ['build', failed({ name: 'build', findings: [finding('TS2322')] })],
    ['install', failed({ name: 'install', findings: [finding('install')] })],
    ['check', failed({ name: 'audit', findings: [finding('x')] })],
    ['tool_missing', failed({ outcome: 'unavailable', findings: [finding('not-runnable')] })],
  ])('is %s', (errorType, given) => {
    expect(verdictOf(given)).toMatchObject({ passed: false, errorType, errorMessage: 'why', output: 'said' });
  });

  it('does not mind an advisory check, and never says passed where the engine does not', () => {
    const lint: CheckResult = { name: 'lint', outcome: 'failed', required: false, findings: [finding('E501')], output: '', durationMs: 1 };
    expect(verdictOf(report({ checks: [lint] }))).toMatchObject({ passed: true, errorType: null });
    expect(verdictOf(report({ verdict: 'failed', checks: [lint] }))).toMatchObject({ passed: false, errorType: 'check', errorMessage: '3 tests passed' });
  });
});

describe('the end of a round', () => {
  const row = (attempt: number, over: Partial<AttemptRow> = {}): AttemptRow =>
    ({
      attempt,
      state: 'failed',
      files: [code('a.py', `${attempt}`)],
      errorType: 'test',
      errorMessage: 'wrong',
      fixApplied: null,
      summary: 's',
      testsTotal: 4,
      testsPassed: 0,
      ...over,
    }) as AttemptRow;

  it('shows the attempt with most tests passed, the later of equals', () => {
    const end = endOf([row(1, { testsPassed: 3 }), row(2, { testsPassed: 3 }), row(3, { testsPassed: 1 })], 5, null);
    expect(end).toMatchObject({ status: 'partial', best: { attempt: 2 }, failure: null });
    expect(end.explanation).toContain('The best code so far is that of attempt 2: 3 of 4 tests pass.');
  });

  it('names the attempts that changed their tests', () => {
    const end = endOf(
      [row(1), row(2, { state: 'passed', errorType: null, fixApplied: 'changed a.py (+1 -1 lines); tests changed: t.py (+1 -1 lines)' })],
      5,
      null,
    );
    expect(end.explanation.split('\n').at(-1)).toBe('Look at the tests: attempt 2 changed them.');
  });

  it('says that there is nothing when no answer could be used', () => {
    const end = endOf([row(1, { files: null, errorType: 'answer_unusable', testsTotal: 0 })], 1, null);
    expect(end).toMatchObject({ status: 'failed', best: null, failure: { code: 'ATTEMPTS_USED_UP' } });
    expect(end.explanation).toContain('There is no code to show.');
  });

  it('keeps what ended it early beside what was reached', () => {
    const end = endOf([row(1, { testsPassed: 1 })], 5, publicFailure('BUDGET_EXHAUSTED', 'the money is gone'));
    expect(end).toMatchObject({ status: 'partial', failure: { code: 'BUDGET_EXHAUSTED' } });
    expect(end.explanation).toMatch(/^It ended after 1 of 5 attempts: the money is gone/);
  });
});
