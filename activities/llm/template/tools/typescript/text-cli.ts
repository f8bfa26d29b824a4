import { source } from '../../source.js';

/** `src/main.ts` of the tools that read files. */
export const TYPESCRIPT_TEXT_MAIN = source`
/** Starts the command line: node src/main.ts --help */

import { readFileSync } from 'node:fs';
import { run } from './cli.ts';

const names = process.argv.slice(2);
// The standard input and what the command line names can be read, and nothing else.
const readers = new Map<string, () => Buffer>(
  names.map((name) => [name, () => readFileSync(name)]),
);
readers.set('-', () => readFileSync(0));

process.exitCode = run(names, {
  read: (name) => {
    const bytes = readers.get(name);
    if (!bytes) throw new Error('the command line does not name it');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes());
  },
  out: (line) => console.log(line),
  error: (line) => console.error(line),
});
`;

const WORLD = source`
/** What the tool sees of the world. */
export interface World {
  /** The text of a file; "-" is the standard input. Throws when it can't be read. */
  read(name: string): string;
  out(line: string): void;
  error(line: string): void;
}
`;

const TEST_WORLD = source`
/** A world of these files that keeps what is printed. */
function worldOf(files: Record<string, string>) {
  const lines = { out: [] as string[], error: [] as string[] };
  const read = (name: string): string => {
    const text = files[name];
    if (text === undefined) throw new Error('no such file');
    return text;
  };
  return {
    read,
    out: (line: string) => lines.out.push(line),
    error: (line: string) => lines.error.push(line),
    lines,
  };
}
`;

/** `src/cli.ts` of the counting tool. */
export const TYPESCRIPT_COUNT_CLI = source`
/** Counts the lines, words and characters of files. */

export interface Counts {
  lines: number;
  words: number;
  characters: number;
}

${WORLD}
const USAGE = 'usage: node src/main.ts [FILE]...   (nothing or - reads the standard input)';

/** Lines are counted by their ends; a last line without one counts too. */
export function count(text: string): Counts {
  const ends = text.split('\n').length - 1;
  const lines = ends + (text !== '' && !text.endsWith('\n') ? 1 : 0);
  return {
    lines,
    words: text.split(/\s+/).filter((word) => word !== '').length,
    characters: [...text].length,
  };
}

/** Prints the counts of each file (or of the standard input); the exit code is 1 when one can't be read, 2 for wrong use. */
export function run(args: string[], world: World): number {
  if (args.some((arg) => arg.startsWith('-') && arg !== '-')) {
    const isHelp = args.includes('--help') || args.includes('-h');
    (isHelp ? world.out : world.error)(USAGE);
    return isHelp ? 0 : 2;
  }
  const files = args.length > 0 ? args : ['-'];
  const total = { lines: 0, words: 0, characters: 0 };
  let code = 0;
  for (const name of files) {
    try {
      const counts = count(world.read(name));
      total.lines += counts.lines;
      total.words += counts.words;
      total.characters += counts.characters;
      world.out(lineOf(counts, args.length > 0 ? name : ''));
    } catch (error) {
      world.error(
        \`error: \${name} can't be read: \${error instanceof Error ? error.message : String(error)}\`,
      );
      code = 1;
    }
  }
  if (files.length > 1) world.out(lineOf(total, 'total'));
  return code;
}

function lineOf(counts: Counts, name: string): string {
  return \`\${counts.lines} lines  \${counts.words} words  \${counts.characters} characters  \${name}\`.trimEnd();
}
`;

/** `tests/cli.test.ts` of the counting tool. */
export const TYPESCRIPT_COUNT_TEST = source`
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { count, run } from '../src/cli.ts';

${TEST_WORLD}
describe('the counting tool', () => {
  it('counts', () => {
    assert.deepEqual(count(''), { lines: 0, words: 0, characters: 0 });
    assert.deepEqual(count('one'), { lines: 1, words: 1, characters: 3 });
    assert.deepEqual(count('one two\n'), { lines: 1, words: 2, characters: 8 });
    assert.deepEqual(count('é\n\n  b'), { lines: 3, words: 2, characters: 6 });
  });

  it('prints each file and the total', () => {
    const world = worldOf({ a: 'one two\n', b: 'three' });
    assert.equal(run(['a', 'b'], world), 0);
    assert.equal(world.lines.out[2], '2 lines  3 words  13 characters  total');
  });

  it('names a file that cannot be read', () => {
    const world = worldOf({});
    assert.equal(run(['missing'], world), 1);
    assert.match(world.lines.error.join(), /missing/);
  });

  it('refuses options it does not have', () => {
    assert.equal(run(['--fast'], worldOf({})), 2);
  });
});
`;

