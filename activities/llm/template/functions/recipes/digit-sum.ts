import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const digitSum: FunctionRecipe = {
  name: 'digit_sum',
  matches: /\b(?:digits? sum|sums?\b[^.]*\bdigits|sum of (?:the |its )?digits|cross sum)\b/i,
  summary: 'Return the sum of the decimal digits of a whole number.',
  parameters: [{ name: 'number', type: 'integer' }],
  result: 'integer',
  refuses: null,
  python: {
    body: source`
    return sum(int(digit) for digit in str(abs(number)))`,
  },
  typescript: {
    body: source`
  return [...String(Math.abs(Math.trunc(number)))].reduce((sum, digit) => sum + Number(digit), 0);`,
  },
  examples: [
    { given: [0], result: 0 },
    { given: [1234], result: 10 },
    { given: [-99], result: 18 },
  ],
  refused: [],
};
