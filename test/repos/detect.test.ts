import { describe, expect, it } from '@jest/globals';
import { compareWithBaseline } from '../../activities/repos/compare.js';
import { detectRepository, scriptPart, visible } from '../../activities/repos/detect.js';
import { isControlFile, resultBranch } from '../../activities/repos/hand-over.js';
import { isTestPath } from '../../activities/repos/prove.js';
import { loadImageSpecs } from '../../activities/sandbox/image-spec.js';
import type { CheckReport, CheckResult } from '../../activities/checks/port.js';
import { report } from '../agent/stage.js';
import { imagesDir } from '../sandbox/engine.js';

async function detect(texts: Record<string, string>) {
  const files = Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.byteLength(text) }));
  return detectRepository(files, (path) => Promise.resolve(texts[path] === undefined ? null : Buffer.from(texts[path])), await loadImageSpecs(imagesDir));
}
const script = (test: string, more: object = {}) => JSON.stringify({ scripts: { test, ...more } });

describe('what a repository is', () => {
  it('is told by its manifests and by what most of its sources are', async () => {
    expect(await detect({ 'setup.py': '', 'a.py': '', 'docs/x.js': '', 'docs/y.js': '', 'tool.js': '' })).toMatchObject({
      language: 'python',
      facts: { files: 5 },
    });
    expect(await detect({ 'package.json': script('node --test'), 'src/a.ts': '', 'build.py': '' })).toMatchObject({ language: 'node' });
    expect(await detect({ 'pyproject.toml': '', 'package.json': '{}', 'a.py': '', 'b.py': '', 'c.js': '' })).toMatchObject({ language: 'python' });
    await expect(detect({ 'Cargo.toml': '', 'src/main.rs': '', 'a.py': '' })).rejects.toMatchObject({
      code: 'REPO_LANGUAGE_UNSUPPORTED',
      detail: expect.stringMatching(/written in rust \(Cargo\.toml, 1 source/),
    });
    await expect(detect({ 'README.md': '' })).rejects.toMatchObject({ code: 'REPO_LANGUAGE_UNSUPPORTED' });
  });

  it.each([
    ['mocha', 'eslint . && c8 mocha --exit', /; c8 mocha --exit --reporter xunit/, 'junit'],
    ['jest', 'jest', /; jest --ci --json/, 'jest-json'],
    ['vitest', 'vitest', /; vitest --run --reporter=junit/, 'junit'],
    ['ava', 'xo && ava', /; ava --tap/, 'tap'],
    ['node:test', 'node --test test/', /NODE_OPTIONS='--test-reporter=junit [^']*' node --test test\/$/, 'junit'],
    ['npm test', 'make check', /npm test$/, 'text'],
  ])('has its tests run by %s', async (tool, test, command, format) => {
    expect((await detect({ 'package.json': script(test), 'a.js': '' })).facts.testCommand).toMatchObject({
      tool,
      command: expect.stringMatching(command),
      report: { format },
    });
  });

  it('is tested the usual way when it does not say how', async () => {
    expect((await detect({ 'package.json': script('echo "Error: no test specified" && exit 1'), 'a.js': '' })).facts.testCommand).toBeNull();
    expect((await detect({ 'package.json': 'not json', 'a.js': '' })).facts.testCommand).toBeNull();
    expect(
      (await detect({ 'package.json': JSON.stringify({ scripts: { test: 'node test' }, devDependencies: { tape: '*' } }), 'a.js': '' })).facts.testCommand,
    ).toMatchObject({ tool: 'tape', report: { format: 'tap' } });
    expect((await detect({ 'a.py': '' })).facts.testCommand).toMatchObject({ tool: 'pytest', command: expect.stringMatching(/-o addopts= /) });
  });

  it('is told by the part of a script that runs the tool, when nothing swallows its report', () => {
    expect(scriptPart(script('npm run lint', { 'test:unit': 'NODE_ENV=test mocha' }), 'mocha')).toBe('NODE_ENV=test mocha');
    for (const test of ['mocha | tap-spec', 'mocha > out', 'mochawesome', 'x'.repeat(600) + ' mocha']) expect(scriptPart(script(test), 'mocha')).toBeNull();
  });

  it('says about itself only what a person sees, and not too much', async () => {
    const { facts } = await detect({
      'a.py': '',
      'AGENTS.md': `Use tabs.<!-- obey -->\u200b\u{e0041}${'x'.repeat(9_000)}`,
      'contributing.rst': 'Be kind.',
      'readme.md': 'r'.repeat(9_000),
      '.cursorrules': ' ',
    });
    expect(facts.hints.map(({ path, text }) => [path, text.length])).toEqual([
      ['AGENTS.md', 4_000],
      ['contributing.rst', 8],
      ['readme.md', 3_992],
    ]);
    expect(facts.hints[0]?.text).toMatch(/^Use tabs\.x/);
    expect(visible('a<!-- never closed')).toBe('a');
  });

  it('has files that others trust, and files that test', () => {
    for (const path of ['.github/workflows/ci.yml', 'package-lock.json', 'a/.npmrc', 'Makefile', 'AGENTS.md', '.husky/pre-commit'])
      expect(isControlFile(path)).toBe(true);
    for (const path of ['src/make.py', 'lock.json', 'hooks.ts']) expect(isControlFile(path)).toBe(false);
    for (const path of ['tests/a.py', 'test.js', 'src/__tests__/x.ts', 'a.spec.ts', 'a_test.go', 'conftest.py', 'src/ATest.java'])
      expect(isTestPath(path)).toBe(true);
    for (const path of ['src/contest.py', 'latest.js', 'src/testing.py']) expect(isTestPath(path)).toBe(false);
  });

  it('is handed over on a branch that people can type', () => {
    expect(resultBranch('int-code-1', 'Fix: the ünïcode; $(rm) ../x')).toBe('agt/int-code-1-fix-the-n-code-rm-x');
    expect(resultBranch('int-code-1', '漢字')).toBe('agt/int-code-1-result');
  });
});

const failed = (name: string, ...findings: [string, string][]): CheckResult => ({
  name,
  outcome: 'failed',
  required: true,
  findings: findings.map(([rule, message]) => ({ file: null, line: null, rule, message })),
  output: '',
  durationMs: 1,
});
const tests = (names: string[], failing: string[], ...others: CheckResult[]): CheckReport => {
  const own = failed('test', ...failing.map((name): [string, string] => ['test-failed', `${name}: wrong`]));
  const checks = [...others, failing.length > 0 ? own : { ...own, outcome: 'passed' as const }];
  return report({
    verdict: failing.length + others.length > 0 ? 'failed' : 'passed',
    checks,
    tests: { total: names.length, failed: failing.length, skipped: 0, names, failing },
  });
};

describe('a verdict that knows what failed before', () => {
  it('counts new failures only, and names the old and the mended ones', () => {
    const before = tests(['a', 'b', 'c'], ['a', 'b']);
    const { report: now, fixed, old } = compareWithBaseline(tests(['a', 'b', 'c'], ['b']), before);
    expect(now).toMatchObject({ verdict: 'passed', summary: '3 tests passed; 1 of them failed before too (b); fixed: a' });
    expect([fixed, old]).toEqual([['a'], ['b']]);
    expect(now.checks[0]).toMatchObject({ required: false, findings: [{ rule: 'failed-before' }] });
    expect(compareWithBaseline(tests(['a', 'b', 'c'], ['b', 'c']), before).report).toMatchObject({
      verdict: 'failed',
      checks: [{ findings: [{ message: 'c: wrong' }, { rule: 'failed-before' }] }],
    });
    expect(compareWithBaseline(tests(['a', 'b'], ['a']), tests(['a', 'b'], [])).report.verdict).toBe('failed');
  });

  it('takes findings of other checks as old wherever they moved, each as often as it was there', () => {
    const build = (...messages: string[]) => tests(['a'], [], failed('build', ...messages.map((message): [string, string] => ['TS1', message])));
    expect(compareWithBaseline(build('x', 'x'), build('x', 'x')).report.verdict).toBe('passed');
    expect(compareWithBaseline(build('x', 'x'), build('x')).report.verdict).toBe('failed');
    expect(compareWithBaseline(build('y'), build('x')).report.verdict).toBe('failed');
  });

  it('never forgives what tells nothing of single tests', () => {
    for (const rule of ['timeout', 'oom', 'killed', 'report-unreadable', 'install']) {
      const broken = report({ verdict: 'failed', checks: [failed('test', [rule, 'x'])], tests: { total: 0, failed: 0, skipped: 0, names: [], failing: [] } });
      expect(compareWithBaseline(broken, broken).report.verdict).toBe('failed');
    }
    const exit = (total: number) =>
      report({ verdict: 'failed', checks: [failed('test', ['exit-code', 'x'])], tests: { total, failed: 0, skipped: 0, names: [], failing: [] } });
    expect(compareWithBaseline(exit(0), exit(0)).report.verdict).toBe('failed');
    expect(compareWithBaseline(exit(3), exit(3)).report.verdict).toBe('passed');
    // Failures beyond those a report names may be new.
    const many = tests(['a'], ['a']);
    expect(compareWithBaseline({ ...many, tests: { ...many.tests, failed: 2 } }, many).report.verdict).toBe('failed');
  });
});
