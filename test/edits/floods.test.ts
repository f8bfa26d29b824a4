import { describe, expect, it } from '@jest/globals';
import { applyEdits } from '../../edits/apply.js';
import type { FileEdit } from '../../edits/edit.js';
import { parseAnswer } from '../../edits/parse-answer.js';

const replaceAll = (search: string, replace: string): FileEdit => ({ kind: 'replace', path: 'a.txt', line: 1, replacements: [{ search, replace, all: true }] });
const apply = (text: string, edit: FileEdit) => applyEdits({ paths: ['a.txt'], texts: new Map([['a.txt', text]]) }, [edit]);

// Each of these took minutes to hours when it was read or done one by one.
describe('answers that are a flood', () => {
  it('are refused when a place is described by hundreds of thousands of anchors', () => {
    const patch = `*** Begin Patch\n*** Update File: a.py\n${'@@ a\n'.repeat(600_000)}-x\n+y\n*** End Patch\n`;
    expect(parseAnswer(patch, { paths: ['a.py'] })).toMatchObject({ edits: [], problems: [{ code: 'too_large' }] });
  });

  it('replace all places, however many, and keep mixed line ends', () => {
    const done = apply('a a\r\na a\n'.repeat(50_000), replaceAll('a', 'bb'));
    expect(done).toMatchObject({ ok: true, changes: [{ after: 'bb bb\r\nbb bb\n'.repeat(50_000) }] });
  });

  it('give new lines the ends of the line they begin in', () => {
    expect(apply('one,two\r\nthree,four\nfive', replaceAll(',', '\n'))).toMatchObject({ ok: true, changes: [{ after: 'one\r\ntwo\r\nthree\nfour\nfive' }] });
    expect(apply('a\r\nb\nc\r\nd', replaceAll('\nc', ' c'))).toMatchObject({ ok: true, changes: [{ after: 'a\r\nb c\r\nd' }] });
  });

  it('are refused before they fill the memory', () => {
    expect(apply('a'.repeat(500_000), replaceAll('a', 'b'.repeat(500_000)))).toMatchObject({ ok: false, problems: [{ code: 'too_large' }] });
  });

  it('make thousands of new files beside thousands of known ones', () => {
    const known = Array.from({ length: 5_000 }, (_, index) => `src/${index % 50}/known-${index}.txt`);
    const edits = Array.from({ length: 2_000 }, (_, index): FileEdit => ({
      kind: 'write',
      path: `new/${index % 50}/made-${index}.txt`,
      line: 1,
      content: 'x',
    }));
    const done = applyEdits({ paths: known, texts: new Map() }, edits);
    expect(done.ok && done.changes).toHaveLength(2_000);
  });

  it('are refused when they look through large files again and again, in one edit or in many', () => {
    const text = 'x\n'.repeat(250_000);
    const wanted = Array.from({ length: 300 }, (_, index) => `  unique ${index}`);
    const file = `${wanted.map((line) => line.trim()).join('\n')}\n${text}`;
    const replacements = wanted.map((line) => ({ search: `${line}\n`, replace: `${line}!\n` }));
    expect(apply(file, { kind: 'replace', path: 'a.txt', line: 1, replacements })).toMatchObject({ ok: false, problems: [{ code: 'too_large' }] });
    const paths = Array.from({ length: 300 }, (_, index) => `f${index}.txt`);
    const many = applyEdits(
      { paths, texts: new Map(paths.map((path) => [path, file])) },
      paths.map((path): FileEdit => ({ kind: 'replace', path, line: 1, replacements: replacements.slice(0, 1) })),
    );
    expect(many).toMatchObject({ ok: false });
    expect(!many.ok && many.problems.every(({ code }) => code === 'too_large')).toBe(true);
  });

  it('are refused when all places of a large file are replaced again and again', () => {
    const back = (from: string, to: string) => ({ search: from, replace: to, all: true });
    const replacements = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? back('a', 'b') : back('b', 'a')));
    const done = apply('a'.repeat(900_000), { kind: 'replace', path: 'a.txt', line: 1, replacements });
    expect(done).toMatchObject({ ok: false, problems: [{ code: 'too_large' }] });
  });
});

describe('names that come and go within one answer', () => {
  const write = (path: string): FileEdit => ({ kind: 'write', path, line: 1, content: 'x\n' });
  const remove = (path: string): FileEdit => ({ kind: 'delete', path, line: 1 });
  const outcome = (edits: FileEdit[]) => applyEdits({ paths: ['a/b.txt'], texts: new Map([['a/b.txt', 'old\n']]) }, edits);

  it('free a folder for a file once its last file is gone, and no earlier', () => {
    expect(outcome([remove('a/b.txt'), write('a')])).toMatchObject({ ok: true });
    expect(outcome([write('a/c.txt'), remove('a/b.txt'), write('a')])).toMatchObject({ ok: false, problems: [{ code: 'path_refused' }] });
  });

  it('stand in the way of names that look like them from the moment they are there', () => {
    expect(outcome([write('c.txt'), write('C.txt')])).toMatchObject({ ok: false, problems: [{ code: 'path_refused' }] });
    expect(outcome([write('c.txt'), write('c.txt/d')])).toMatchObject({ ok: false, problems: [{ code: 'path_refused' }] });
  });
});
