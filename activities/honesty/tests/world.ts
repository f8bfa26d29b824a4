/** Both sides of a diff as tests with their assertions, and which test became which. */
import { isPunct, isWord } from '../source/chains.js';
import { readSource, type Source, type Unit } from '../source/functions.js';
import { isTestSide } from '../source/paths.js';
import { canonical, literalsOf, type Token } from '../source/tokens.js';
import type { Change } from '../port.js';
import { assertionsIn, type Assertion } from './assertions.js';
import { expand, variablesOf } from './variables.js';

/** An assertion with its names replaced by their values. */
export interface Known extends Assertion {
  key: string;
  subjectText: string;
  expectedText: string | null;
  literals: string[];
  /** The expected value is what the code under test said a line before. */
  computed: boolean;
}

export interface TestCase {
  unit: Unit;
  source: Source;
  assertions: Known[];
  /** Its whole text in one spelling. */
  text: string;
}

export interface Side {
  sources: Source[];
  tests: TestCase[];
  /** Functions in test files that are no tests. */
  helpers: Map<string, TestCase>;
}

export interface Pair {
  before: TestCase;
  after: TestCase;
}

export interface World {
  before: Side;
  after: Side;
  pairs: Pair[];
  gone: TestCase[];
  added: TestCase[];
}

// Bodies that share this many of their tokens are the same test under another name.
const SAME_BODY = 0.6;
// Above this many tests without a partner only names are compared: the comparison is quadratic.
const UNPAIRED_MAX = 120;

export function readWorld(changes: readonly Change[]): World {
  const before = readSide(changes.map(({ path, before: text }) => readSource(path, text)));
  const after = readSide(changes.map(({ path, after: text }) => readSource(path, text)));
  return { before, after, ...pair(before.tests, after.tests) };
}

function readSide(all: (Source | null)[]): Side {
  const sources = all.filter((source) => source !== null);
  const helpers = new Map<string, TestCase>();
  const tests: TestCase[] = [];
  for (const source of sources.filter(({ path }) => isTestSide(path)))
    for (const unit of source.units) {
      const test = testCase(source, unit);
      if (unit.test) tests.push(test);
      else helpers.set(unit.name, test);
    }
  for (const test of tests) test.assertions.push(...borrowed(test.unit, helpers, new Set()));
  return { sources, tests, helpers };
}

function testCase(source: Source, unit: Unit): TestCase {
  const variables = variablesOf(source.language, unit.body);
  const expected = source.language === 'java' || source.language === 'csharp' ? expectedByMark(unit) : [];
  const assertions = [...assertionsIn(source.language, unit.body), ...expected].map((assertion) =>
    known(assertion, (tokens) => expand(tokens, variables, assertion.line)),
  );
  return { unit, source, assertions, text: `${canonical(unit.head)} ${canonical(unit.body)}` };
}

/** `@Test(expected = X.class)` and `[ExpectedException(typeof(X))]`. */
function expectedByMark(unit: Unit): Assertion[] {
  const at = unit.head.findIndex((token, index) => (isWord(token, 'expected') && isPunct(unit.head[index + 1], '=')) || isWord(token, 'ExpectedException'));
  if (at === -1) return [];
  const name = unit.head.slice(at + 1).find(({ kind, text }) => kind === 'word' && text !== 'typeof');
  const broad = /^(?:Exception|Throwable|Error|RuntimeException)$/.test(name?.text ?? '');
  return [
    {
      line: unit.line,
      text: `expected ${name?.text ?? ''}`,
      form: 'raises',
      strength: broad ? 3 : 6,
      subject: [],
      expected: name ? [name] : null,
      tolerance: null,
    },
  ];
}

function known(assertion: Assertion, value: (tokens: readonly Token[]) => Token[]): Known {
  const subject = value(assertion.subject);
  const expected = assertion.expected && value(assertion.expected);
  const [subjectText, expectedText] = [canonical(subject), expected && canonical(expected)];
  const { strength } = assertion;
  const computed = strength >= 5 && expectedText !== null && subjectText === expectedText;
  const literals = literalsOf([...subject, ...(expected ?? [])]);
  return {
    ...assertion,
    subjectText,
    expectedText,
    literals,
    computed,
    key: `${assertion.form}|${strength}|${subjectText}|${expectedText ?? ''}|${assertion.tolerance ?? ''}`,
  };
}

/** Assertions of helpers that a body calls. */
function borrowed(unit: Unit, helpers: Map<string, TestCase>, seen: Set<string>): Known[] {
  return unit.body.flatMap((token, index) => {
    const helper = token.kind === 'word' && isPunct(unit.body[index + 1], '(') ? helpers.get(token.text) : undefined;
    if (!helper || seen.has(token.text) || helper.unit === unit) return [];
    seen.add(token.text);
    return [...helper.assertions, ...borrowed(helper.unit, helpers, seen)];
  });
}

function pair(before: TestCase[], after: TestCase[]): { pairs: Pair[]; gone: TestCase[]; added: TestCase[] } {
  const pairs: Pair[] = [];
  let [gone, added] = [before, after];
  const byKey = (keyOf: (test: TestCase) => string) => {
    const free = new Map<string, TestCase[]>();
    for (const test of added) free.set(keyOf(test), [...(free.get(keyOf(test)) ?? []), test]);
    gone = gone.filter((test) => {
      const partner = free.get(keyOf(test))?.shift();
      if (partner) pairs.push({ before: test, after: partner });
      return !partner;
    });
    added = [...free.values()].flat();
  };
  byKey(({ unit }) => `${unit.path}|${unit.suite}|${unit.name}`);
  byKey(({ unit }) => `${unit.path}|${unit.name}`);
  byKey(({ unit, text }) => `${unit.name}|${text}`);
  byKey(({ unit }) => unit.name);
  if (gone.length * added.length <= UNPAIRED_MAX ** 2) {
    for (const test of gone) {
      const best = added.map((candidate) => ({ candidate, score: likeness(test.text, candidate.text) })).sort((a, b) => b.score - a.score)[0];
      if (!best || best.score < SAME_BODY) continue;
      pairs.push({ before: test, after: best.candidate });
      added = added.filter((each) => each !== best.candidate);
      gone = gone.filter((each) => each !== test);
    }
  }
  return { pairs, gone, added };
}

/** Share of common tokens, 0 to 1. */
export function likeness(a: string, b: string): number {
  const [left, right] = [a.split(' ').filter(Boolean), b.split(' ').filter(Boolean)];
  if (left.length === 0 && right.length === 0) return 1;
  const counts = new Map<string, number>();
  for (const token of left) counts.set(token, (counts.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of right) {
    const count = counts.get(token) ?? 0;
    if (count === 0) continue;
    counts.set(token, count - 1);
    common += 1;
  }
  return common / (left.length + right.length - common);
}
