/** Single checks, put together as one verdict with a line for people. */
import type { TestCase } from './junit.js';
import { SANDBOX_RULE_PREFIX, type CheckReport, type CheckResult } from './port.js';

// Names are compared from one attempt to the next; a row holds them.
const TEST_NAMES_MAX = 2_000;
// A test that takes longer is worth a look in a suite that runs at every task.
const SLOW_MS = 1_000;
const SLOW_TOLD_MAX = 5;

export interface Ran {
  checks: CheckResult[];
  tests: TestCase[];
  /** Names of tests that failed, and passed when run once more. */
  flaky: string[];
  coveragePercent: number | null;
}

export function makeReport({ checks, tests: cases, flaky, coveragePercent }: Ran): CheckReport {
  const failing = checks.filter((check) => check.required && (check.outcome === 'failed' || check.outcome === 'unavailable'));
  const count = (outcome: TestCase['outcome']) => cases.filter((test) => test.outcome === outcome).length;
  const names = (some: TestCase[]) => some.slice(0, TEST_NAMES_MAX).map((test) => test.name);
  const slow = slowest(cases);
  const tests = {
    total: cases.length,
    failed: count('failed'),
    skipped: count('skipped'),
    names: names(cases),
    failing: names(cases.filter((test) => test.outcome === 'failed')),
    ...(flaky.length > 0 ? { flaky: flaky.slice(0, TEST_NAMES_MAX) } : {}),
    ...(slow.length > 0 ? { slow } : {}),
  };
  return { verdict: failing.length === 0 ? 'passed' : 'failed', summary: summary(checks, tests), checks, tests, coveragePercent };
}

function slowest(cases: TestCase[]): { name: string; seconds: number }[] {
  const slow = cases.filter((test) => (test.durationMs ?? 0) >= SLOW_MS).toSorted((one, other) => (other.durationMs ?? 0) - (one.durationMs ?? 0));
  return slow.slice(0, SLOW_TOLD_MAX).map(({ name, durationMs }) => ({ name, seconds: Math.round((durationMs ?? 0) / 100) / 10 }));
}

/** One line for people: `11 of 12 tests passed; lint: 2 findings`. */
function summary(checks: CheckResult[], tests: CheckReport['tests']): string {
  const parts: string[] = [];
  const ran = tests.total - tests.skipped;
  if (tests.total > 0) parts.push(tests.failed === 0 ? `${ran} tests passed` : `${tests.failed} of ${ran} tests failed`);
  if (tests.skipped > 0) parts.push(`${tests.skipped} skipped`);
  if (tests.flaky) parts.push(`${tests.flaky.length} flaky (failed, then passed unchanged): ${tests.flaky.slice(0, 3).join(', ').slice(0, 200)}`);
  for (const check of checks) {
    const findings = check.findings.filter((each) => !each.rule.startsWith(SANDBOX_RULE_PREFIX));
    const testsTell = findings.every((each) => each.rule === 'test-failed');
    // Scans for security are advice with a gate and a line of their own.
    const isElsewhere = check.security && !check.required;
    if (isElsewhere || check.outcome === 'passed' || check.outcome === 'skipped' || testsTell) continue;
    const [first] = findings;
    const what = findings.length === 1 && first ? first.message.slice(0, 160) : `${findings.length} findings`;
    parts.push(`${check.name}: ${check.outcome === 'unavailable' ? 'unavailable, ' : ''}${what}`);
  }
  return parts.join('; ') || 'nothing to check';
}
