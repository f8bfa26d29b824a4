import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refusalOf } from '../../activities/sandbox/workspace-path.js';

const OUTSIDE = ['', '/etc/passwd', '../x', 'a/../../x', 'a/./b', 'a//b', 'a/', './a', '..', 'C:/x', 'c:x', '..\\x'];
const CONFUSING = ['a\\b', 'a\0b', 'a\nb', 'a\u001b[0m', 'x'.repeat(5000), `${'d/'.repeat(300)}f`, 'bad\uFFFDname'];
const GIT = ['.git', '.git/config', 'vendor/x/.git/hooks/pre-commit', '.GIT/config', '.Git', '.git.', '.git ', 'GIT~1/config'];
const GIT_ELSEWHERE = ['.git::$INDEX_ALLOCATION', '.g\u200cit/config', '\uFF0Egit/x'];

describe('paths of a workspace', () => {
  it.each(['a', 'src/app.py', '.gitignore', '.github/workflows/ci.yml', 'a.git', 'git', 'Ünïcode/ß.txt', 'a b/c d'])('takes %j', (path) => {
    expect(refusalOf(path)).toBeNull();
  });

  it.each([...OUTSIDE, ...CONFUSING, ...GIT, ...GIT_ELSEWHERE])('refuses %j', (path) => {
    expect(refusalOf(path)).toEqual(expect.any(String));
  });

  it('never takes a path that leaves the workspace when it is resolved', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '', 'a', '.git', '\\', '...', ' '), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const path = parts.join('/');
        if (refusalOf(path) !== null) return;
        const resolved = new URL(path.split('/').map(encodeURIComponent).join('/'), 'file:///workspace/').pathname;
        expect(resolved.startsWith('/workspace/')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
