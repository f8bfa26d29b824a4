import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const sum: FunctionRecipe = {
  name: 'total',
  matches: /\b(?:sums?|adds?|total)\b[^.]*\b(?:numbers?|integers?|values|list|floats?)\b/i,
  summary: 'Return the sum of the numbers.',
  parameters: [{ name: 'numbers', type: 'numbers' }],
  result: 'number',
  refuses: null,
  python: {
    body: source`
    return sum(numbers)`,
  },
  typescript: {
    body: source`
  return numbers.reduce((sum, number) => sum + number, 0);`,
  },
  examples: [
    { given: [[1, 2, 3]], result: 6 },
    { given: [[]], result: 0 },
    { given: [[-1, 1]], result: 0 },
  ],
  refused: [],
};
