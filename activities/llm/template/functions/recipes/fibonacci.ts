import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const fibonacci: FunctionRecipe = {
  name: 'fibonacci',
  matches: /\bfibonacci\b/i,
  summary: 'Return the n-th Fibonacci number, counted from 0.',
  parameters: [{ name: 'n', type: 'integer' }],
  result: 'integer',
  refuses: 'n must be a whole number from 0 to 78, the last one that every language holds exactly',
  python: {
    body: source`
    if n != int(n) or not 0 <= n <= 78:
        raise ValueError("n must be a whole number from 0 to 78")
    previous, current = 0, 1
    for _ in range(n):
        previous, current = current, previous + current
    return previous`,
  },
  typescript: {
    body: source`
  if (!Number.isInteger(n) || n < 0 || n > 78)
    throw new RangeError('n must be a whole number from 0 to 78');
  let [previous, current] = [0, 1];
  for (let step = 0; step < n; step += 1) [previous, current] = [current, previous + current];
  return previous;`,
  },
  examples: [
    { given: [0], result: 0 },
    { given: [1], result: 1 },
    { given: [10], result: 55 },
    { given: [78], result: 8944394323791464 },
  ],
  refused: [[-1], [79]],
};
