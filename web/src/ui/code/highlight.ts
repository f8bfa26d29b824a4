import type { Language } from '@codemirror/language';
import { classHighlighter, highlightTree } from '@lezer/highlight';

/** A piece of a line with its classes (`tok-keyword`), or without. */
export interface Piece {
  text: string;
  classes: string;
}

// Colours are no reason to wait: a longer text stays plain.
const HIGHLIGHT_CHARS_MAX = 200_000;

/** The lines of a text as coloured pieces. */
export function highlightLines(text: string, language: Language | null): Piece[][] {
  if (!language || text.length > HIGHLIGHT_CHARS_MAX) return text.split('\n').map((line) => [{ text: line, classes: '' }]);
  const lines: Piece[][] = [[]];
  let at = 0;
  const add = (to: number, classes: string) => {
    const parts = text.slice(at, to).split('\n');
    for (const [index, part] of parts.entries()) {
      if (index > 0) lines.push([]);
      if (part !== '') lines[lines.length - 1]?.push({ text: part, classes });
    }
    at = to;
  };
  highlightTree(language.parser.parse(text), classHighlighter, (from, to, classes) => {
    if (from > at) add(from, '');
    add(to, classes);
  });
  add(text.length, '');
  return lines;
}
