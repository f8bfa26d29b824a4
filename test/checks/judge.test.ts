import { describe, expect, it } from '@jest/globals';
import { judge } from '../../activities/checks/judge.js';
import type { CheckSpec } from '../../activities/sandbox/image-spec.js';
import type { CommandResult } from '../../activities/sandbox/port.js';

const check: CheckSpec = { name: 'test', command: 'x', required: true, report: { format: 'junit', path: '/tmp/r.xml' }, timeoutSeconds: 60 };
const ran = (over: Partial<CommandResult>): CommandResult => ({
  outcome: 'exit',
  exitCode: 0,
  stdout: 'said',
  stderr: '',
  truncated: false,
  durationMs: 1,
  ...over,
});
const PASSED = '<testsuites><testcase name="a"/></testsuites>';
const FAILED = '<testsuites><testcase name="a"><failure message="no"/></testcase></testsuites>';
const SKIPPED = '<testsuites><testcase name="a"><skipped/></testcase></testsuites>';

describe('the verdict on a check', () => {
  it('is passed only when exit code and report both say so', () => {
    expect(judge(check, ran({}), PASSED).result).toMatchObject({ outcome: 'passed', findings: [] });
  });

  it.each<[string, Partial<CommandResult>, string | null, string]>([
    ['the report says passed, the exit code does not (a forged report)', { exitCode: 1 }, PASSED, 'exit-code'],
    ['the exit code says passed, the report does not (a forged exit)', {}, FAILED, 'test-failed'],
    ['there is no report (a runner that was left early)', {}, null, 'report-unreadable'],
    ['the report is no report', {}, 'all passed', 'report-unreadable'],
    ['no tests were found', { exitCode: 5 }, '<testsuites/>', 'no-tests'],
    ['no tests were found, and the runner does not mind', {}, '<testsuites/>', 'no-tests'],
    ['all tests were skipped', {}, SKIPPED, 'no-tests'],
    ['it took too long', { outcome: 'timeout', exitCode: null }, PASSED, 'timeout'],
    ['it took too much memory', { outcome: 'oom', exitCode: null }, PASSED, 'oom'],
    ['it ended its runner', { outcome: 'killed', exitCode: null }, PASSED, 'killed'],
    ['it printed too much', { outcome: 'output_cut', exitCode: null }, PASSED, 'output_cut'],
  ])('is failed when %s', (_what, over, report, rule) => {
    expect(judge(check, ran(over), report).result).toMatchObject({ outcome: 'failed', findings: [{ rule }] });
  });

  it('gives advice on a check that took too long by what it does: only tests run the code', () => {
    const adviceOf = (name: string) => judge({ ...check, name }, ran({ outcome: 'timeout', exitCode: null }), null).result.findings[0]?.message;
    expect(adviceOf('test')).toContain('endless loop');
    expect(adviceOf('build')).toContain('too much to compile');
    for (const name of ['lint', 'format', 'vet', 'scan-code']) {
      expect(adviceOf(name)).toContain(`too much for ${name} to read`);
      expect(adviceOf(name)).not.toContain('loop');
    }
  });

  it('is unavailable when the tool is not there', () => {
    expect(judge(check, ran({ exitCode: 127 }), null).result.outcome).toBe('unavailable');
  });

  it('of a compiler comes from what it printed', () => {
    const tsc: CheckSpec = { ...check, report: { format: 'tsc' } };
    expect(judge(tsc, ran({ exitCode: 2, stdout: 'a.ts(1,2): error TS1: no' }), null).result.findings).toEqual([
      { file: 'a.ts', line: 1, rule: 'TS1', message: 'no' },
    ]);
    expect(judge(tsc, ran({ exitCode: 2, stdout: 'crashed' }), null).result).toMatchObject({ outcome: 'failed', findings: [{ rule: 'exit-code' }] });
  });

  it('calls a remark of the image unavailable: no fault of the project', () => {
    const remark: CheckSpec = { ...check, name: 'toolchain', required: false, report: { format: 'remark' } };
    expect(judge(remark, ran({ stdout: 'C# runs on mono' }), null).result).toMatchObject({ outcome: 'unavailable', findings: [{ rule: 'degraded' }] });
    expect(judge(remark, ran({ stdout: '' }), null).result).toMatchObject({ outcome: 'passed', findings: [] });
  });

  it('of a build that failed names the lines, although no test report could be written', () => {
    const said = 'src/A.java:3: error: cannot find symbol\n';
    const { findings } = judge(check, ran({ exitCode: 1, stdout: said }), null).result;
    expect(findings.map(({ file, line, rule }) => [file, line, rule])).toEqual([
      [null, null, 'report-unreadable'],
      ['src/A.java', 3, 'error'],
    ]);
  });
});
