import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyEdits, neededPaths } from '../../edits/apply.js';
import type { FileEdit } from '../../edits/edit.js';
import { pathProblem } from '../../edits/file-path.js';
import { parseAnswer } from '../../edits/parse-answer.js';
import { readCorpus } from './read-corpus.js';

const corpus = readCorpus();

// Pieces answers are made of; joined at random they are as wrong as answers get.
const LINES = [
  '```', '```python:src/a.py', '```ts', '```diff', '````', '~~~', '   ```js:b.js', '```json', '```markdown:README.md', '```12:15:src/a.ts',
  '<<<<<<< SEARCH', '=======', '>>>>>>> REPLACE', '------- SEARCH', '+++++++ REPLACE', '<<<<<<< HEAD',
  'diff --git a/src/a.py b/src/a.py', '--- a/src/a.py', '+++ b/src/a.py', '--- /dev/null', '+++ /dev/null', '+++ b/new.txt', '@@ -1,2 +1,3 @@', '@@ @@', '@@ -0,0 +1 @@',
  'new file mode 100644', 'new file mode 120000', 'deleted file mode 100644', 'rename from src/a.py', 'rename to ../x', '\\ No newline at end of file',
  '*** Begin Patch', '*** Update File: src/a.py', '*** Add File: ../x', '*** Delete File: src/b.py', '*** End Patch', '*** End of File',
  '{"files": [{"path": "a.py", "content": "x"}]}', '{"diff": "', '"reasoning": "r"}', '[{"path": "../x", "content": ""}]', '<think>', '</think>', '<file path="a.py">', '<file path="/etc/x">', '</file>',
  '// File: src/a.ts', '# File: ../../x', '<!-- File: .git/config -->', '### src/a.py', '**src/b.py**', 'src/a.py', '`../x.py`:', 'Here is `src/a.py`:', 'Usage:', '// ... existing code ...',
  'x = 1', ' x = 1', '-x = 1', '+x = 2', '    y = 2', '\ty = 2', '', ' ', '-', '+', '\r', '\u0000', '\ud800', '\u202e', 'é', 'e\u0301',
]; // prettier-ignore
const FILES = new Map([
  ['src/a.py', 'x = 1\ny = 2\n'],
  ['src/b.py', 'x = 1\r\ny = 2\r\n'],
  ['README.md', '\uFEFF# Read\n'],
  ['e\u0301.txt', 'x = 1'],
]);
const answers = fc.array(fc.constantFrom(...LINES), { maxLength: 14 }).map((lines) => lines.join('\n'));

/** The paths a tree has after an answer, or null when it was refused. */
function applied(answer: string, files: ReadonlyMap<string, string> = FILES): Map<string, string> | null {
  const paths = [...files.keys()];
  const { edits, problems } = parseAnswer(answer, { paths });
  if (problems.length > 0) must(edits.length === 0, 'edits beside problems');
  const texts = new Map(neededPaths(paths, edits).map((path) => [path, files.get(path)!]));
  const outcome = applyEdits({ paths, texts }, edits);
  if (!outcome.ok) must(outcome.problems.length > 0, 'refused without a reason');
  if (!outcome.ok || problems.length > 0) return null;
  const after = new Map(files);
  for (const change of outcome.changes) {
    must(pathProblem(change.path) === null, `a change of ${change.path}`);
    if (change.after === null) after.delete(change.path);
    else after.set(change.path, change.after);
  }
  return after;
}

// A hundred thousand runs: `expect` alone would take most of their time.
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

describe('any answer', () => {
  it('made of the pieces of answers ends in files within the project or in reasons, never in a crash or half', () => {
    fc.assert(
      fc.property(answers, (answer) => void applied(answer)),
      { numRuns: 60_000 },
    );
  });

  it('of any characters does so too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (answer) => void applied(answer)),
      { numRuns: 10_000 },
    );
  });

  it('of the corpus with lines lost, doubled, swapped or cut does so too', () => {
    const kinds = fc.constantFrom('drop', 'double', 'swap', 'cut', 'glue');
    const mutation = fc.record({ which: fc.nat(corpus.length - 1), kind: kinds, at: fc.nat(), other: fc.nat() });
    fc.assert(
      fc.property(mutation, ({ which, kind, at, other }) => {
        const one = corpus[which]!;
        applied(mutated(one.answer, kind, at, other), one.files);
      }),
      { numRuns: 15_000 },
    );
  });
});

