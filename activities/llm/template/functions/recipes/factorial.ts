import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const factorial: FunctionRecipe = {
  name: 'factorial',
  matches: /\bfactorials?\b/i,
  summary: 'Return the factorial of n.',
  parameters: [{ name: 'n', type: 'integer' }],
  result: 'integer',
  refuses: 'n must be a whole number from 0 to 18, the last one that every language holds exactly',
  python: {
    body: source`
    if n != int(n) or not 0 <= n <= 18:
        raise ValueError("n must be a whole number from 0 to 18")
    product = 1
    for factor in range(2, n + 1):
        product *= factor
    return product`,
  },
  typescript: {
    body: source`
  if (!Number.isInteger(n) || n < 0 || n > 18)
    throw new RangeError('n must be a whole number from 0 to 18');
  let product = 1;
  for (let factor = 2; factor <= n; factor += 1) product *= factor;
  return product;`,
  },
  examples: [
    { given: [0], result: 1 },
    { given: [1], result: 1 },
    { given: [5], result: 120 },
    { given: [18], result: 6402373705728000 },
  ],
  refused: [[-1], [19]],
};
