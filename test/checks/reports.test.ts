import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJunit } from '../../activities/checks/junit.js';
import { scopeToRelevant } from '../../activities/checks/scope.js';
import { parseCoverage } from '../../activities/checks/coverage.js';
import { parseCompiler, parseNames, parseRemark, parseRuff, parseTsc } from '../../activities/checks/tool-reports.js';
import { readXml } from '../../activities/checks/xml.js';

const PYTEST = `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" tests="3">
<testcase classname="tests.test_a.TestX" name="test_fail" file="tests/test_a.py" line="3" time="0.002"><failure message="AssertionError: boo &lt;&amp;&gt;&#10;assert 1 == 2">x

tests/helper.py:2: in check
tests/test_a.py:6: AssertionError</failure></testcase>
<testcase classname="tests.test_a" name="test_err" file="tests/test_a.py" line="8"><error message="failed on setup">no place</error></testcase>
<testcase classname="tests.test_a" name="test_s" file="tests/test_a.py" line="12"><skipped type="pytest.skip" message="later">x</skipped></testcase>
<testcase classname="tests.test_b" name="test_ok" /></testsuite></testsuites>`;

const NODE = `<?xml version="1.0" encoding="utf-8"?>
<testsuites>
	<testsuite name="outer"><testsuite name="inner">
		<testcase name="fails &lt;x>" classname="test" file="/workspace/test/a.test.ts" failure="no"><failure type="testCodeFailure" message="no">
Error: no
    at TestContext.&lt;anonymous> (file:///workspace/test/a.test.ts:3:75)
    at Test.run (node:internal/test_runner/test:1382:25)
</failure></testcase>
	</testsuite></testsuite>
	<testcase name="alone" classname="test" file="/workspace/test/a.test.ts"/>
	<!-- tests 2 -->
</testsuites>`;

