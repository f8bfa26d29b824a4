/** JUnit XML, as pytest and node's test runner write it, as a list of tests. */
import { plainText } from '../sandbox/text.js';
import { readXml, type XmlElement } from './xml.js';

export interface TestCase {
  /** Stable across runs: class or suites, then the test. */
  name: string;
  outcome: 'passed' | 'failed' | 'skipped';
  file: string | null;
  line: number | null;
  message: string;
  /** Absent when the report does not say. */
  durationMs?: number;
}

const NAME_CHARS_MAX = 300;
const MESSAGE_CHARS_MAX = 2000;
const ERROR_TEXT_CHARS = 800;
// `file.py:12: AssertionError` (pytest) and `at x (file:///workspace/a.test.ts:3:75)` (node). Bounded: a test may fail with megabytes.
const PLACE = /(?:file:\/\/)?((?:\/workspace\/|\b)[\w./@-]{1,200}\.\w{1,4}):(\d{1,7})/g;
// The place is in the last lines of a failure.
const PLACE_CHARS = 20_000;
// Frames of Java's own classes and of JUnit, whose files have no folders either.
const FOREIGN_FRAME = /^\s{0,8}at (?:java\.base\/|jdk\.|org\.junit|org\.opentest4j|app\/\/org\.junit).*$/gm;
// Node puts this class on every test: it says nothing.
const EMPTY_CLASS = 'test';

/** Throws a SyntaxError when it is no JUnit report. */
export function parseJunit(xml: string): TestCase[] {
  const root = readXml(xml);
  if (root.name !== 'testsuites' && root.name !== 'testsuite') throw new SyntaxError(`the report's root is <${root.name}>, not <testsuites>`);
  const cases: TestCase[] = [];
  collect(root, [], cases);
  return cases;
}

function collect(element: XmlElement, suites: string[], cases: TestCase[]): void {
  for (const child of element.children) {
    if (child.name === 'testsuite') collect(child, [...suites, attribute(child, 'name')], cases);
    else if (child.name === 'testcase') cases.push(testCase(child, suites));
  }
}

function testCase(element: XmlElement, suites: string[]): TestCase {
  const failure = element.children.find((child) => child.name === 'failure' || child.name === 'error');
  const skipped = element.children.some((child) => child.name === 'skipped');
  const className = attribute(element, 'classname');
  const path = className && className !== EMPTY_CLASS ? [className] : suites;
  const place = failure ? placeOf(failure.text) : null;
  const file = attribute(element, 'file');
  return {
    name: plainText([...path, attribute(element, 'name')].join(' > ')).slice(0, NAME_CHARS_MAX),
    outcome: failure ? 'failed' : skipped ? 'skipped' : 'passed',
    file: place?.file ?? (file ? relative(file) : null),
    line: place?.line ?? lineOf(element),
    message: failure ? messageOf(failure) : '',
    ...durationOf(element),
  };
}

function durationOf(element: XmlElement): { durationMs?: number } {
  const seconds = Number.parseFloat(attribute(element, 'time'));
  return Number.isFinite(seconds) && seconds >= 0 ? { durationMs: Math.round(seconds * 1000) } : {};
}

/** The last place in the failure's text that lies in the workspace: where the assertion stands. */
function placeOf(text: string): { file: string; line: number } | null {
  const places = [...text.slice(-PLACE_CHARS).replaceAll(FOREIGN_FRAME, '').matchAll(PLACE)].map(([, file = '', line]) => ({
    file: relative(file),
    line: Number(line),
  }));
  const own = places.filter(({ file }) => !file.startsWith('/') && !file.includes('node_modules'));
  return own.at(-1) ?? null;
}

function messageOf(failure: XmlElement): string {
  const message = plainText(attribute(failure, 'message')).trim();
  const text = plainText(failure.text).trim();
  // An <error> is no failed assertion: "collection failure" says nothing without the traceback, whose end tells most.
  const whole = message === '' || failure.name === 'error' ? `${message}\n${text.slice(-ERROR_TEXT_CHARS)}` : message;
  return whole.trim().slice(0, MESSAGE_CHARS_MAX);
}

/** xunit1 counts lines from 0. */
function lineOf(element: XmlElement): number | null {
  const line = Number.parseInt(attribute(element, 'line'), 10);
  return Number.isInteger(line) ? line + 1 : null;
}

function relative(file: string): string {
  return file.replace(/^\/workspace\//, '').slice(0, NAME_CHARS_MAX);
}

function attribute(element: XmlElement, name: string): string {
  return element.attributes.get(name) ?? '';
}
