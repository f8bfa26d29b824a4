import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchQuery } from '../../activities/git/search.js';
import { change, stage, type Stage } from './stage.js';

let git: Stage;
let commit: string;
beforeAll(async () => {
  git = stage();
  await git.store.ensureProject('p');
  const head = await git.store.head('p', 'main');
  await git.store.createBranch('p', 'agt/t1', head!);
  const files = {
    'src/a.py': 'def one():\n    return "a.b"\n\ndef two():\n    return one()\n',
    'src/deep/b.py': 'ONE = 1\naXb = 2\n',
    'c d.txt': 'one: two\n',
    'many.txt': 'match\n'.repeat(50),
    'evil.txt': `${'a'.repeat(40_000)}!\n`,
    'bin.dat': 'one\0two\n',
  };
  commit = await git.store.commit('p', change(head, files));
});
afterAll(() => git.remove());

const search = async (pattern: string, over: Partial<SearchQuery> = {}) => {
  const { matches, isCut } = await git.store.search('p', commit, { pattern, isRegex: false, ignoreCase: false, path: '', ...over });
  return { lines: matches.map(({ path, line, text }) => `${path}:${line}:${text}`), isCut };
};

describe('searching a commit', () => {
  it('finds literal text and regular expressions, with their places', async () => {
    expect(await search('a.b')).toEqual({ lines: ['src/a.py:2:    return "a.b"'], isCut: false });
    expect((await search('a.b', { isRegex: true })).lines).toEqual(['src/a.py:2:    return "a.b"', 'src/deep/b.py:2:aXb = 2']);
    expect((await search('one', { ignoreCase: true })).lines).toEqual([
      'c d.txt:1:one: two',
      'src/a.py:1:def one():',
      'src/a.py:5:    return one()',
      'src/deep/b.py:1:ONE = 1',
    ]);
    expect((await search('--help')).lines).toEqual([]);
  });

  it('is narrowed by a folder, a file or a glob, and by nothing else', async () => {
    expect((await search('o', { path: 'src/deep' })).lines).toEqual([]);
    expect((await search('ONE', { path: './src/' })).lines).toEqual(['src/deep/b.py:1:ONE = 1']);
    expect((await search('one', { path: 'c d.txt' })).lines).toHaveLength(1);
    expect((await search('ONE', { path: 'src/**/*.py' })).lines).toHaveLength(1);
    expect((await search('one', { path: '../p' })).lines).toEqual([]);
    expect((await search('one', { path: ':(exclude)src' })).lines).toEqual([]);
  });

  it('shows some of very many matches, and says so', async () => {
    const { lines, isCut } = await search('match');
    expect(lines).toHaveLength(20);
    expect(isCut).toBe(true);
  });

  it('refuses patterns that are made to hang, or are none', async () => {
    for (const pattern of ['(a*)\\1', '((a{1,255}){1,255}){1,255}', '(', 'a{40000}', '', 'a\nb', 'x'.repeat(301)])
      await expect(search(pattern, { isRegex: true })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    // Takes git longer than it is given.
    await expect(search('(a+)+$', { isRegex: true })).rejects.toMatchObject({ code: 'INVALID_INPUT', detail: expect.stringMatching(/took longer/) });
  });
});
