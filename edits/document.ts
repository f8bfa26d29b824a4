/** A text file as edits see it: line feeds only; what its line ends and its byte-order mark were comes back at the end. */
export interface Document {
  readonly bom: boolean;
  /** The text with every \r\n as \n. */
  readonly text: string;
  /** True for each line end that is \r\n; null when all are alike (then `crlf` tells). */
  readonly ends: readonly boolean[] | null;
  readonly crlf: boolean;
}

export function openDocument(content: string): Document {
  const bom = content.startsWith('\uFEFF');
  const body = bom ? content.slice(1) : content;
  if (!body.includes('\r\n')) return { bom, text: body, ends: null, crlf: false };
  const ends: boolean[] = [];
  for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) ends.push(body[at - 1] === '\r');
  const text = body.replaceAll('\r\n', '\n');
  return ends.every(Boolean) ? { bom, text, ends: null, crlf: true } : { bom, text, ends, crlf: false };
}

export function closeDocument({ bom, text, ends, crlf }: Document): string {
  const mark = bom ? '\uFEFF' : '';
  if (!ends) return mark + (crlf ? text.replaceAll('\n', '\r\n') : text);
  const lines = text.split('\n');
  return mark + lines.map((line, index) => (index === lines.length - 1 ? line : line + (ends[index] ? '\r\n' : '\n'))).join('');
}

/** Replaces the text from `start` to `end` (offsets in `text`); new lines end like the line where they begin. */
export function splice(document: Document, start: number, end: number, replacement: string): Document {
  const { text, ends } = document;
  const next = text.slice(0, start) + replacement + text.slice(end);
  if (!ends) return { ...document, text: next };
  const before = countLineEnds(text.slice(0, start));
  const after = countLineEnds(text.slice(end));
  const like = ends[before] ?? ends[before - 1] ?? false;
  const added = Array.from({ length: countLineEnds(replacement) }, () => like);
  return { ...document, text: next, ends: [...ends.slice(0, before), ...added, ...ends.slice(ends.length - after)] };
}

/** Several replacements at once: their places in ascending order, none overlapping. */
export function spliceAll(document: Document, parts: readonly { start: number; end: number; text: string }[]): Document {
  const pieces: string[] = [];
  const ends: boolean[] = [];
  let at = 0;
  let line = 0;
  // The line ends of what stays come along, one by one; large files have too many for a call's arguments.
  const keep = (text: string) => {
    for (let count = countLineEnds(text); count > 0; count -= 1, line += 1) ends.push(document.ends?.[line] ?? false);
    pieces.push(text);
  };
  for (const { start, end, text } of parts) {
    keep(document.text.slice(at, start));
    const like = document.ends?.[line] ?? document.ends?.[line - 1] ?? false;
    for (let count = countLineEnds(text); count > 0; count -= 1) ends.push(like);
    pieces.push(text);
    line += countLineEnds(document.text.slice(start, end));
    at = end;
  }
  keep(document.text.slice(at));
  return { ...document, text: pieces.join(''), ends: document.ends && ends };
}

/** A whole new text in the old one's style: its mark, its line ends when they are all alike and, for fenced text, its last line's ending. */
export function restyle(old: string, content: string, fenced: boolean): string {
  const was = openDocument(old);
  if (was.text === '') return content;
  const now = openDocument(content);
  // One-line files without a line end say nothing about line ends.
  const speaks = was.text.includes('\n') && was.ends === null;
  if (now.ends && !speaks) return content;
  let text = now.text;
  if (fenced && !was.text.endsWith('\n')) text = text.replace(/\n$/, '');
  return closeDocument({ bom: was.bom || now.bom, text, ends: null, crlf: speaks ? was.crlf : now.crlf });
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