/** `src/cli.ts` of the converter between CSV and JSON. */
export const TYPESCRIPT_CSV_CLI = source`
/** Converts between CSV (with a header line) and JSON (a list of objects). */

${WORLD}
const USAGE =
  'usage: node src/main.ts to-json|to-csv [FILE]   (nothing or - reads the standard input)';

/** Each line becomes an object with the header's names; all values stay texts. Throws when the text does not fit. */
export function csvToJson(text: string): string {
  const [header, ...lines] = parseCsv(text.replace(/^\ufeff/, ''));
  if (!header) return '[]';
  if (new Set(header).size < header.length) throw new Error('the header names a column twice');
  const objects = lines.map((line, index) => {
    if (line.length !== header.length)
      throw new Error(
        \`row \${index + 2} has \${line.length} values, the header has \${header.length}\`,
      );
    return Object.fromEntries(header.map((name, column) => [name, line[column]]));
  });
  return JSON.stringify(objects, null, 2);
}

/** The columns are the names of all objects in the order of their first appearance. Throws when the text does not fit. */
export function jsonToCsv(text: string): string {
  const objects: unknown = JSON.parse(text);
  if (!Array.isArray(objects) || !objects.every(isObject))
    throw new Error('the JSON must be a list of objects');
  const header = [...new Set(objects.flatMap((item) => Object.keys(item)))];
  if (header.length === 0) return '';
  const lines = objects.map((item) =>
    header.map((name) => cell(Object.hasOwn(item, name) ? item[name] : null)),
  );
  return [header, ...lines].map((line) => \`\${line.map(quoted).join(',')}\n\`).join('');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cell(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? \`"\${text.replaceAll('"', '""')}"\` : text;
}

/** The rows of a CSV text (RFC 4180); empty lines are left out. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;
  let row: string[] = [];
  while (field.lastIndex < text.length || row.length > 0) {
    const start = field.lastIndex;
    const match = field.exec(text);
    if (!match)
      throw new Error(\`a quote is wrong near \${JSON.stringify(text.slice(start, start + 20))}\`);
    row.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === ',') continue;
    if (row.length > 1 || match[1] !== undefined || match[2] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

/** Converts a file (or the standard input) to the output; the exit code is 1 when it can't be converted, 2 for wrong use. */
export function run(args: string[], world: World): number {
  const [command, file = '-'] = args;
  if (args.includes('--help') || args.includes('-h')) {
    world.out(USAGE);
    return 0;
  }
  if ((command !== 'to-json' && command !== 'to-csv') || args.length > 2) {
    world.error(USAGE);
    return 2;
  }
  try {
    const text = world.read(file);
    world.out((command === 'to-json' ? csvToJson(text) : jsonToCsv(text)).trimEnd());
    return 0;
  } catch (error) {
    world.error(
      \`error: \${file} can't be converted: \${error instanceof Error ? error.message : String(error)}\`,
    );
    return 1;
  }
}
`;

/** `tests/cli.test.ts` of the converter. */
export const TYPESCRIPT_CSV_TEST = source`
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csvToJson, jsonToCsv, run } from '../src/cli.ts';

${TEST_WORLD}
describe('the converter', () => {
  it('turns CSV into JSON', () => {
    const text = 'name,note\r\nAda,"a, ""quoted"" note"\r\n"two\nlines",\r\n';
    assert.deepEqual(JSON.parse(csvToJson(text)), [
      { name: 'Ada', note: 'a, "quoted" note' },
      { name: 'two\nlines', note: '' },
    ]);
    assert.equal(csvToJson(''), '[]');
  });

  it('turns JSON into CSV', () => {
    const text = JSON.stringify([
      { name: 'Ada', age: 36 },
      { name: 'say "hi"', tags: ['a'] },
    ]);
    assert.equal(jsonToCsv(text), 'name,age,tags\nAda,36,\n"say ""hi""",,"[""a""]"\n');
    assert.equal(jsonToCsv('[]'), '');
  });

  it('gives the same there and back', () => {
    const text = 'a,b\n1,"x,y"\n"line\nbreak",z\n';
    assert.equal(jsonToCsv(csvToJson(text)), text);
  });

  it('refuses what does not fit', () => {
    for (const text of ['a,b\n1\n', 'a,a\n1,2\n', 'a\n"x\n']) assert.throws(() => csvToJson(text));
    for (const text of ['{', '{}', '[1]']) assert.throws(() => jsonToCsv(text));
  });

  it('converts a file', () => {
    const world = worldOf({ 'in.csv': 'a\n1\n' });
    assert.equal(run(['to-json', 'in.csv'], world), 0);
    assert.deepEqual(JSON.parse(world.lines.out.join('\n')), [{ a: '1' }]);
  });

  it('says what it can not do', () => {
    assert.equal(run(['to-json', 'missing'], worldOf({})), 1);
    assert.equal(run(['to-xml'], worldOf({})), 2);
  });
});
`;
