import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { policyOf } from '../../activities/honesty/policy.js';
import { guarded, inspect } from '../../activities/honesty/inspect.js';

const PATHS = [
  'tests/test_a.py',
  'src/a.test.ts',
  'src/test/java/ATest.java',
  'a_test.go',
  'A.Tests/ATests.cs',
  'package.json',
  'Makefile',
  'app/a.py',
  '.github/workflows/ci.yml',
  'x.snap',
];
const WORDS = [
  'def test_a():',
  'assert x ==',
  'it("a", () => {',
  'expect(',
  ').toBe(',
  '})',
  '@Test void a() {',
  'func TestA(t *testing.T) {',
  '[Fact]',
  '{',
  '}',
  '(',
  ')',
  '"',
  "'",
  '`',
  '"""',
  '/*',
  '*/',
  '#',
  '//',
  '\n',
  '\n  ',
  'if',
  'return',
  '==',
  '1',
  'try:',
  'except:',
  '=>',
  '|| true',
  '<',
  '\u0000',
  '\ud800',
  'é',
  '|',
  '[',
  ']',
];

describe('the guard', () => {
  it('asks a person where a mistake of its own keeps it from reading', () => {
    const broken = () => {
      throw new TypeError('x is undefined');
    };
    expect(guarded(broken, 'a.py')).toEqual([
      expect.objectContaining({ kind: 'not-inspected', path: 'a.py', detail: expect.stringContaining('x is undefined') }),
    ]);
    expect(policyOf([])['not-inspected']).toBe('ask');
  });

  it('survives any text of any file, and says the same twice', () => {
    const text = fc.option(
      fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }).map((words) => words.join(' ')),
      { nil: null },
    );
    const change = fc.record({ path: fc.constantFrom(...PATHS), before: text, after: text });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), fc.string(), (changes, goal) => {
        expect(inspect({ changes, goal })).toEqual(inspect({ changes, goal }));
      }),
      { numRuns: 300 },
    );
  });

  it('is done with brackets that never close and lines that never end', () => {
    const deep = `def test_a():\n    assert ${'('.repeat(20_000)}1\n`;
    const long = `it('a', () => { expect(${'a.'.repeat(20_000)}b).toBe(1) })`;
    expect(
      inspect({
        changes: [
          { path: 'test_a.py', before: null, after: deep },
          { path: 'a.test.ts', before: null, after: long },
        ],
        goal: '',
      }),
    ).toBeInstanceOf(Array);
  });

  it('is done with what could be read in more ways than there is time for', () => {
    const classes = `it('a', () => { const x = /${'[a]'.repeat(200)}\n })`;
    const slashes = `it('a', () => { f(${'/[ ( '.repeat(20_000)}) })`;
    const word = `it('a', () => { expect(${'a'.repeat(200_000)}).toBe(${'b'.repeat(150_000)}) })`;
    const ci = (steps: string) => `jobs:\n  a:\n    needs: test\n${steps}`;
    expect(
      inspect({
        changes: [
          { path: 'a.test.ts', before: null, after: classes },
          { path: 'b.test.ts', before: null, after: slashes },
          { path: 'c.test.ts', before: `it('a', () => { expect(1).toBe(2) })`, after: word },
          { path: '.github/workflows/ci.yml', before: ci('').replace('\n', '\n\n'), after: `jobs:${'\n'.repeat(390_000)}  a: 1\n` },
          { path: 'pytest.ini', before: null, after: `[pytest]\ntestpaths = ${'test_'.repeat(70_000)}\n` },
        ],
        goal: '',
      }),
    ).toBeInstanceOf(Array);
  });

  it('does not read bundles', () => {
    expect(
      inspect({
        changes: [{ path: 'test_a.py', before: null, after: `import pytest\n@pytest.mark.skip\ndef test_a(): pass\n${'#'.repeat(500_000)}` }],
        goal: '',
      }),
    ).toEqual([]);
  });
});
