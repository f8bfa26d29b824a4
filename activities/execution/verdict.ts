/** What a report of the checks means for an attempt: one kind of error, and a message a person and a model can act on. Pure. */
import type { AttemptErrorType } from '../../contracts/execution.js';
import type { CheckReport, CheckResult } from '../checks/port.js';

// What a model can mend in one go, and a row may hold.
const FINDINGS_MAX = 20;
const MESSAGE_CHARS_MAX = 4_000;

const BY_RULE: Record<string, AttemptErrorType> = {
  timeout: 'timeout',
  oom: 'memory',
  output_cut: 'output',
  killed: 'crash',
  'no-tests': 'no_tests',
};
const BY_CHECK: Record<string, AttemptErrorType> = { install: 'install', build: 'build', test: 'test' };

export interface AttemptVerdict {
  passed: boolean;
  errorType: AttemptErrorType | null;
  errorMessage: string | null;
  testsTotal: number;
  testsPassed: number;
  /** What the failing check printed, or the last one. */
  output: string;
}

export function verdictOf(report: CheckReport): AttemptVerdict {
  const { total, failed, skipped } = report.tests;
  const tests = { testsTotal: total, testsPassed: total - failed - skipped };
  const wrong = report.checks.find(({ required, outcome }) => required && (outcome === 'failed' || outcome === 'unavailable'));
  const shown = wrong ?? report.checks.findLast(({ name, outcome }) => name === 'test' || outcome === 'passed');
  const output = shown?.output ?? '';
  if (report.verdict === 'passed') return { passed: true, errorType: null, errorMessage: null, ...tests, output };
  return { passed: false, errorType: wrong ? typeOf(wrong) : 'check', errorMessage: wrong ? messageOf(wrong) : report.summary, ...tests, output };
}

function typeOf({ name, outcome, findings }: CheckResult): AttemptErrorType {
  if (outcome === 'unavailable') return 'tool_missing';
  const [first] = findings;
  return (first && BY_RULE[first.rule]) ?? BY_CHECK[name] ?? 'check';
}

function messageOf({ name, findings, output }: CheckResult): string {
  const lines = findings.slice(0, FINDINGS_MAX).map(({ file, line, message }) => `${file ? `${file}${line === null ? '' : `:${line}`}: ` : ''}${message}`);
  if (findings.length > FINDINGS_MAX) lines.push(`... and ${findings.length - FINDINGS_MAX} more`);
  return (lines.length > 0 ? lines.join('\n') : `${name} failed: ${output.trim().slice(-500)}`).slice(0, MESSAGE_CHARS_MAX);
}
