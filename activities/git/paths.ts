import { MillwrightError } from '../../contracts/failures.js';
import { pathProblem, tidyPath } from '../../edits/file-path.js';

export { pathProblem } from '../../edits/file-path.js';

/** Normalises `./a//b` and throws INVALID_INPUT for what may not name a file. */
export function checkedPath(path: string): string {
  const normal = tidyPath(path);
  const problem = pathProblem(normal);
  if (problem) throw new MillwrightError('INVALID_INPUT', `${JSON.stringify(path.slice(0, 200))}: ${problem}`);
  return normal;
}
