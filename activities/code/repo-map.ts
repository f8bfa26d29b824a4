/** A map of a code base for a prompt: the symbols a task is about, within a budget of tokens. */
import type { CodeIndex } from './code-index.js';
import { rankSymbols, taskWords, type RankedSymbol } from './rank.js';

// About 3,000 tokens: a tenth of a small model's window, and what peers found enough to begin with.
export const MAP_CHARS_MAX = 9_600;
// Of it, for the folders that are not shown in detail.
const FOLDERS_SHARE = 0.15;
// A file that fills the map alone hides all others.
const SYMBOLS_A_FILE = 25;

/** The map as text; the same commit and task give the same text. */
export function repoMap(index: CodeIndex, task: string, charsMax: number = MAP_CHARS_MAX): string {
  const folders = folderLines(index.paths, charsMax * FOLDERS_SHARE);
  const ranked = rankSymbols(index, taskWords(task));
  const chosen = choose(ranked, charsMax - folders.length);
  const parts = chosen.map(({ path, symbols }) => [path, ...symbols.map(symbolLine)].join('\n'));
  return [...parts, folders].filter(Boolean).join('\n');
}

interface ChosenFile {
  path: string;
  symbols: RankedSymbol[];
}

/** The best symbols that fit, grouped by file: the file of the best one first, lines in their order. */
function choose(ranked: RankedSymbol[], charsMax: number): ChosenFile[] {
  const files = new Map<string, ChosenFile>();
  let room = charsMax;
  for (const each of ranked) {
    const { path } = each.file;
    const known = files.get(path);
    if (known && known.symbols.length >= SYMBOLS_A_FILE) continue;
    const cost = symbolLine(each).length + 1 + (known ? 0 : path.length + 1);
    if (cost > room) break;
    room -= cost;
    if (known) known.symbols.push(each);
    else files.set(path, { path, symbols: [each] });
  }
  for (const file of files.values()) file.symbols.sort((one, other) => one.symbol.line - other.symbol.line);
  return [...files.values()];
}

function symbolLine({ symbol }: RankedSymbol): string {
  return `${symbol.parent ? '    ' : '  '}${symbol.line}: ${symbol.signature}`;
}

/** `src/api (12 files)`, the fullest first, as many as fit. */
function folderLines(paths: readonly string[], charsMax: number): string {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const head = `${paths.length} files in all; folders:`;
  let text = head;
  const sorted = [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
  for (const [folder, count] of sorted) {
    const line = `\n  ${folder} (${count})`;
    if (text.length + line.length > charsMax) return `${text}\n  ...`;
    text += line;
  }
  return text;
}
