import { describe, expect, it } from '@jest/globals';
import { mutantsOf } from '../../activities/honesty/probe/mutants.js';
import { probe } from '../../activities/honesty/probe/probe.js';
import { DEFAULT_HONESTY } from '../../activities/honesty/settings.js';
import type { VariantsRequest } from '../../activities/checks/variants.js';
import type { BuildRow } from '../../activities/agent/session-store.js';

const python = {
  path: 'app/a.py',
  before: 'import os\n\ndef old(a):\n    return a > 1\n',
  after: 'import os\n\ndef old(a):\n    return a > 1\n\ndef add(a, b):\n    if a < 3 and b:\n        return a + b\n    return True\n',
};
const changesOf = (path: string, text: string) =>
  mutantsOf([{ path, before: null, after: text }], 50)
    .map(({ line, what }) => `${line}: ${what}`)
    .toSorted();

describe('mutants', () => {
  it('change one thing on a changed line each, and nothing on the others', () => {
    const mutants = mutantsOf([python], 50);
    expect(mutants.map(({ line, what }) => `${line}: ${what}`).toSorted()).toEqual([
      '7: `3` became `4`',
      '7: `<` became `>=`',
      '7: `and` became `or`',
      '8: `+` became `-`',
      '8: `return ...` became `return None`',
      '9: `True` became `False`',
      '9: `return ...` became `return None`',
    ]);
    const plus = mutants.find(({ what }) => what === '`+` became `-`');
    expect(plus?.text).toBe(python.after.replace('a + b', 'a - b'));
  });

  it('are made for every language', () => {
    expect(changesOf('src/a.ts', 'export const f = (a: number) => a >= 2 && a !== 5;\n')).toEqual([
      '1: `!==` became `===`',
      '1: `&&` became `||`',
      '1: `2` became `3`',
      '1: `5` became `6`',
      '1: `>=` became `<`',
    ]);
    expect(changesOf('a.go', 'package a\n\nfunc F(a int) bool {\n\treturn a == 2\n}\n')).toEqual(['4: `2` became `3`', '4: `==` became `!=`']);
    expect(changesOf('src/main/java/A.java', 'class A { List<String> x; boolean f(int a) { return a * 2 > 4; } }\n')).toEqual([
      '1: `*` became `/`',
      '1: `2` became `3`',
      '1: `4` became `5`',
      '1: `>` became `<=`',
    ]);
    expect(changesOf('A.cs', 'class A { bool F(int a) => a != 1 || true; }\n')).toEqual([
      '1: `!=` became `==`',
      '1: `1` became `2`',
      '1: `true` became `false`',
      '1: `||` became `&&`',
    ]);
  });

  it('leave tests, imports, generated code and joined text alone', () => {
    expect(changesOf('tests/test_a.py', 'def test_a():\n    assert 1 == 1\n')).toEqual([]);
    expect(changesOf('app/a_pb2.py', 'x = 1 + 2\n')).toEqual([]);
    expect(changesOf('app/a.py', 'from a import b1\nx = "a" + b\n')).toEqual([]);
  });

  it('are the same few for the same change, spread over its files', () => {
    const many = { path: 'app/b.py', before: null, after: 'x = 1\n'.repeat(40) };
    const chosen = mutantsOf([many, python], 6);
    expect(chosen).toEqual(mutantsOf([many, python], 6));
    expect(chosen.filter(({ path }) => path === 'app/a.py')).toHaveLength(3);
  });
});

describe('the probe', () => {
  const subject = { build: { id: 'b', language: 'python', baseCommit: null } as BuildRow, commit: 'c', files: [], name: 'n' };
  const seen: VariantsRequest[] = [];
  const with_ = (outcomes: ('passed' | 'failed')[]) => ({
    ...DEFAULT_HONESTY,
    mutantsMax: 4,
    mutationSeconds: 1,
    variants: (request: VariantsRequest) => (seen.push(request), Promise.resolve(outcomes)),
  });

  it('counts what the tests noticed and names the rest', async () => {
    const result = await probe(with_(['failed', 'passed', 'failed']), subject, [python]);
    expect(result).toMatchObject({ tried: 3, killed: 2, findings: [] });
    expect(result?.survivors).toEqual([expect.stringMatching(/^app\/a\.py:\d: `.*` became `.*`$/)]);
    expect(seen[0]?.variants).toHaveLength(4);
  });

  it('is a finding when nothing at all was noticed', async () => {
    expect(await probe(with_(['passed', 'passed', 'passed', 'passed']), subject, [python])).toMatchObject({
      killed: 0,
      findings: [{ kind: 'mutants-survive', path: 'app/a.py' }],
    });
    expect((await probe(with_(['passed', 'passed']), subject, [python]))?.findings).toEqual([]);
  });

  it('is left out where it is switched off or has nothing to change', async () => {
    expect(await probe(DEFAULT_HONESTY, subject, [python])).toBeNull();
    expect(await probe(with_([]), subject, [{ path: 'README.md', before: null, after: '1 == 1' }])).toBeNull();
  });
});
