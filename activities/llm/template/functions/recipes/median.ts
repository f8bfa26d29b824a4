import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const median: FunctionRecipe = {
  name: 'median',
  matches: /\bmedian\b/i,
  summary: 'Return the median of the numbers: the middle one, or the mean of the two in the middle.',
  parameters: [{ name: 'numbers', type: 'numbers' }],
  result: 'number',
  refuses: 'there must be at least one number',
  python: {
    imports: 'import statistics',
    body: source`
    if not numbers:
        raise ValueError("there must be at least one number")
    return statistics.median(numbers)`,
  },
  typescript: {
    body: source`
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('there must be at least one number');
  const before = sorted[sorted.length / 2 - 1];
  return before === undefined ? middle : (before + middle) / 2;`,
  },
  examples: [
    { given: [[3, 1, 2]], result: 2 },
    { given: [[4, 1, 3, 2]], result: 2.5 },
    { given: [[7]], result: 7 },
    { given: [[1, 9]], result: 5 },
  ],
  refused: [[[]]],
};
