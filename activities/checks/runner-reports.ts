/** Reports of the test tools that repositories bring along, as lists of tests: jest's JSON, and TAP (tape, node-tap, ava). */
import { plainText } from '../sandbox/text.js';
import type { TestCase } from './junit.js';

const NAME_CHARS_MAX = 300;
const MESSAGE_CHARS_MAX = 2000;
// A test run of this many tests is no answer to a single task.
const TESTS_MAX = 50_000;

interface JestAssertion {
  ancestorTitles?: unknown;
  title?: unknown;
  status?: unknown;
  failureMessages?: unknown;
}

/** `jest --json`. Throws a SyntaxError when it is no such report. */
export function parseJestJson(text: string): TestCase[] {
  const report = JSON.parse(text) as { testResults?: unknown };
  if (!Array.isArray(report.testResults)) throw new SyntaxError('the report has no testResults');
  return (report.testResults as { name?: unknown; status?: unknown; message?: unknown; assertionResults?: unknown }[]).flatMap((file) => {
    const path = String(file.name ?? '').replace(/^\/workspace\//, '');
    const assertions = Array.isArray(file.assertionResults) ? (file.assertionResults as JestAssertion[]) : [];
    // A file that could not even be loaded has no tests: that it failed must not be lost.
    if (assertions.length === 0 && file.status === 'failed') return [testCase(path, 'failed', path, String(file.message ?? ''))];
    return assertions.slice(0, TESTS_MAX).map((each) => {
      const titles = Array.isArray(each.ancestorTitles) ? each.ancestorTitles.map(String) : [];
      const outcome = each.status === 'passed' ? 'passed' : each.status === 'failed' ? 'failed' : 'skipped';
      const messages = Array.isArray(each.failureMessages) ? each.failureMessages.map(String).join('\n') : '';
      return testCase([path, ...titles, String(each.title ?? '')].join(' > '), outcome, path, messages);
    });
  });
}

/** TAP, subtests aside: the lines `ok 1 - name` and `not ok 2 name # SKIP`. Throws a SyntaxError when there are none. */
export function parseTap(text: string): TestCase[] {
  const tests: TestCase[] = [];
  let group = '';
  const seen = new Map<string, number>();
  for (const line of plainText(Buffer.from(text)).split('\n')) {
    // tape writes the test's name as a comment before its assertions.
    if (/^# (?!tests |pass |fail |ok$|time=|subtest)/i.test(line)) group = line.slice(2).trim();
    const match = /^(not )?ok\b(?:\s+\d+)?(?:\s+-)?\s*(.*?)\s*(?:#\s*(skip|todo)\b.*)?$/i.exec(line);
    if (!match || tests.length >= TESTS_MAX) continue;
    const [, not, title = '', directive] = match;
    const base = [group, title].filter(Boolean).join(' > ') || 'test';
    // Assertions of one name are told apart by their order.
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    tests.push(testCase(count === 1 ? base : `${base} (${count})`, directive ? 'skipped' : not ? 'failed' : 'passed', null, not ? title : ''));
  }
  if (tests.length === 0 && !/^(1\.\.\d+|TAP version)/m.test(text)) throw new SyntaxError('the output is no TAP');
  return tests;
}

function testCase(name: string, outcome: TestCase['outcome'], file: string | null, message: string): TestCase {
  const clean = (said: string, max: number) => plainText(Buffer.from(said)).slice(0, max);
  return {
    name: clean(name, NAME_CHARS_MAX),
    outcome,
    file: file && file.slice(0, NAME_CHARS_MAX),
    line: null,
    message: clean(message.trim(), MESSAGE_CHARS_MAX),
  };
}
