import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const gcd: FunctionRecipe = {
  name: 'gcd',
  matches: /\b(?:gcd|greatest common (?:divisor|factor|denominator)|highest common factor|hcf)\b/i,
  summary: 'Return the greatest common divisor of two whole numbers.',
  parameters: [
    { name: 'first', type: 'integer' },
    { name: 'second', type: 'integer' },
  ],
  result: 'integer',
  refuses: null,
  python: {
    body: source`
    while second:
        first, second = second, first % second
    return abs(first)`,
  },
  typescript: {
    body: source`
  let [a, b] = [Math.abs(first), Math.abs(second)];
  while (b !== 0) [a, b] = [b, a % b];
  return a;`,
  },
  examples: [
    { given: [12, 18], result: 6 },
    { given: [7, 5], result: 1 },
    { given: [0, 9], result: 9 },
    { given: [-4, 6], result: 2 },
  ],
  refused: [],
};
