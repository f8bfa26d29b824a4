import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const isPrime: FunctionRecipe = {
  name: 'is_prime',
  matches: /\b(?:is (?:a )?prime|primality|prime (?:numbers? )?(?:check\w*|test\w*)|(?:checks?|tests?|tells?|determines?|says?|whether|if)\b[^.]*\bprime)\b/i,
  summary: 'Return whether n is a prime number.',
  parameters: [{ name: 'n', type: 'integer' }],
  result: 'boolean',
  refuses: null,
  python: {
    imports: 'from math import isqrt',
    body: source`
    if n < 2:
        return False
    return all(n % divisor for divisor in range(2, isqrt(n) + 1))`,
  },
  typescript: {
    body: source`
  if (!Number.isInteger(n) || n < 2) return false;
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return false;
  return true;`,
  },
  examples: [
    { given: [-3], result: false },
    { given: [0], result: false },
    { given: [1], result: false },
    { given: [2], result: true },
    { given: [9], result: false },
    { given: [97], result: true },
    { given: [7919], result: true },
  ],
  refused: [],
};
