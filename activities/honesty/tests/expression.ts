/** How much a condition claims: the same scale for bare asserts and for matchers of any library. */
import { closeOf, isPunct, isWord, splitTop } from '../source/chains.js';
import { canonical, type Token } from '../source/tokens.js';

/** The scale: a change to a smaller number is a weaker test. */
export const STRENGTH = {
  exact: 6,
  call: 5,
  approximate: 5,
  partial: 4,
  anyError: 3,
  truth: 3,
  truthy: 2.5,
  unlike: 2,
  presence: 2,
  nothing: 0,
} as const;

export interface Claim {
  strength: number;
  subject: Token[];
  expected: Token[] | null;
  /** Of an approximate claim: the difference that passes. */
  tolerance: number | null;
}

const COMPARISON = /^(?:===?|!==?|<=?|>=?)$/;
const PARTIAL =
  /^(?:contains|contain|includes|include|startswith|endswith|hasprefix|hassuffix|matches|match|matchstring|search|fullmatch|test|containskey|containsvalue|has|haskey|any|issuperset|issubset)$/;
const EQUAL = /^(?:equals?|deepequal|equal|sequenceequal|allclose|isequal|compareto|equalfold)$/;
const PRESENCE = /^(?:isinstance|hasattr|callable|issubclass|isarray|isnull|isnotnull|ispresent|isdefined)$/;
const BOOLEAN = /^(?:true|false)$/i;

export function stripParens(tokens: readonly Token[]): Token[] {
  let inside = [...tokens];
  while (isPunct(inside[0], '(') && closeOf(inside, 0) === inside.length - 1) inside = inside.slice(1, -1);
  return inside;
}

const isNone = (tokens: readonly Token[]): boolean => tokens.length === 1 && /^(?:None|null|nil|undefined)$/.test(tokens[0]!.text);

/** Values that are written down, without any call or name. */
export function isLiteral(tokens: readonly Token[]): boolean {
  return (
    tokens.length > 0 &&
    tokens.every((token) => token.kind !== 'word' || /^(?:true|false|none|null|nil|undefined|new|map|string|int|float64|list|dict|set)$/i.test(token.text))
  );
}

/** What a boolean expression claims when it must hold. `and` makes several claims. */
export function claimsOf(expression: readonly Token[]): Claim[] {
  const tokens = stripParens(expression);
  const parts = splitTop(join(tokens, ['and', '&&'], ''), '');
  if (parts.length > 1) return parts.flatMap(claimsOf);
  if (splitTop(join(tokens, ['or', '||'], ''), '').length > 1) {
    const always = splitTop(join(tokens, ['or', '||'], ''), '').some((part) => claimsOf(part).every((claim) => claim.strength === STRENGTH.nothing));
    return [{ strength: always ? STRENGTH.nothing : STRENGTH.unlike, subject: tokens, expected: null, tolerance: null }];
  }
  return [claimOf(tokens)];
}

/** What must hold for a check that fails when the condition is true: `if got != want { t.Fatal() }`. */
export function claimsAgainst(condition: readonly Token[]): Claim[] {
  const tokens = stripParens(condition);
  const parts = splitTop(join(tokens, ['or', '||'], ''), '');
  if (parts.length > 1) return parts.flatMap(claimsAgainst);
  const both = splitTop(join(tokens, ['and', '&&'], ''), '');
  if (both.length > 1) return [{ strength: STRENGTH.unlike, subject: tokens, expected: null, tolerance: null }];
  if (isPunct(tokens[0], '!')) return claimsOf(tokens.slice(1));
  if (tokens.length === 1 && /^false$/i.test(tokens[0]!.text)) return [{ strength: STRENGTH.nothing, subject: tokens, expected: null, tolerance: null }];
  const at = topIndex(tokens, COMPARISON);
  if (at === -1) return claimsOf(tokens);
  const opposite: Record<string, string> = { '!=': '==', '!==': '===', '==': '!=', '===': '!==', '<': '>=', '>': '<=', '<=': '>', '>=': '<' };
  const turned = tokens.map((token, index) => (index === at ? { ...token, text: opposite[token.text] ?? token.text } : token));
  const right = tokens.slice(at + 1);
  // `if err == nil { t.Fatal() }` asks for any error, `if err != nil` for none.
  if (tokens[at]!.text === '==' && isNone(right) && /err/i.test(tokens[at - 1]?.text ?? ''))
    return [{ strength: STRENGTH.anyError, subject: tokens.slice(0, at), expected: right, tolerance: null }];
  return claimsOf(turned);
}

function claimOf(tokens: Token[]): Claim {
  const claim = (strength: number, subject: Token[] = tokens, expected: Token[] | null = null, tolerance: number | null = null): Claim => ({
    strength,
    subject,
    expected,
    tolerance,
  });
  if (isWord(tokens[0], 'not') || isPunct(tokens[0], '!')) {
    const inner = claimOf(stripParens(tokens.slice(1)));
    return claim(inner.strength === STRENGTH.exact ? STRENGTH.unlike : inner.strength, tokens);
  }
  const isAt = topIndex(tokens, /^is$/);
  if (isAt > 0) return isClaim(tokens, isAt);
  const inAt = topIndex(tokens, /^in$/);
  if (inAt > 0) return claim(isWord(tokens[inAt - 1], 'not') ? STRENGTH.truth : STRENGTH.partial, tokens.slice(inAt + 1), tokens.slice(0, inAt));
  const at = topIndex(tokens, COMPARISON);
  if (at > 0) return comparison(tokens, at);
  if (topIndex(tokens, /^instanceof$/) > 0) return claim(STRENGTH.presence);
  if (tokens.length === 1 && (BOOLEAN.test(tokens[0]!.text) || tokens[0]!.kind !== 'word')) return claim(STRENGTH.nothing);
  return callClaim(tokens);
}

