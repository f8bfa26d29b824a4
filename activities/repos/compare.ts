/** A verdict that knows what failed before anybody changed anything: only new failures count. */
import { FINDINGS_MAX, SANDBOX_RULE_PREFIX, type CheckReport, type CheckResult, type Finding } from '../checks/port.js';

/** Of old failures, how many are named in a line for people. */
const NAMED = 5;
// Without a report of single tests nobody can tell an old failure from a new one: these never count as old.
const NEVER_OLD = new Set(['timeout', 'oom', 'killed', 'output_cut', 'report-unreadable', 'not-runnable', 'install']);
// Old findings that are repeated beside new ones; the baseline has them all.
const OLD_SHOWN = 5;
export const OLD_RULE = 'failed-before';

export interface Comparison {
  report: CheckReport;
  /** Names of tests that failed before and pass now. */
  fixed: string[];
  /** Names of tests that failed before and fail now. */
  old: string[];
}

/** Judges `now` against `before`, a report of the untouched base. Without one, `now` stands as it is. */
export function compareWithBaseline(now: CheckReport, before: CheckReport | null): Comparison {
  if (!before) return { report: now, fixed: [], old: [] };
  const failedBefore = new Set(before.tests.failing ?? []);
  const failsNow = new Set(now.tests.failing ?? []);
  const runsNow = new Set(now.tests.names);
  const fixed = [...failedBefore].filter((name) => runsNow.has(name) && !failsNow.has(name));
  const old = [...failsNow].filter((name) => failedBefore.has(name));
  // Names beyond those a report keeps are not known to be old.
  const isNamed = now.tests.failed <= failsNow.size;
  const tests = { failedBefore, noneNew: isNamed && old.length === failsNow.size, comparable: now.tests.total > 0 && before.tests.total > 0 };
  const checks = now.checks.map((check) => forgive(check, before, tests));
  const failing = checks.some((check) => check.required && (check.outcome === 'failed' || check.outcome === 'unavailable'));
  return { report: { ...now, checks, verdict: failing ? 'failed' : 'passed', summary: summaryOf(now, fixed, old) }, fixed, old };
}

interface KnownTests {
  failedBefore: Set<string>;
  noneNew: boolean;
  /** Both reports tell single tests. */
  comparable: boolean;
}

/** A check whose failures are all old does not fail the verdict; it is still shown. */
function forgive(check: CheckResult, before: CheckReport, tests: KnownTests): CheckResult {
  const earlier = before.checks.find((each) => each.name === check.name);
  if (check.outcome !== 'failed' || earlier?.outcome !== 'failed') return check;
  const known = countKeys(earlier.findings);
  const findings = check.findings.map((each) => (isOld(each, known, tests) ? { ...each, rule: OLD_RULE } : each));
  const isAllOld = findings.length > 0 && findings.every((each) => each.rule === OLD_RULE);
  // A report keeps so many findings; of a check with more, those not seen may be new. Tests are known by their names.
  const isWhole = check.name === 'test' ? tests.noneNew : check.findings.length < FINDINGS_MAX;
  const fresh = findings.filter((each) => each.rule !== OLD_RULE);
  return {
    ...check,
    required: check.required && !(isAllOld && isWhole),
    findings: [...fresh, ...findings.filter((each) => each.rule === OLD_RULE).slice(0, OLD_SHOWN)],
  };
}

function isOld(each: Finding, known: Map<string, number>, { failedBefore, comparable }: KnownTests): boolean {
  // A hint beside a failure is no failure of its own.
  if (each.rule.startsWith(SANDBOX_RULE_PREFIX)) return true;
  if (NEVER_OLD.has(each.rule)) return false;
  if (each.rule === 'test-failed') return [...failedBefore].some((name) => each.message.startsWith(`${name}: `));
  if (each.rule === 'exit-code' && !comparable) return false;
  const left = known.get(keyOf(each)) ?? 0;
  known.set(keyOf(each), left - 1);
  return left > 0;
}

function countKeys(findings: Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of findings) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1);
  return counts;
}

/** Lines move when code above them changes: they are no part of what a finding is. */
function keyOf({ file, rule, message }: Finding): string {
  return `${file ?? ''}\n${rule}\n${message}`;
}

function summaryOf(now: CheckReport, fixed: string[], old: string[]): string {
  const parts = [now.summary];
  if (old.length > 0) parts.push(`${old.length} of them failed before too (${named(old)})`);
  if (fixed.length > 0) parts.push(`fixed: ${named(fixed)}`);
  return parts.join('; ');
}

export function named(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => name.slice(0, 120));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
