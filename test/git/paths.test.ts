import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkedPath, pathProblem } from '../../activities/git/paths.js';
import { MillwrightError } from '../../contracts/failures.js';

const DOT_GIT = [
  '.git',
  '.git/config',
  'a/.git',
  'a/.git/hooks/pre-commit',
  '.GIT/config',
  '.GiT',
  'vendor/x/.git',
  './.git/config',
  './/.git',
  '.git/',
  '.git ',
  '.git.',
  'a/.git ./x',
  '.git...',
  '.git::$INDEX_ALLOCATION',
  '.git:stream',
  '.git::$INDEX_ALLOCATION/config',
  'git~1',
  'GIT~1/config',
  'git~1:x',
  '.g\u200cit',
  '.git\u200d/x',
  '\ufeff.git',
  '.gi\u200dt/hooks/x',
  '.\uff47it',
  '.git\u200c.',
];
const OUTSIDE = [
  '..',
  '../x',
  'a/../x',
  'a/../../x',
  'a/..',
  './..',
  '/etc/passwd',
  '//etc/passwd',
  'C:\\x',
  'c:/x',
  'C:x',
  '..\\x',
  'a\\..\\..\\x',
  '\\\\host\\share',
  './/../x',
  '~/../../x',
  'a/./b',
  '.',
  './',
  'a/.',
  '',
];
const STRANGE = [
  'a\0b',
  'a\nb',
  'a\rb',
  'a\tb',
  '\u007f',
  'a/\u0001',
  '\ud800',
  `${'a/'.repeat(40)}x`,
  'x'.repeat(401),
  'é'.repeat(120),
  'a /b',
  'a./b',
  'dir/',
];
const FINE = [
  'a',
  'a/b.txt',
  '.gitignore',
  '.github/x',
  'git',
  '.gitattributes',
  'a b/c"d\'e.txt',
  '`x`',
  '$(x)',
  '-rf',
  '日本語/ファイル.txt',
  'e\u0301.txt',
  '...a',
  'a..b',
  '.hidden',
  'git~2',
  '"',
  '\u{1f600}.md',
];

describe('a path of the project', () => {
  it.each([...DOT_GIT, ...OUTSIDE, ...STRANGE].map((path) => [JSON.stringify(path).slice(0, 60), path]))('refuses %s', (_name, path) => {
    expect(() => checkedPath(path)).toThrow(MillwrightError);
    expect(() => checkedPath(path)).toThrow(/INVALID_INPUT/);
  });

  it.each(FINE.map((path) => [JSON.stringify(path), path]))('takes %s as it is', (_name, path) => {
    expect(checkedPath(path)).toBe(path);
  });

  it('normalises what means the same', () => {
    expect(['./a', '././a', 'a//b', './/a', ' a ', 'a/b ', './a///b'].map(tryPath)).toEqual(['a', 'a', 'a/b', null, 'a', 'a/b', 'a/b']);
  });

  it('never accepts what leaves the project, names .git or cannot be read back', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '/', '\\', '.git', '.GIT', 'git~1', ':', ' ', '\0', '\n', '~', '\u200c', 'C:', 'a', '"', '-'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const hostile = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('/')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const path = tryPath(text);
        if (path === null) return;
        expect(posix.join('/project', path)).toBe(`/project/${path}`);
        expect(path).not.toMatch(/[\u0000-\u001f\u007f\\]/);
        // Any reading of it that a file system could have: case, streams, trailing dots, ignored characters.
        const readings = path.split('/').map((component) =>
          component
            .replace(/[\u200b-\u200f]/g, '')
            .split(':')[0]!
            .replace(/[ .]+$/, '')
            .toLowerCase(),
        );
        expect(readings.filter((reading) => reading === '.git' || reading === 'git~1')).toEqual([]);
        expect(pathProblem(path)).toBeNull();
        expect(checkedPath(path)).toBe(path);
        expect(Buffer.from(path).toString()).toBe(path);
      }),
      { numRuns: 3_000 },
    );
  });
});

function tryPath(text: string): string | null {
  try {
    return checkedPath(text);
  } catch {
    return null;
  }
}
