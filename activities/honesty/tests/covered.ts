/** Whether what a test claimed is still claimed somewhere: moved, split, merged, turned into rows of a table or into a helper. */
import { calledNames, closeOf, splitTop } from '../source/chains.js';
import { canonical, literalsOf, type Token } from '../source/tokens.js';
import type { Known, TestCase, World } from './world.js';

/** Rows of tables in a test: parametrize lists, `each` arrays, slices of structs, InlineData and CsvSource. */
export function rowsOf(test: TestCase): string[] {
  return [...tableRows(test.unit.head, true), ...tableRows(test.unit.body, false)].filter((row) => !test.assertions.some(({ text }) => text.includes(row)));
}

const ROW_MARKS = /^(?:InlineData|TestCase|DataRow|arguments|of|param)$/;

function tableRows(tokens: readonly Token[], head: boolean): string[] {
  const rows: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (token.kind !== 'punct' || !/^[([{]$/.test(token.text)) continue;
    const close = closeOf(tokens, index);
    const inside = tokens.slice(index + 1, close);
    const before = tokens[index - 1];
    if (token.text === '(' && before?.kind === 'word') {
      if (head && /^(?:InlineData|TestCase|DataRow)$/.test(before.text)) rows.push(canonical(inside));
      continue;
    }
    const elements = splitTop(inside);
    if (elements.length > 0 && elements.every((element) => isRow(element, head))) {
      rows.push(...elements.map(canonical));
      index = close;
    }
  }
  return rows;
}

function isRow(element: readonly Token[], head: boolean): boolean {
  const literals = literalsOf(element);
  if (literals.length === 0) return false;
  if (head && element.length <= 2) return true;
  const last = element.at(-1)!;
  if (last.kind !== 'punct' || !/^[)\]}]$/.test(last.text)) return false;
  const open = element.findIndex((token) => token.kind === 'punct' && /^[([{]$/.test(token.text));
  const name = element[open - 1];
  return element[open]?.text !== '(' || name?.kind !== 'word' || ROW_MARKS.test(name.text);
}

/** Whether an assertion that is gone from its test is made elsewhere by a test that is new or changed. */
export function coverage(world: World): (gone: Known, from: TestCase) => boolean {
  const unchanged = new Set(world.pairs.filter(({ before, after }) => before.text === after.text).map(({ after }) => after));
  const changed = world.after.tests.filter((test) => !unchanged.has(test));
  const surplus = count(changed.flatMap(({ assertions }) => assertions.map(({ key }) => key)));
  for (const { before, after } of world.pairs)
    if (!unchanged.has(after)) for (const { key } of before.assertions) surplus.set(key, Math.max(0, (surplus.get(key) ?? 0) - 1));
  const places = changed.map((test) => ({
    calls: new Set([
      ...calledNames(test.unit.body),
      ...test.assertions.flatMap(({ subject, expected }) => [...calledNames([...subject, ...(expected ?? [])])]),
    ]),
    groups: groupsOf(test),
  }));
  return (gone) => {
    const left = surplus.get(gone.key) ?? 0;
    if (left > 0) {
      surplus.set(gone.key, left - 1);
      return true;
    }
    const names = [...calledNames([...gone.subject, ...(gone.expected ?? [])])].filter(
      (name) => !/^(?:list|len|str|int|sorted|set|dict|String|size|length)$/.test(name),
    );
    const wanted = gone.literals.filter((literal) => literal !== 'true' && literal !== 'false');
    if (wanted.length === 0) return false;
    return places.some((place) => {
      if (!names.every((name) => place.calls.has(name))) return false;
      return place.groups.some(
        (group) =>
          group.isNew && group.strength >= gone.strength && group.tolerance <= (gone.tolerance ?? 0) && wanted.every((literal) => group.literals.has(literal)),
      );
    });
  };

  /** Pieces of a test that hold values together: rows, single calls and assertions. Those that stood there before do not count. */
  function groupsOf(test: TestCase): { literals: Set<string>; isNew: boolean; strength: number; tolerance: number }[] {
    const best = Math.max(0, ...test.assertions.map(({ strength }) => strength));
    const old = world.pairs.find(({ after }) => after === test)?.before.text ?? '';
    const rows = rowsOf(test).map((row) => ({
      row,
      literals: new Set(
        row.match(/"(?:\\.|[^"\\])*"|\d[\w.]*|\b(?:none|null|nil)\b/gi)?.map((each) => (each.startsWith('"') ? each : each.toLowerCase())) ?? [],
      ),
    }));
    // A row written as one string, as CsvSource has it.
    for (const { row, literals } of rows)
      for (const part of row.split(/[",\s]+/)) if (part !== '') literals.add(/^\d/.test(part) ? part : JSON.stringify(part));
    // Values that all rows share stand in the assertion below them.
    const shared = test.assertions.flatMap(({ literals }) => literals);
    for (const { literals } of rows) for (const literal of shared) literals.add(literal);
    const own = test.assertions.map(({ text, literals, strength, tolerance }) => ({
      row: text,
      literals: new Set(literals),
      strength,
      tolerance: tolerance ?? 0,
    }));
    const borrowed = [...rows, ...helperCalls(test, world.after.helpers)].map((group) => ({ ...group, strength: best, tolerance: 0 }));
    return [...borrowed, ...own].map(({ row, literals, strength, tolerance }) => ({ literals, strength, tolerance, isNew: !old.includes(row) }));
  }
}

/** Arguments of calls of helpers: the helper holds the assertion. */
function helperCalls(test: TestCase, helpers: ReadonlyMap<string, TestCase>): { row: string; literals: Set<string> }[] {
  const { body } = test.unit;
  return body.flatMap((token, index) => {
    if (token.text !== '(' || token.kind !== 'punct' || !helpers.has(body[index - 1]?.text ?? '')) return [];
    const inside = body.slice(index + 1, closeOf(body, index));
    return [{ row: canonical(inside), literals: new Set(literalsOf(inside)) }];
  });
}

export function count(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
