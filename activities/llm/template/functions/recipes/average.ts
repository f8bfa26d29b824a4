import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const average: FunctionRecipe = {
  name: 'average',
  matches: /\b(?:average|arithmetic mean|mean)\b/i,
  summary: 'Return the arithmetic mean of the numbers.',
  parameters: [{ name: 'numbers', type: 'numbers' }],
  result: 'number',
  refuses: 'there must be at least one number',
  python: {
    body: source`
    if not numbers:
        raise ValueError("there must be at least one number")
    return sum(numbers) / len(numbers)`,
  },
  typescript: {
    body: source`
  if (numbers.length === 0) throw new RangeError('there must be at least one number');
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;`,
  },
  examples: [
    { given: [[1, 2, 3, 4]], result: 2.5 },
    { given: [[-5]], result: -5 },
  ],
  refused: [[[]]],
};
