import { join } from 'node:path';
import type { StatusAnswer } from '../answers.js';
import { cleanLine } from './clean.js';

/** The command that fetches the code of a build that has a result; null without one. `repositories`: where the bare repositories are. */
export function cloneCommand(status: Pick<StatusAnswer, 'result' | 'project_id'>, repositories: string): string | null {
  if (!status.result || !status.project_id) return null;
  const branch = cleanLine(status.result.branch, 200);
  // HEAD of every repository is main.
  const named = branch === '' || branch === 'main' ? '' : `--branch ${shellWord(branch)} `;
  return `git clone ${named}${shellWord(join(repositories, `${cleanLine(status.project_id, 60)}.git`))}`;
}

/** One word for a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
