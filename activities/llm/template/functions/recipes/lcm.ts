import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const lcm: FunctionRecipe = {
  name: 'lcm',
  matches: /\b(?:lcm|(?:least|lowest|smallest) common multiple)\b/i,
  summary: 'Return the least common multiple of two whole numbers.',
  parameters: [
    { name: 'first', type: 'integer' },
    { name: 'second', type: 'integer' },
  ],
  result: 'integer',
  refuses: null,
  python: {
    imports: 'import math',
    body: source`
    return math.lcm(first, second)`,
  },
  typescript: {
    body: source`
  if (first === 0 || second === 0) return 0;
  let [a, b] = [Math.abs(first), Math.abs(second)];
  while (b !== 0) [a, b] = [b, a % b];
  return Math.abs(first / a) * Math.abs(second);`,
  },
  examples: [
    { given: [4, 6], result: 12 },
    { given: [3, 5], result: 15 },
    { given: [0, 9], result: 0 },
    { given: [-4, 6], result: 12 },
  ],
  refused: [],
};
