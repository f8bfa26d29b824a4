import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judge } from '../../activities/checks/judge.js';
import { findImageSpec, loadImageSpecs, type CheckSpec } from '../../activities/sandbox/image-spec.js';
import type { Sandbox } from '../../activities/sandbox/port.js';
import { file, imagesDir, testEngine, type TestEngine } from '../sandbox/engine.js';

let engine: TestEngine;
let sandbox: Sandbox;
let check: CheckSpec;

beforeAll(async () => {
  engine = await testEngine();
  await engine.driver.ensureImage('node');
  check = findImageSpec(await loadImageSpecs(imagesDir), 'node').checks.find(({ name }) => name === 'scan-code')!;
  sandbox = await engine.open({ language: 'node' });
}, 900_000);
afterAll(() => engine.close());

/** What the scan finds in these sources: file, line and the rule's own name, in their order. */
async function foundIn(sources: Record<string, string>): Promise<string[]> {
  await sandbox.reset(Object.entries(sources).map(([path, source]) => file(path, source)));
  const ran = await sandbox.exec({ command: check.command, timeoutSeconds: check.timeoutSeconds });
  const report = await sandbox.readFile(check.report.path!, 1024 * 1024);
  const { findings } = judge(check, ran, report?.toString('utf8') ?? null).result;
  return findings.map((each) => `${each.file}:${each.line} ${each.rule}`).toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

function found(path: string, source: string): Promise<string[]> {
  return foundIn({ [path]: source });
}

const IMPORTS =
  "import fs, { createReadStream, mkdirSync, openSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'; import { homedir } from 'node:os'; import { join, resolve } from 'node:path'; import { fileURLToPath } from 'node:url'; import { NAME } from './other.js';";
const PATH = 'own(detect-non-literal-fs-filename)';
const PATTERN = 'own(detect-unsafe-regex)';

describe('the rule for paths in JavaScript and TypeScript', () => {
  const FOREIGN: Record<string, string> = {
    'a parameter below a folder': "const ROOT = resolve('uploads'); export function load(name) { return readFileSync(join(ROOT, name)); }",
    'a parameter as it is': 'export const load = (name) => readFileSync(name);',
    'what a request names': 'export function handle(req, res) { const file = req.query.file; res.send(readFileSync(`./data/${file}`)); }',
    'a parameter that another function hands on': 'function inner(path) { return statSync(path); } export function outer(path) { return inner(path); }',
    'a parameter of a function that others get': 'function load(path) { return readFileSync(path); } export const table = { load };',
    'a name below a folder, from a constructor':
      "export class Upload { #path; constructor(name) { this.#path = join('/data', name); } read() { return readFileSync(this.#path); } }",
    'a folder from a constructor, below itself': 'export class Upload { constructor(name) { const part = name; this.text = readFileSync(join(part, part)); } }',
    'a field that others can set': "export class Upload { path = '/data'; read() { return readFileSync(this.path); } }",
    'a field that a setter changes':
      "export class Upload { #path = '/data'; set name(name) { this.#path = name; } read() { return readFileSync(this.#path); } }",
    'a variable that is sometimes a request':
      "export function load(request) { let path = 'a'; if (request.url) path = request.url.slice(1); return createReadStream(path); }",
    'each of a foreign list': 'export function clear(list) { list.forEach((name) => fs.unlinkSync(name)); }',
    'a value of another module': 'export const text = readFileSync(NAME);',
    'what is taken apart': 'export function load({ file }) { return readFileSync(file); }',
    'what was kept somewhere': 'const kept = new Map(); export function load(key) { return readFileSync(kept.get(key)); }',
    'what only looks like the settings': 'export function load(process) { return readFileSync(process.env.FILE); }',
  };

  it('reports whatever a user may have a say in', async () => {
    const sources = Object.fromEntries(Object.values(FOREIGN).map((line, index) => [`src/${index}.js`, `${IMPORTS}\n${line}`]));
    expect(await foundIn(sources)).toEqual(Object.keys(FOREIGN).map((_, index) => `src/${index}.js:2 ${PATH}`));
  });

  it('is silent about constants, settings, the command line, listings and the folder an object works in', async () => {
    const source = `${IMPORTS}
const SITE = fileURLToPath(new URL('../site', import.meta.url));
const DATA = process.env.DATA_DIR ?? join(homedir(), '.data');
export const all = readdirSync(SITE).map((name) => readFileSync(join(SITE, name)));
export function list() { for (const entry of readdirSync(SITE, { withFileTypes: true })) readFileSync(join(entry.parentPath, entry.name)); }
function inner(path: string) { return statSync(path); }
export const size = () => inner(join(DATA, 'a.json'));
export class Store {
  readonly #file: string;
  private temporary: string;
  constructor(folder: string) { this.#file = join(folder, 'a.json'); this.temporary = \`\${folder}/.a-\${process.pid}\`; mkdirSync(folder); }
  save() { const handle = openSync(this.temporary, 'w'); writeFileSync(handle, ''); writeFileSync(this.#file, 'x'); }
}
for (const name of process.argv.slice(2)) readFileSync(name);
`;
    expect(await found('src/a.ts', source)).toEqual([]);
  });

  it('leaves a test the files it makes, and still scans it for the rest', async () => {
    expect(await found('tests/a.test.ts', `${IMPORTS}\nexport const load = (name: string) => [readFileSync(name), eval(name)];`)).toEqual([
      'tests/a.test.ts:2 eslint(no-eval)',
    ]);
  });
});

describe('the rule for slow patterns', () => {
  it('reports a repetition within a repetition', async () => {
    const slow = [
      '/(a+)+$/',
      '/(\\d{2,})*x/',
      '/(a?){30}b/',
      '/(?:[^,]*,?)*$/',
      '/^(\\w+\\s?)+$/',
      '/(\\.[a-z.]+)+$/',
      '/(\\.a*a*)+$/',
      "new RegExp('(x+x+)+y')",
      "RegExp('(a*)*')",
    ];
    const lines = await found('src/a.ts', slow.map((pattern, index) => `export const p${index} = ${pattern};`).join('\n'));
    expect(lines).toEqual(slow.map((_, index) => `src/a.ts:${index + 1} ${PATTERN}`));
  });

  it('is silent where a text can be divided in one way only', async () => {
    const quick = ['/^[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+$/', '/^(\\d{4})-(\\d{2})(:(\\d{2})(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?$/', '/[a-z]+/'];
    expect(await found('src/a.ts', quick.map((pattern, index) => `export const p${index} = ${pattern};`).join('\n'))).toEqual([]);
  });
});

describe('a source made to bring the scanner down', () => {
  const EVAL = 'export const run = (text: string) => eval(text);\n';
  const nested = (open: string, close: string, times = 20_000) => `export const a = ${open.repeat(times)}1${close.repeat(times)};\n`;

  it('is named, and the others are scanned all the same', async () => {
    expect(await foundIn({ 'src/arrays.ts': nested('[', ']'), 'src/calls.ts': nested('f(', ')'), 'src/good.ts': EVAL })).toEqual([
      'src/arrays.ts:null not-scanned',
      'src/calls.ts:null not-scanned',
      'src/good.ts:1 eslint(no-eval)',
    ]);
  });

  it('is looked through as far as the scanner itself comes', async () => {
    const way = (more: string) =>
      `${IMPORTS}\nexport class Store { #path = '/data'; move(x: string) { ${more} } read() { return readFileSync(this.#path); } }\n`;
    const sources = {
      'src/blocks.ts': way(`${'{'.repeat(1_000)} this.#path = x; ${'}'.repeat(1_000)}`),
      'src/path.ts': `${IMPORTS}\nexport const load = (x: string) => readFileSync('a'${"+'b'".repeat(1_000)} + x);\n`,
      'src/sum.ts': way(`return x${'+1'.repeat(1_000)};`),
      'src/text.ts': `export const find = (db: any, x: string) => db.query('select a from b where c=' + x${"+'d'".repeat(1_000)});\n`,
    };
    expect(await foundIn(sources)).toEqual([`src/blocks.ts:2 ${PATH}`, `src/path.ts:2 ${PATH}`, 'src/text.ts:1 own(sql-injection)']);
  });

  it('is not left out for a .gitignore, and no source is none', async () => {
    expect(await foundIn({ '.gitignore': '*\n', 'src/a.ts': EVAL })).toEqual(['src/a.ts:1 eslint(no-eval)']);
    expect(await foundIn({ 'README.md': '# Nothing\n' })).toEqual([]);
  });
});
