/** Small changes of meaning on changed product lines: tests that prove something notice them. */
import { sha256Hex } from '../../../db/canonical-json.js';
import type { Change } from '../port.js';
import { changedLines } from '../detect/context.js';
import { readSource } from '../source/functions.js';
import { isGenerated, isProduct } from '../source/paths.js';
import type { Language, Token } from '../source/tokens.js';

export interface Mutant {
  path: string;
  line: number;
  /** `a < b` became `a >= b`, in words. */
  what: string;
  /** The whole file with the change in it. */
  text: string;
}

const FLIPS: Record<string, string> = {
  '==': '!=',
  '!=': '==',
  '===': '!==',
  '!==': '===',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  '&&': '||',
  '||': '&&',
  '*': '/',
  '-': '+',
  '+': '-',
};
const WORDS: Record<string, string> = { and: 'or', or: 'and', true: 'false', false: 'true', True: 'False', False: 'True' };
const NOTHING: Partial<Record<Language, string>> = { python: 'None', javascript: 'undefined' };

/** At most `max` mutants, spread over the files, the same for the same change. */
export function mutantsOf(changes: readonly Change[], max: number): Mutant[] {
  const perFile = changes
    .filter(({ path, after }) => after !== null && isProduct(path) && !isGenerated(path, after))
    .map((change) => candidates(change).sort((a, b) => a.order.localeCompare(b.order)))
    .sort((a, b) => (a[0]?.order ?? '').localeCompare(b[0]?.order ?? ''));
  const chosen: Mutant[] = [];
  for (let round = 0; chosen.length < max && perFile.some((mutants) => round < mutants.length); round += 1)
    for (const mutants of perFile) {
      const mutant = mutants[round];
      if (mutant && chosen.length < max) chosen.push(mutant);
    }
  return chosen;
}

type Candidate = Mutant & { order: string };

function candidates({ path, before, after }: Change): Candidate[] {
  const source = readSource(path, after);
  if (!source) return [];
  const lines = new Set(
    changedLines(before, after)
      .added.filter(({ text }) => !/^(?:import|from|package|using|#|@)\b|__main__|\b(?:console|logger|logging|log|print)\b/.test(text))
      .map(({ line }) => line),
  );
  const starts = lineStarts(source.text);
  return source.code.flatMap((token, index) => {
    if (!lines.has(token.line)) return [];
    const change = changeAt(source.language, source.code, index);
    if (!change) return [];
    const at = starts[token.line - 1]! + token.column;
    const text = source.text.slice(0, at) + change.to + source.text.slice(at + change.length);
    const what = `\`${change.from}\` became \`${change.to}\``;
    return [{ path, line: token.line, what, text, order: `${rankOf(path, token)}${sha256Hex(`${path}\n${token.line}\n${token.column}\n${what}`)}` }];
  });
}

/** Where time is short, decisions come before sums, sums before numbers, and what starts a program last. */
function rankOf(path: string, { kind, text }: Token): number {
  const kindRank = kind === 'number' ? 2 : /^[-+*]$/.test(text) ? 1 : 0;
  return kindRank + (/(?:^|\/)(?:__main__|main|index|config|settings|server)\.\w+$/.test(path) ? 3 : 0);
}

function changeAt(language: Language, code: readonly Token[], index: number): { from: string; to: string; length: number } | null {
  const token = code[index]!;
  const [before, after] = [code[index - 1], code[index + 1]];
  const swap = (to: string | undefined) => (to === undefined ? null : { from: token.text, to, length: token.text.length });
  if (token.kind === 'word' && token.text === 'return' && NOTHING[language] && after && after.line === token.line) return returnNothing(language, code, index);
  if (token.kind === 'word') return swap(Object.hasOwn(WORDS, token.text) ? WORDS[token.text] : undefined);
  if (token.kind === 'number') return /^\d{1,9}$/.test(token.text) ? swap(String(Number(token.text) + 1)) : null;
  if (token.kind !== 'punct' || !Object.hasOwn(FLIPS, token.text) || !before || !after) return null;
  const isOperand = (each: Token) => each.kind === 'word' || each.kind === 'number' || /^[)\]]$/.test(each.text);
  // A sign, a generic or joined text is no arithmetic.
  if (/^[-+*<>]$/.test(token.text) && (!isOperand(before) || !(isOperand(after) || after.text === '(') || before.kind === 'string' || after.kind === 'string'))
    return null;
  if (/^[<>]$/.test(token.text) && /^[A-Z]/.test(before.text) && language !== 'python' && language !== 'go') return null;
  return swap(FLIPS[token.text]);
}

function returnNothing(language: Language, code: readonly Token[], index: number): { from: string; to: string; length: number } | null {
  const token = code[index]!;
  const rest = code.slice(index + 1).filter(({ line }, at, all) => line === token.line && all[at]!.line === token.line);
  const last = rest.at(-1);
  // Only a statement that ends in its line can be replaced as a whole.
  if (!last || (language === 'javascript' && last.text !== ';') || rest.some(({ text, kind }) => kind === 'punct' && /^[{]$/.test(text))) return null;
  const end = last.text === ';' ? last.column : last.column + last.text.length + (last.kind === 'string' ? 2 : 0);
  if (last.kind === 'string') return null;
  const depth = rest.reduce(
    (sum, { text, kind }) => sum + (kind === 'punct' && /^[([]$/.test(text) ? 1 : kind === 'punct' && /^[)\]]$/.test(text) ? -1 : 0),
    0,
  );
  return depth === 0 && rest.map(({ text }) => text).join('') !== NOTHING[language]
    ? { from: 'return ...', to: `return ${NOTHING[language]}`, length: end - token.column }
    : null;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