function mutated(answer: string, kind: string, at: number, other: number): string {
  const lines = answer.split('\n');
  const [one, two] = [at % lines.length, other % lines.length];
  if (kind === 'drop') lines.splice(one, 1);
  if (kind === 'double') lines.splice(one, 0, lines[two] ?? '');
  if (kind === 'swap') [lines[one], lines[two]] = [lines[two] ?? '', lines[one] ?? ''];
  if (kind === 'glue') lines.splice(one, 2, `${lines[one] ?? ''}${lines[one + 1] ?? ''}`);
  return kind === 'cut' ? answer.slice(0, at % (answer.length + 1)) : lines.join('\n');
}

describe('any path', () => {
  const component = fc.constantFrom(
    '..',
    '.',
    'a',
    'src',
    '.git',
    '.GIT',
    '',
    ' ',
    'a.py',
    '~',
    'C:',
    '\\',
    '..\\',
    '%2e%2e',
    '\u2025',
    '\uff0e\uff0e',
    '.g\u200cit',
    'git~1',
    'x\u0000',
    'CON',
    '...',
  );
  const paths = fc.array(component, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));

  it('is written within the project or not at all, whatever form names it', () => {
    const forms = fc.constantFrom<(path: string) => string>(
      (path) => `\`\`\`text:${path}\nx\n\`\`\``,
      (path) => `File: ${path}\n\`\`\`\nx\n\`\`\``,
      (path) => `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`,
      (path) => `*** Begin Patch\n*** Add File: ${path}\n+x\n*** End Patch`,
      (path) => JSON.stringify({ path, content: 'x' }),
      (path) => `<file path="${path}">\nx\n</file>`,
      (path) => `${path}\n<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE`,
    );
    fc.assert(
      fc.property(paths, forms, (path, form) => {
        for (const name of applied(form(path), new Map())?.keys() ?? []) {
          must(!name.split('/').includes('..') && !name.startsWith('/') && !/\.git(\/|$)/i.test(name), `a file ${name}`);
        }
      }),
      { numRuns: 15_000 },
    );
  });
});

describe('edits', () => {
  const line = fc.constantFrom('a', 'b', '  a', '    b', '\tc', '', 'd ', '}', 'x = 1');
  const texts = fc.array(line, { maxLength: 10 }).map((lines) => lines.map((one) => `${one}\n`).join(''));
  const run = (text: string, edit: FileEdit) => applyEdits({ paths: ['f'], texts: new Map([['f', text]]) }, [edit]);

  it('that write are the same once and twice', () => {
    fc.assert(
      fc.property(texts, texts, (old, content) => {
        const write: FileEdit = { kind: 'write', path: 'f', content, line: 1 };
        const once = run(old, write);
        const after = once.ok ? (once.changes[0]?.after ?? old) : old;
        expect(run(after, write)).toEqual({ ok: true, changes: [] });
      }),
      { numRuns: 4_000 },
    );
  });

  it('that replace text that occurs exactly once do what a plain replacement does', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), texts, (text, from, length, replace) => {
        const start = from % (text.length + 1);
        const search = text.slice(start, start + 1 + (length % 12));
        fc.pre(search !== '' && text.split(search).length === 2 && text.indexOf(search) === text.lastIndexOf(search));
        const outcome = run(text, { kind: 'replace', path: 'f', line: 1, replacements: [{ search, replace }] });
        expect(outcome.ok && (outcome.changes[0]?.after ?? text)).toBe(text.replace(search, () => replace));
      }),
      { numRuns: 4_000 },
    );
  });

  it('keep the line ends and the mark of a file they are applied to', () => {
    fc.assert(
      fc.property(texts, texts, fc.boolean(), (old, content, bom) => {
        fc.pre(old.includes('\n') && content !== '');
        const windows = (bom ? '\uFEFF' : '') + old.replaceAll('\n', '\r\n');
        const outcome = run(windows, { kind: 'write', path: 'f', content, line: 1 });
        const after = outcome.ok ? (outcome.changes[0]?.after ?? windows) : '';
        expect(after.replaceAll('\r\n', '')).not.toContain('\n');
        expect(after.startsWith('\uFEFF')).toBe(bom);
      }),
      { numRuns: 4_000 },
    );
  });
});