describe('JUnit reports', () => {
  it('of pytest become tests with the place of the failure', () => {
    expect(parseJunit(PYTEST)).toMatchObject([
      { name: 'tests.test_a.TestX > test_fail', outcome: 'failed', file: 'tests/test_a.py', line: 6, message: 'AssertionError: boo <&>\nassert 1 == 2' },
      { name: 'tests.test_a > test_err', outcome: 'failed', file: 'tests/test_a.py', line: 9, message: 'failed on setup\nno place' },
      { name: 'tests.test_a > test_s', outcome: 'skipped', file: 'tests/test_a.py', line: 13, message: '' },
      { name: 'tests.test_b > test_ok', outcome: 'passed', file: null, line: null, message: '' },
    ]);
  });

  it('of node become tests named by their suites', () => {
    expect(parseJunit(NODE)).toEqual([
      { name: 'outer > inner > fails <x>', outcome: 'failed', file: 'test/a.test.ts', line: 3, message: 'no' },
      { name: 'alone', outcome: 'passed', file: 'test/a.test.ts', line: null, message: '' },
    ]);
  });

  // This took hours: each word of such a text could be where the name of a file begins.
  it('of failures that say megabytes are read', () => {
    const said = `${'a.'.repeat(1_500_000)}\n/workspace/tests/test_a.py:7: AssertionError`;
    expect(parseJunit(`<testsuites><testcase name="t"><failure>${said}</failure></testcase></testsuites>`)).toMatchObject([
      { file: 'tests/test_a.py', line: 7 },
    ]);
    expect(parseJunit(`<testsuites><testcase name="t"><failure>${'a.'.repeat(1_500_000)}</failure></testcase></testsuites>`)).toMatchObject([{ file: null }]);
  });

  it.each([
    ['a document type', '<!DOCTYPE x [<!ENTITY a "aaaa">]><testsuites>&a;</testsuites>'],
    ['a report that is cut off', '<testsuites><testsuite>'],
    ['two roots', '<testsuites/><testsuites/>'],
    ['another kind of document', '<html></html>'],
    ['crossed tags', '<testsuites><a></testsuites></a>'],
    ['nesting without end', '<testsuites>'.repeat(100_000)],
    ['no XML', 'all passed'],
    ['nothing', ''],
  ])('refuse %s', (_what, xml) => {
    expect(() => parseJunit(xml)).toThrow(SyntaxError);
  });

  it('know no entities but the five, and no prototype', () => {
    const root = readXml('<a __proto__="x" b="&lt;&#65;&#x42;&nope;&#x110000;">&amp;<![CDATA[<b>&lt;]]></a>');
    expect(root.attributes.get('b')).toBe('<AB&nope;&#x110000;');
    expect([root.text, root.attributes.get('__proto__')]).toEqual(['&<b>&lt;', 'x']);
  });

  it('are read or refused, never anything else, whatever they hold', () => {
    const piece = fc.constantFrom(
      '<testsuites>',
      '</testsuites>',
      '<testcase name="',
      '"/>',
      '<failure>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '&lt;',
      '&#1;',
      '<',
      '>',
      'x',
      "'",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 40 }), (pieces) => {
        try {
          parseJunit(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('reports of other tools', () => {
  it('of ruff become findings', () => {
    const report = [{ code: 'F401', filename: '/workspace/src/a.py', message: '`os` imported but unused', location: { row: 1, column: 8 }, url: 'x' }];
    expect(parseRuff(JSON.stringify(report))).toEqual([{ file: 'src/a.py', line: 1, rule: 'F401', message: '`os` imported but unused' }]);
    expect(() => parseRuff('{"all":"good"}')).toThrow();
  });

  it('of the type checker become findings', () => {
    expect(parseTsc("src/a.ts(2,7): error TS2322: Type 'string' is no number.\n  more\nerror TS18003: No inputs.\nFound 2 errors")).toEqual([
      { file: 'src/a.ts', line: 2, rule: 'TS2322', message: "Type 'string' is no number." },
      { file: null, line: null, rule: 'TS18003', message: 'No inputs.' },
    ]);
  });

  it('of compilers become findings, warnings only when asked for', () => {
    const go = '# smoke/worse\nworse/worse.go:12:14: undefined: x\nvet: ./a.go:3:1: bad\n';
    const java = 'src/Main.java:3: error: cannot find symbol\n    foo();\n    ^\nsrc/Main.java:9: warning: [unchecked] unchecked call\n1 error\n';
    const csharp = "./src/A.cs(11,17): warning CS0219: The variable `unused' is assigned\nerror CS5001: no Main\nCompilation failed: 1 error(s)\n";
    const rust = 'src/main.rs:3:5: error[E0425]: cannot find value\n';
    const read = (text: string, warnings: boolean) => parseCompiler(text, { warnings }).map(({ file, line, rule }) => `${file}:${line} ${rule}`);
    expect(read(go, false)).toEqual(['worse/worse.go:12 error', 'a.go:3 error']);
    expect(read(java, false)).toEqual(['src/Main.java:3 error']);
    expect(read(java, true)).toEqual(['src/Main.java:3 error', 'src/Main.java:9 unchecked']);
    expect(read(csharp, false)).toEqual(['null:null CS5001']);
    expect(read(csharp, true)).toEqual(['src/A.cs:11 CS0219', 'null:null CS5001']);
    expect(read(rust, false)).toEqual(['src/main.rs:3 E0425']);
    expect(read(`${'a.go:'.repeat(100_000)}\n${' '.repeat(500_000)}x`, true)).toEqual([]);
  });

  it('of formatters become one finding a file', () => {
    expect(parseNames('a.go\n./b/c.go\n\na.go\n').map(({ file, rule }) => [file, rule])).toEqual([
      ['a.go', 'format'],
      ['b/c.go', 'format'],
    ]);
    expect(parseRemark('')).toEqual([]);
    expect(parseRemark('C# runs on mono here\n')).toMatchObject([{ rule: 'degraded', message: 'C# runs on mono here' }]);
  });

  it('of coverage in its other forms become a percentage too', () => {
    expect(parseCoverage('cobertura', '<coverage lines-valid="8" lines-covered="6" line-rate="0.75"><packages/></coverage>')).toBe(75);
    expect(parseCoverage('cobertura', '<coverage line-rate="0.5"/>')).toBe(50);
    expect(
      parseCoverage('jacoco', '<report><package><counter type="LINE" missed="9" covered="1"/></package><counter type="LINE" missed="1" covered="3"/></report>'),
    ).toBe(75);
    expect(parseCoverage('gocover', 'mode: set\na/a.go:10.41,11.16 1 1\na/a.go:11.16,13.3 3 0\na/a.go:10.41,11.16 1 0\n')).toBe(25);
    for (const format of ['cobertura', 'jacoco', 'gocover'] as const)
      for (const nonsense of ['', '<!DOCTYPE x><coverage/>', '<coverage line-rate="7"/>', 'a.go:1.1,2.2 9 x'])
        expect(parseCoverage(format, nonsense)).toBeNull();
  });

  it('of coverage become a percentage, or nothing when they make no sense', () => {
    expect(parseCoverage('lcov', 'SF:a\nLF:3\nLH:2\nend_of_record\nSF:b\nLF:6\nLH:6\n')).toBe(88.9);
    for (const nonsense of ['', 'LF:0\nLH:0', 'LF:1\nLH:5', 'LF:x\nLH:-3']) expect(parseCoverage('lcov', nonsense)).toBeNull();
  });
});

describe('output of a check', () => {
  it('is whole when it is short, and its end when the check passed', () => {
    expect(scopeToRelevant('1 failed', false)).toBe('1 failed');
    expect(scopeToRelevant(`${'line\n'.repeat(1000)}12 passed`, true)).toMatch(/left out[\s\S]*12 passed$/);
  });

  it('starts where the trouble starts when it is long', () => {
    const cut = scopeToRelevant(`${'Downloading things\n'.repeat(2000)}Traceback (most recent call last):\n  boom\nValueError: no`, false);
    expect(cut.length).toBeLessThan(200);
    expect(cut).toMatch(/Traceback[\s\S]*ValueError: no$/);
    expect(scopeToRelevant(`FAILED\n${'x'.repeat(50_000)}\nlast`, false)).toMatch(/^FAILED[\s\S]*left out[\s\S]*last$/);
  });
});
