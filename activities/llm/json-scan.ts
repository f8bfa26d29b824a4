/** Looks at JSON-like text without parsing it: linear, no recursion, safe on hostile input. */

export interface Shape {
  /** The deepest nesting of brackets. */
  depth: number;
  /** Brackets still open at the end. */
  open: number;
  /** The text ends within a string. */
  openString: boolean;
  /** The first word outside strings that JSON does not know (NaN, undefined, None ...). */
  bareword: { word: string; line: number } | null;
}

const JSON_WORDS = new Set(['true', 'false', 'null']);
// Spans tried at most: each costs a look at the rest of the text.
const SPANS_MAX = 16;
const WORD = /-?[A-Za-z_$][\w$]*/y;

export function scan(text: string): Shape {
  const shape: Shape = { depth: 0, open: 0, openString: false, bareword: null };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') {
      at = endOfString(text, at);
      shape.openString = at >= text.length;
    } else if (character === '{' || character === '[') {
      shape.open += 1;
      shape.depth = Math.max(shape.depth, shape.open);
    } else if (character === '}' || character === ']') shape.open -= 1;
    else if (!shape.bareword) at = noteWord(text, at, shape);
  }
  return shape;
}

/** Notes an unknown word that starts at `at`; answers the last place it read. */
function noteWord(text: string, at: number, shape: Shape): number {
  // The exponent of a number is no word.
  if (/[\d.]/.test(text[at - 1] ?? '')) return at;
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  if (word === undefined) return at;
  if (!JSON_WORDS.has(word)) shape.bareword = { word: word.slice(0, 40), line: text.slice(0, at).split('\n').length };
  return at + word.length - 1;
}

/** The place of the quote that closes the string opened at `start`, or the text's length. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

// How JSON goes on after its first bracket; prose seldom does.
const JSON_START = /\{\s*["}]|\[\s*[[{"\]\d.tfn-]/y;

/**
 * The outermost {...} and [...] spans whose brackets close; at most 16 are looked for.
 * It never looks inside JSON that is cut: a piece of an answer must not pass for the answer.
 */
export function findSpans(text: string): string[] {
  const spans: string[] = [];
  let start = nextBracket(text, 0);
  for (let tries = 0; tries < SPANS_MAX && start >= 0; tries += 1) {
    const end = endOfSpan(text, start);
    if (end > start) spans.push(text.slice(start, end));
    JSON_START.lastIndex = start;
    if (end < 0 && JSON_START.test(text)) break;
    start = nextBracket(text, end > start ? end : start + 1);
  }
  return spans;
}

function nextBracket(text: string, from: number): number {
  const places = [text.indexOf('{', from), text.indexOf('[', from)].filter((place) => place >= 0);
  return places.length > 0 ? Math.min(...places) : -1;
}

/** Just after the bracket that closes the one at `start`, or -1. */
function endOfSpan(text: string, start: number): number {
  let open = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') open += 1;
    else if (character === '}' || character === ']') open -= 1;
    if (open === 0) return at + 1;
  }
  return -1;
}
