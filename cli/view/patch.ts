import type { Colors } from '../terminal.js';
import { cleanLine, cleanText } from './clean.js';

/** What a diff says about one file; `patch` is its part of the diff, byte for byte. */
export interface FilePatch {
  path: string;
  added: number;
  removed: number;
  patch: string;
}

// Longer bars say nothing more.
const BAR_MAX = 40;

/** The files of a diff as git writes it. */
export function splitPatch(diff: string): FilePatch[] {
  const parts = diff.split(/^(?=diff --git )/m).filter((part) => part.startsWith('diff --git '));
  return parts.map((patch) => {
    const lines = patch.split('\n');
    const body = lines.slice(lines.findIndex((line) => line.startsWith('@@')) >>> 0);
    return {
      path: pathOf(lines),
      added: body.filter((line) => line.startsWith('+')).length,
      removed: body.filter((line) => line.startsWith('-')).length,
      patch,
    };
  });
}

/** The name after the change, or before it where the file is gone. */
function pathOf(lines: string[]): string {
  const named = (mark: string) => lines.find((line) => line.startsWith(mark) && !line.endsWith('/dev/null'))?.slice(mark.length + 2);
  const renamed = lines.find((line) => line.startsWith('rename to '))?.slice('rename to '.length);
  // A binary or empty file has no such lines; then both names in the head are the same.
  const head = /^diff --git a\/(.+) b\/\1$/.exec(lines[0] ?? '')?.[1];
  return (named('+++ ') ?? renamed ?? named('--- ') ?? head ?? '').replace(/\t$/, '');
}

/** Coloured lines in which nothing can reach the terminal but text. */
export function renderPatch(files: FilePatch[], colors: Colors): string[] {
  return files.flatMap(({ patch }) => patch.replace(/\n$/, '').split('\n')).map((line) => paint(cleanText(line.replaceAll('\t', '    ')), colors));
}

function paint(line: string, colors: Colors): string {
  if (/^(diff |index |\+\+\+ |--- |new file|deleted file|rename |similarity )/.test(line)) return colors.bold(line);
  if (line.startsWith('@@')) return colors.cyan(line);
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}

/** A line a file with a bar, and the sum. */
export function renderStat(files: FilePatch[], { colors }: { colors: Colors }): string[] {
  const wide = Math.max(0, ...files.map(({ path }) => cleanLine(path, 80).length));
  const most = Math.max(1, ...files.map(({ added, removed }) => added + removed));
  const scale = Math.min(1, BAR_MAX / most);
  const bar = (mark: string, lines: number) => mark.repeat(Math.ceil(lines * scale));
  const sum = (count: (file: FilePatch) => number) => files.reduce((total, file) => total + count(file), 0);
  return [
    ...files.map((file) => {
      const counts = `+${file.added} -${file.removed}`.padEnd(12);
      return `${cleanLine(file.path, 80).padEnd(wide)}  ${counts}${colors.green(bar('+', file.added))}${colors.red(bar('-', file.removed))}`.trimEnd();
    }),
    `${files.length} ${files.length === 1 ? 'file' : 'files'}, +${sum(({ added }) => added)} -${sum(({ removed }) => removed)}`,
  ];
}
