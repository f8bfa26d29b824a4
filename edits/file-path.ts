/** Which paths may name a file of a project. Paths come from models, diffs, archives and people: all hostile. */

// Longer paths break checkouts on common file systems.
const PATH_CHARS_MAX = 400;
const COMPONENT_BYTES_MAX = 200;
const DEPTH_MAX = 32;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
// Characters that show nothing or turn the reading direction: two names that look the same differ by them.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2028\u2029\u202f\u205f]/u;
const HFS_IGNORABLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/** Why a path may not name a file of the project, or null when it may. */
export function pathProblem(path: string): string | null {
  if (path.length === 0) return 'the path is empty';
  if (path.length > PATH_CHARS_MAX) return `the path is longer than ${PATH_CHARS_MAX} characters`;
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'the path must be relative to the project';
  if (/^~[^/]*\//.test(path) || path === '~') return 'the path must be relative to the project, not to a home folder';
  if (path.includes('\\')) return 'the path must use forward slashes';
  if (CONTROL.test(path) || !path.isWellFormed()) return 'the path has control characters';
  if (INVISIBLE.test(path)) return 'the path has invisible characters';
  const components = path.split('/');
  if (components.length > DEPTH_MAX) return `the path is deeper than ${DEPTH_MAX} folders`;
  return components.map(componentProblem).find((problem) => problem !== null) ?? null;
}

function componentProblem(component: string): string | null {
  if (component === '') return 'the path has an empty component';
  if (component === '.' || component === '..') return 'the path leaves the project (. or ..)';
  if (utf8Bytes(component) > COMPONENT_BYTES_MAX) return `a component is longer than ${COMPONENT_BYTES_MAX} bytes`;
  if (/^\s|[\s.]$/.test(component)) return 'a component begins with a blank, or ends with a dot or a blank';
  if (isGitName(component)) return '.git is not part of the project';
  const folded = component.normalize('NFKC');
  if (/[/\\]/.test(folded) || folded === '..' || folded === '.') return 'the path has characters that look like a slash or like dots';
  if (mixesScripts(component)) return 'a component mixes letters of alphabets that look alike';
  return null;
}

/** True for `.git` in any case and for what Windows (trailing dots and spaces, streams, short names) and macOS take for it. */
export function isGitName(part: string): boolean {
  const bare = part.normalize('NFKC').replace(HFS_IGNORABLE, '').split(':')[0] ?? '';
  const name = bare.replace(/[. ]+$/, '').toLowerCase();
  return name === '.git' || name === 'git~1';
}

/** `app` with a Cyrillic a: Latin beside Cyrillic or Greek within one word is a trick, not a name. */
function mixesScripts(component: string): boolean {
  if (/^[\u0000-\u007f]*$/.test(component)) return false;
  return component.split(/[^\p{L}\p{M}]+/u).some((word) => /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word));
}

// Letters of other alphabets that look like Latin ones.
const LOOKALIKES = new Map(Array.from('аеорсухіјѕһԁɡαονρτυικ', (letter, index) => [letter, 'aeopcyxijshdgaovptuik'[index] ?? letter]));

/** Two paths with the same skeleton are one file on some system, or look like one to a person. */
export function pathSkeleton(path: string): string {
  const folded = path.normalize('NFKC').toLowerCase();
  if (/^[\u0000-\u007f]*$/.test(folded)) return folded;
  return Array.from(folded, (letter) => LOOKALIKES.get(letter) ?? letter).join('');
}

/** Drops what changes nothing: blanks around it, a leading `./`, doubled slashes. */
export function tidyPath(path: string): string {
  return path
    .trim()
    .replace(/^(\.\/)+/, '')
    .replace(/\/{2,}/g, '/');
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