function isClaim(tokens: Token[], at: number): Claim {
  const negated = isWord(tokens[at + 1], 'not');
  const right = tokens.slice(at + 1 + Number(negated));
  const subject = tokens.slice(0, at);
  if (canonical(subject) === canonical(right)) return { strength: STRENGTH.nothing, subject, expected: right, tolerance: null };
  const boolean = right.length === 1 && BOOLEAN.test(right[0]!.text);
  const strength = negated ? STRENGTH.presence : boolean ? STRENGTH.truth : STRENGTH.exact;
  return { strength, subject, expected: right, tolerance: null };
}

function comparison(tokens: Token[], at: number): Claim {
  const [left, right] = [stripParens(tokens.slice(0, at)), stripParens(tokens.slice(at + 1))];
  const operator = tokens[at]!.text;
  const swap = isLiteral(left) && !isLiteral(right);
  const [subject, expected] = swap ? [right, left] : [left, right];
  const same = canonical(left) === canonical(right);
  const of = (strength: number, tolerance: number | null = null): Claim => ({ strength, subject, expected, tolerance });
  if (/^!==?$/.test(operator)) return of(isNone(expected) ? (/err/i.test(canonical(subject)) ? STRENGTH.truth : STRENGTH.presence) : STRENGTH.unlike);
  if (/^===?$/.test(operator)) {
    if (same || (isLiteral(left) && isLiteral(right) && !subject.some(({ text }) => /^[[{(]$/.test(text)))) return of(STRENGTH.nothing);
    const approximate = [left, right].find((side) => side.some((token) => /^(?:approx|isclose|round|closeTo)$/.test(token.text)));
    if (approximate) return of(STRENGTH.approximate, toleranceOf(approximate));
    if (expected.some((token) => /^(?:ANY|anything)$/.test(token.text))) return of(STRENGTH.presence);
    return of(isNone(expected) || (expected.length === 1 && BOOLEAN.test(expected[0]!.text)) ? STRENGTH.truth : STRENGTH.exact);
  }
  if (same) return of(/=/.test(operator) ? STRENGTH.nothing : STRENGTH.partial);
  const text = canonical(tokens);
  // No length is below zero: this holds for everything.
  if (/>= 0$/.test(text) && /\blen|\bsize|length|count/i.test(text)) return of(STRENGTH.nothing);
  if (/\b(?:abs|Abs|fabs)\b/.test(text)) return of(STRENGTH.approximate, Number.parseFloat(expected.at(-1)?.text ?? '') || null);
  if (/> 0$|>= 1$/.test(text)) return of(STRENGTH.truth);
  return of(STRENGTH.partial);
}

function callClaim(tokens: Token[]): Claim {
  const open = tokens.findLastIndex((token, index) => isPunct(token, '(') && closeOf(tokens, index) === tokens.length - 1);
  const name = open > 0 ? tokens[open - 1]!.text.replaceAll('_', '').toLowerCase() : '';
  const args = open > 0 ? splitTop(tokens.slice(open + 1, -1)) : [];
  const [first = [], second = null] = args;
  const receiver = tokens.slice(0, Math.max(0, open - 2));
  if (EQUAL.test(name)) {
    const [subject, expected] = second ? [first, second] : [receiver, first];
    const swap = isLiteral(subject) && !isLiteral(expected);
    const strength = canonical(subject) === canonical(expected) ? STRENGTH.nothing : STRENGTH.exact;
    return { strength, subject: swap ? expected : subject, expected: swap ? subject : expected, tolerance: null };
  }
  if (name === 'isclose') return { strength: STRENGTH.approximate, subject: first, expected: second, tolerance: toleranceOf(tokens) };
  if (name === 'is' && second && /errors/.test(tokens[0]!.text)) return { strength: STRENGTH.exact, subject: first, expected: second, tolerance: null };
  if (PARTIAL.test(name)) return { strength: STRENGTH.partial, subject: tokens, expected: null, tolerance: null };
  if (PRESENCE.test(name)) return { strength: STRENGTH.presence, subject: tokens, expected: null, tolerance: null };
  // `assert bool(x) or callable`: what is left claims that something is true.
  return { strength: STRENGTH.truth, subject: tokens, expected: null, tolerance: null };
}

/** The widest difference an approx lets pass; relative ones as they are. */
export function toleranceOf(tokens: readonly Token[]): number | null {
  let widest: number | null = null;
  for (const [index, token] of tokens.entries()) {
    if (!/^(?:abs|rel|abs_tol|rel_tol|delta|atol|rtol|tolerance|epsilon)$/.test(token.text) || !isPunct(tokens[index + 1], '=')) continue;
    const value = Number.parseFloat(tokens[index + 2]?.text ?? '');
    if (!Number.isNaN(value)) widest = Math.max(widest ?? 0, value);
  }
  return widest;
}

function topIndex(tokens: readonly Token[], pattern: RegExp): number {
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (token.kind === 'punct' && /^[([{]$/.test(token.text)) {
      index = closeOf(tokens, index);
      continue;
    }
    if (token.kind !== 'string' && pattern.test(token.text)) return index;
  }
  return -1;
}

/** Marks separators given as words or signs by an empty punctuation, which `splitTop` splits at. */
function join(tokens: readonly Token[], separators: string[], mark: string): Token[] {
  return tokens.map((token) => (token.kind !== 'string' && separators.includes(token.text) ? { ...token, kind: 'punct' as const, text: mark } : token));
}
