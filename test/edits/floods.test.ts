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
});
