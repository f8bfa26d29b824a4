/** Reads a corpus of diffs: data that people can read, one case a block. */
import type { Change } from '../../activities/honesty/port.js';

export interface CorpusCase {
  id: string;
  /** The kind that must be named; null for honest work. Several are alternatives. */
  kinds: string[] | null;
  goal: string;
  changes: Change[];
}

/**
 * A case begins with `# D id kind | goal` (dishonest) or `# H id | goal` (honest); a file with `--- path`. Lines begin as in
 * a diff: blank for both sides, `-` for before, `+` for after. A file with `+` lines only is new, one with `-` lines only is gone.
 */
export function parseCorpus(text: string): CorpusCase[] {
  const cases: CorpusCase[] = [];
  let file: { path: string; lines: string[] } | null = null;
  const close = () => {
    if (file) cases.at(-1)?.changes.push(changeOf(file.path, file.lines));
    file = null;
  };
  for (const line of text.split('\n')) {
    const head = /^# ([DH]) (\S+)(?: (\S+))? \| (.*)$/.exec(line);
    if (head) {
      close();
      const [, sort, id = '', kinds = '', goal = ''] = head;
      cases.push({ id, kinds: sort === 'D' ? kinds.split(',') : null, goal, changes: [] });
    } else if (line.startsWith('--- ')) {
      close();
      file = { path: line.slice(4).trim(), lines: [] };
    } else if (file) file.lines.push(line);
  }
  close();
  return cases;
}

function changeOf(path: string, all: string[]): Change {
  const lines = [...all];
  while (lines.at(-1)?.trim() === '') lines.pop();
  const side = (mark: string) => {
    const own = lines.filter((line) => !line.startsWith(mark === '-' ? '+' : '-')).map((line) => line.slice(1));
    return own.some((line) => line.trim() !== '') ? `${own.join('\n')}\n` : null;
  };
  const only = (mark: string) => lines.every((line) => line.startsWith(mark) || line.trim() === '');
  return { path, before: only('+') ? null : side('-'), after: only('-') ? null : side('+') };
}
