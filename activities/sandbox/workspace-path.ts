import { isGitName } from '../../edits/file-path.js';

/** Which paths may enter or leave a workspace. Everything that names a file there goes through `refusalOf`. */

// Longer paths break checkouts on other systems and are never written by hand.
const PATH_CHARS_MAX = 400;
const PATH_DEPTH_MAX = 32;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Why a path is refused, or null when it is fine: relative, forward slashes, no `..`, nothing any system takes for `.git`. */
export function refusalOf(path: string): string | null {
  if (path === '') return 'the path is empty';
  if (path.length > PATH_CHARS_MAX) return `the path is longer than ${PATH_CHARS_MAX} characters`;
  if (CONTROL.test(path)) return 'the path has control characters';
  if (path.includes('\uFFFD')) return 'the path is not UTF-8';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'the path is absolute';
  if (path.includes('\\')) return 'the path has a backslash';
  const parts = path.split('/');
  if (parts.length > PATH_DEPTH_MAX) return `the path is deeper than ${PATH_DEPTH_MAX} folders`;
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..') return 'the path has an empty, "." or ".." component';
    if (isGitName(part)) return 'the path has a .git component';
  }
  return null;
}
