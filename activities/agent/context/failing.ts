/** Which checks fail: kept with the step that found out, so that no later summary or cut loses it. */
import { createHash } from 'node:crypto';
import type { CheckReport } from '../../checks/port.js';

export interface FailingItem {
  file: string | null;
  line: number | null;
  rule: string;
  message: string;
}

export interface FailingSet {
  /** Of the step that found out; 0: an earlier try. */
  turn: number;
  total: number;
  /** The first ones; what fails first is usually the cause. */
  items: FailingItem[];
}

// More than a model mends at once, and what a row may hold.
const ITEMS_MAX = 20;
// The assertion and its values; the whole output was in the result.
const MESSAGE_CHARS = 300;

/** What of a report must be mended; nothing when it passed. */
export function failingOf(report: CheckReport): Omit<FailingSet, 'turn'> {
  if (report.verdict === 'passed') return { total: 0, items: [] };
  const failed = report.checks.filter((check) => check.required && check.outcome !== 'passed' && check.outcome !== 'skipped');
  const items = failed.flatMap((check) =>
    check.findings.length > 0
      ? check.findings.map(({ file, line, rule, message }) => ({ file, line, rule: rule || check.name, message }))
      : [{ file: null, line: null, rule: check.name, message: check.outcome }],
  );
  const all = items.length > 0 ? items : [{ file: null, line: null, rule: 'checks', message: report.summary }];
  return { total: Math.max(all.length, report.tests.failed), items: all.slice(0, ITEMS_MAX).map(shortened) };
}

function shortened(item: FailingItem): FailingItem {
  return { ...item, message: item.message.slice(0, MESSAGE_CHARS) };
}

export function failingLines({ items, total }: Pick<FailingSet, 'items' | 'total'>): string {
  const lines = items.map(({ file, line, rule, message }) => `- ${file ?? ''}${file && line ? `:${line}` : ''}${file ? ' ' : ''}${rule}: ${oneLine(message)}`);
  return [...lines, ...(total > items.length ? [`... and ${total - items.length} more`] : [])].join('\n');
}

/** Equal for the same failures, whatever changes from run to run (durations, addresses, ids). */
export function failingDigest({ items, total }: Pick<FailingSet, 'items' | 'total'>): string {
  const seen = items.map(({ file, rule, message }) => `${file} ${rule} ${steady(message)}`).sort();
  return createHash('sha1')
    .update(JSON.stringify([total, seen]))
    .digest('base64')
    .slice(0, 16);
}

/** A text without what differs between two runs of the same thing. */
export function steady(text: string): string {
  return text
    .replaceAll(/0x[0-9a-f]+|\b[0-9a-f]{12,}\b/gi, '#')
    .replaceAll(/(?<!\d)\d+(?:\.\d+)?\s{0,5}(?:ms|s|sec|seconds)\b/gi, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

// Test runners name what failed on a line of its own: pytest, jest and vitest, node:test, go, dotnet, surefire.
const FAILED_LINES: readonly { pattern: RegExp; rule: string }[] = [
  { pattern: /^(?:FAILED|ERROR) ([\w./-]+\.py)(?:::(\S+))?(?: - (.*))?$/, rule: 'test-failed' },
  { pattern: /^\s*(?:✕|✗|×) (?<name>.+?)(?: \(\d+ ?m?s\))?$/, rule: 'test-failed' },
  { pattern: /^\s*not ok \d+ - (?<name>.+)$/, rule: 'test-failed' },
  { pattern: /^\s*--- FAIL: (?<name>\S+)/, rule: 'test-failed' },
  { pattern: /^\s*Failed (?<name>[\w.]+) \[/, rule: 'test-failed' },
  { pattern: /^\[ERROR\]\s+(?<name>[\w.$]+:\d+ .+)$/, rule: 'test-failed' },
];
// A runner's output beyond this is not read for names.
const OUTPUT_CHARS_MAX = 200_000;

/** The failed tests that a command's output names; null when it names none, for then it says nothing about tests. */
export function failingInOutput(output: string): Omit<FailingSet, 'turn'> | null {
  const items = new Map<string, FailingItem>();
  for (const line of output.slice(-OUTPUT_CHARS_MAX).split('\n')) {
    // A test's name is no essay; the patterns need not see more.
    const item = line.length > 2_000 ? null : failedTest(line);
    if (item) items.set(`${item.file} ${item.message}`, shortened(item));
  }
  return items.size === 0 ? null : { total: items.size, items: [...items.values()].slice(0, ITEMS_MAX) };
}

function failedTest(line: string): FailingItem | null {
  for (const { pattern, rule } of FAILED_LINES) {
    const match = pattern.exec(line);
    if (!match) continue;
    const name = match.groups?.['name'];
    if (name !== undefined) return { file: null, line: null, rule, message: name };
    return { file: match[1] ?? null, line: null, rule, message: [match[2], match[3]].filter(Boolean).join(': ') || 'could not be loaded' };
  }
  return null;
}
