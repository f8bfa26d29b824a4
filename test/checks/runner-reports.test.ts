import { describe, expect, it } from '@jest/globals';
import { parseJestJson, parseTap } from '../../activities/checks/runner-reports.js';

const short = (tests: { name: string; outcome: string }[]) => tests.map(({ name, outcome }) => `${outcome} ${name}`);

describe('reports of the tools that repositories bring along', () => {
  it('are read from jest, with files that do not load', () => {
    const file = (name: string, assertionResults: object[], more: object = {}) => ({ name: `/workspace/${name}`, assertionResults, ...more });
    const text = JSON.stringify({
      testResults: [
        file('a.test.js', [
          { ancestorTitles: ['A'], title: 'one', status: 'passed' },
          { ancestorTitles: ['A'], title: 'two', status: 'failed', failureMessages: ['\u001b[31mwrong\u001b[0m'] },
          { ancestorTitles: [], title: 'three', status: 'pending' },
        ]),
        file('b.test.js', [], { status: 'failed', message: 'does not load' }),
      ],
    });
    expect(short(parseJestJson(text))).toEqual(['passed a.test.js > A > one', 'failed a.test.js > A > two', 'skipped a.test.js > three', 'failed b.test.js']);
    expect(parseJestJson(text)[1]?.message).toBe('wrong');
    for (const bad of ['{}', 'null', '[', '{"testResults": 1}']) expect(() => parseJestJson(bad)).toThrow();
  });

  it('are read from TAP, with the names of tape and the directives of all', () => {
    const text =
      'TAP version 13\n# edge cases\nok 1 is one\nnot ok 2 is two\n  ---\n  operator: equal\n  ...\nok 3 is one\n# other\nok 4 - later # SKIP not now\nok 5 # TODO\n1..5\n# tests 5\n# pass  4\n# fail  1\n';
    expect(short(parseTap(text))).toEqual([
      'passed edge cases > is one',
      'failed edge cases > is two',
      'passed edge cases > is one (2)',
      'skipped other > later',
      'skipped other',
    ]);
    expect(() => parseTap('nothing here')).toThrow(/no TAP/);
    expect(parseTap('TAP version 13\n1..0\n')).toEqual([]);
  });
});
