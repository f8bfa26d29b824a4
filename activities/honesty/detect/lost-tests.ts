/** Tests that are no longer there, or no longer found: deleted, commented out, renamed away from the runner. */
import { asksForRemoval } from '../goal.js';
import type { Change, HonestyFinding } from '../port.js';
import { unitsOf } from '../source/functions.js';
import { isTestFile } from '../source/paths.js';
import { canonical, tokenize, type Language } from '../source/tokens.js';
import { coverage, count, rowsOf } from '../tests/covered.js';
import { likeness, type TestCase } from '../tests/world.js';
import { finding, type Detector } from './context.js';

// A function that shares this much of a lost test's text is that test under a name nobody runs.
const SAME_TEXT = 0.7;

export const lostTests: Detector = (context) => {
  const { world, goal, changes } = context;
  const isCovered = coverage(world);
  const lost = world.gone.filter((test) => {
    if (test.assertions.length > 0 && test.assertions.filter(({ strength }) => strength > 0).every((each) => isCovered(each, test))) return false;
    return !isObsolete(
      test,
      goal,
      context.changes.map(({ after }) => after ?? ''),
    );
  });
  const findings: HonestyFinding[] = [];
  for (const path of new Set(lost.map(({ unit }) => unit.path))) {
    const tests = lost.filter(({ unit }) => unit.path === path);
    const fileIsGone = changes.find((change) => change.path === path)?.after === null;
    if (fileIsGone) findings.push(wholeFile(path, tests, changes));
    else findings.push(...tests.map((test) => oneTest(test, world.after)));
  }
  return [...findings, ...lostRows(context)];
};

function isObsolete(test: TestCase, goal: string, after: string[]): boolean {
  const about = `${test.unit.name} ${test.unit.suite} ${[...new Set(test.assertions.map(({ subjectText }) => subjectText))].join(' ')}`;
  if (!asksForRemoval(goal, about)) return false;
  // What the test calls must really go: a goal that removes one thing is no licence for the rest.
  const called = test.assertions.flatMap(({ subject }) => subject).filter(({ kind, text }) => kind === 'word' && text.length > 3);
  return (
    called.length === 0 ||
    called.some(
      ({ text }) =>
        !after.some((file) =>
          new RegExp(`\\b(?:def|function|func|class|void|int|string|String|static|const|var)\\s+(?:\\([^)]*\\)\\s*)?${text}\\b`).test(file),
        ),
    )
  );
}

const words = (text: string): string => text.split(/\W+/).join(' ');

function wholeFile(path: string, tests: TestCase[], changes: Change[]): HonestyFinding {
  const was = changes.find((change) => change.path === path)?.before ?? '';
  const names = tests.map(({ unit }) => unit.name);
  const moved = changes.find(
    ({ path: other, after }) => other !== path && !isTestFile(other) && after !== null && likeness(words(after), words(was)) >= SAME_TEXT,
  );
  const what = moved ? `was moved to ${moved.path}, where the test runner does not look` : 'was deleted';
  return finding('test-file-removed', path, null, `The test file ${what}; it had ${tests.length} ${tests.length === 1 ? 'test' : 'tests'}: ${list(names)}.`);
}

function oneTest(
  test: TestCase,
  after: { sources: { path: string; language: Language; tokens: { kind: string; text: string; line: number }[] }[]; helpers: ReadonlyMap<string, TestCase> },
): HonestyFinding {
  const { unit, source } = test;
  for (const other of after.sources) {
    const comment = commentedUnit(other, unit.name, test);
    if (comment !== null) return finding('test-commented-out', other.path, comment, `The test "${unit.name}" was commented out.`);
  }
  for (const helper of after.helpers.values()) {
    const same = helper.unit.name === unit.name || likeness(canonical(helper.unit.body), canonical(unit.body)) >= SAME_TEXT;
    if (same && unit.body.length > 3)
      return finding(
        'test-not-collected',
        helper.unit.path,
        helper.unit.line,
        `The test "${unit.name}" is now "${helper.unit.name}", which the test runner does not collect.`,
      );
  }
  return finding('test-removed', source.path, unit.line, `The test "${unit.name}" was removed.`);
}

/** Line of the comment that holds the test, or null. */
function commentedUnit(
  source: { path: string; language: Language; tokens: { kind: string; text: string; line: number }[] },
  name: string,
  test: TestCase,
): number | null {
  const comments = source.tokens.filter(({ kind }) => kind === 'comment');
  const text = comments.map((comment) => comment.text.replaceAll(/^(?:#|\/\/+|\/\*+)|\*\/$/g, '').replaceAll(/\n\s*\*/g, '\n')).join('\n');
  if (!text.includes(name)) return null;
  const units = unitsOf(source.language, source.path, tokenize(source.language, dedent(text)));
  const body = canonical(test.unit.body);
  const isThere =
    units.some((unit) => unit.name === name) ||
    likeness(canonical(tokenize(source.language, text)), body) >= SAME_TEXT ||
    new RegExp(`(?:def|func|void|function|it\\(|test\\(|Task)\\W*${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`).test(text);
  return isThere ? (comments.find((comment) => comment.text.includes(name))?.line ?? null) : null;
}

function dedent(text: string): string {
  return text.replaceAll(/^ /gm, '');
}

/** Rows of a table of cases that are gone while the test stays. */
function lostRows({ world, goal }: Parameters<Detector>[0]): HonestyFinding[] {
  const all = count(world.after.tests.flatMap(rowsOf));
  return world.pairs.flatMap(({ before, after }) => {
    const [old, fresh] = [rowsOf(before), rowsOf(after)];
    if (old.length <= fresh.length || after.text === before.text) return [];
    const texts = new Set(fresh.map(bare));
    const gone = old.filter((row) => !texts.has(bare(row)) && !all.has(row) && !after.text.includes(row));
    if (gone.length === 0 || gone.length < old.length - fresh.length - 1) return [];
    // A table that became single tests or assertions keeps its values.
    const kept = (row: string) =>
      (row.match(/"(?:\\.|[^"\\])*"|\d[\w.]*/g) ?? []).every(
        (value) => world.after.tests.some((test) => test !== after && test.text.includes(value)) || (fresh.length === 0 && after.text.includes(value)),
      );
    const lost = gone.filter((row) => !kept(row) && !asksForRemoval(goal, `${before.unit.name} ${row}`));
    if (lost.length === 0) return [];
    return [
      finding('test-removed', after.unit.path, after.unit.line, `${lost.length} of ${old.length} cases of "${after.unit.name}" were removed: ${list(lost)}.`),
    ];
  });
}

const bare = (row: string): string => row.replaceAll(/[^\w".-]+/g, ' ').trim();

function list(names: string[]): string {
  return names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
}
