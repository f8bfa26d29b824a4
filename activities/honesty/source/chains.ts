/** Calls as they are written in all five languages: `a.b(c).d(e)` as a list of names with their arguments. */
import type { Token } from './tokens.js';

export interface Segment {
  name: string;
  /** Null when it is not called. */
  args: Token[][] | null;
}

export interface Chain {
  segments: Segment[];
  /** Index of its first token and the one behind its last. */
  start: number;
  end: number;
  line: number;
}

const OPEN: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
// A bracket that is never closed must not make every search walk the whole file.
const GROUP_TOKENS_MAX = 20_000;

const opens = (token: Token | undefined): boolean => token?.kind === 'punct' && token.text in OPEN;
const closes = (token: Token | undefined): boolean => token?.kind === 'punct' && (token.text === ')' || token.text === ']' || token.text === '}');
export const isPunct = (token: Token | undefined, text: string): boolean => token?.kind === 'punct' && token.text === text;
export const isWord = (token: Token | undefined, text: string): boolean => token?.kind === 'word' && token.text === text;

/** Index of the bracket that closes the one at `open`; the end of the tokens when none does. */
export function closeOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  const last = Math.min(tokens.length, open + GROUP_TOKENS_MAX);
  for (let index = open; index < last; index += 1) {
    if (opens(tokens[index])) depth += 1;
    else if (closes(tokens[index])) {
      depth -= 1;
      if (depth <= 0) return index;
    }
  }
  return last;
}

/** Splits at a separator outside all brackets; no empty last part. */
export function splitTop(tokens: readonly Token[], separator = ','): Token[][] {
  const parts: Token[][] = [];
  let part: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (isPunct(token, separator)) {
      parts.push(part);
      part = [];
      continue;
    }
    if (opens(token)) {
      const close = Math.min(closeOf(tokens, index), tokens.length - 1);
      part.push(...tokens.slice(index, close + 1));
      index = close;
      continue;
    }
    part.push(token);
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** The chain that begins at a word, or null when this word continues another one. */
export function chainAt(tokens: readonly Token[], start: number): Chain | null {
  const first = tokens[start];
  if (first?.kind !== 'word' || isPunct(tokens[start - 1], '.') || isPunct(tokens[start - 1], '?.')) return null;
  const segments: Segment[] = [{ name: first.text, args: null }];
  let index = start + 1;
  for (;;) {
    const token = tokens[index];
    if (isPunct(token, '(')) {
      const close = closeOf(tokens, index);
      const inside = splitTop(tokens.slice(index + 1, close));
      const last = segments.at(-1)!;
      // Called twice in a row: `test.each(rows)(name, body)`.
      if (last.args) segments.push({ name: '', args: inside });
      else last.args = inside;
      index = close + 1;
    } else if ((isPunct(token, '.') || isPunct(token, '?.') || isPunct(token, '::')) && tokens[index + 1]?.kind === 'word') {
      segments.push({ name: tokens[index + 1]!.text, args: null });
      index += 2;
    } else if (isPunct(token, '<') && genericEnd(tokens, index) !== null) {
      const end = genericEnd(tokens, index)!;
      segments.at(-1)!.name += tokens
        .slice(index, end)
        .map(({ text }) => text)
        .join('');
      index = end;
    } else if (isPunct(token, '!') && isPunct(tokens[index + 1], '.')) index += 1;
    else break;
  }
  return { segments, start, end: index, line: first.line };
}

/** `<T>` before a call: the index behind it. */
function genericEnd(tokens: readonly Token[], open: number): number | null {
  for (let index = open + 1; index < Math.min(tokens.length, open + 12); index += 1) {
    const token = tokens[index]!;
    if (isPunct(token, '>')) return isPunct(tokens[index + 1], '(') ? index + 1 : null;
    if (token.kind !== 'word' && !/^[.,[\]?]$/.test(token.text)) return null;
  }
  return null;
}

/** Every chain that is called somewhere, outer ones first, with those inside their arguments. */
export function chainsIn(tokens: readonly Token[]): Chain[] {
  const chains: Chain[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const chain = chainAt(tokens, index);
    if (chain?.segments.some((segment) => segment.args)) chains.push(chain);
  }
  return chains;
}

/** `a.b.c` of a chain, without generics. */
export function pathOf(chain: Chain): string {
  return chain.segments.map((segment) => segment.name.replace(/<.*$/, '')).join('.');
}

/** Names that are called in these tokens: the last word before each bracket. */
export function calledNames(tokens: readonly Token[]): Set<string> {
  const names = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (!isPunct(token, '(')) continue;
    const before = tokens[index - 1];
    if (before?.kind === 'word') names.add(before.text);
  }
  return names;
}
