import { MillwrightError } from '../../contracts/failures.js';
import { isGitName } from '../sandbox/workspace-path.js';

// Longer paths break checkouts on common file systems.
const PATH_CHARS_MAX = 400;
const COMPONENT_CHARS_MAX = 200;
const DEPTH_MAX = 32;

/** Why a path may not name a file of the project, or null when it may. Paths come from models, archives and people. */
export function pathProblem(path: string): string | null {
  if (path.length === 0) return 'the path is empty';
  if (path.length > PATH_CHARS_MAX) return `the path is longer than ${PATH_CHARS_MAX} characters`;
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'the path must be relative to the project';
  if (path.includes('\\')) return 'the path must use forward slashes';
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(path) || !path.isWellFormed()) return 'the path has control characters';
  const components = path.split('/');
  if (components.length > DEPTH_MAX) return `the path is deeper than ${DEPTH_MAX} folders`;
  return components.map(componentProblem).find((problem) => problem !== null) ?? null;
}

function componentProblem(component: string): string | null {
  if (component === '') return 'the path has an empty component';
  if (component === '.' || component === '..') return 'the path leaves the project (. or ..)';
  if (Buffer.byteLength(component) > COMPONENT_CHARS_MAX) return `a component is longer than ${COMPONENT_CHARS_MAX} bytes`;
  if (/[ .]$/.test(component)) return 'a component ends with a dot or a blank';
  if (isGitName(component)) return '.git is not part of the project';
  return null;
}

/** Normalises `./a//b` and throws INVALID_INPUT for what may not name a file. */
export function checkedPath(path: string): string {
  const normal = path
    .trim()
    .replace(/^(\.\/)+/, '')
    .replace(/\/{2,}/g, '/');
  const problem = pathProblem(normal);
  if (problem) throw new MillwrightError('INVALID_INPUT', `${JSON.stringify(path.slice(0, 200))}: ${problem}`);
  return normal;
}
