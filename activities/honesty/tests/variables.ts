/** Names that a body gives to values: an assertion about a name is an assertion about the value it has there. */
import { isPunct } from '../source/chains.js';
import type { Language, Token } from '../source/tokens.js';
import { statementEnd } from './assertions.js';

// Longer right-hand sides are set-up, not values.
const VALUE_TOKENS_MAX = 60;
const DEPTH_MAX = 3;

/** Every assignment of a name, in the order of the text. */
export type Variables = Map<string, { line: number; value: Token[] }[]>;

export function variablesOf(language: Language, body: readonly Token[]): Variables {
  const values: Variables = new Map();
  for (let index = 0; index < body.length; index += 1) {
    const token = body[index]!;
    const sign = body[index + 1];
    if (token.kind !== 'word' || !(isPunct(sign, '=') || isPunct(sign, ':=')) || isPunct(body[index - 1], '.') || isPunct(body[index - 1], ',')) continue;
    // A keyword argument is no variable.
    if (isPunct(body[index - 1], '(')) continue;
    const value = body.slice(index + 2, statementEnd(language, body, index + 2)).filter((each) => each.text !== 'await');
    if (value.length > 0 && value.length <= VALUE_TOKENS_MAX) values.set(token.text, [...(values.get(token.text) ?? []), { line: token.line, value }]);
  }
  return values;
}

/** Replaces names by what they were last set to at or before the line. */
export function expand(tokens: readonly Token[], variables: Variables, line: number, depth = 0): Token[] {
  if (depth >= DEPTH_MAX) return [...tokens];
  return tokens.flatMap((token, index) => {
    const plain = token.kind === 'word' && !isPunct(tokens[index - 1], '.') && !isPunct(tokens[index + 1], '=');
    const known = plain ? variables.get(token.text)?.findLast((each) => each.line <= line - Number(depth > 0)) : undefined;
    return known ? expand(known.value, variables, known.line, depth + 1) : token.text === 'await' ? [] : [token];
  });
}
