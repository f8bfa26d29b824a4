import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const fizzbuzz: FunctionRecipe = {
  name: 'fizzbuzz',
  matches: /\bfizz[ -]?buzz\b/i,
  summary: 'Return the numbers from 1 to n as texts, with Fizz for multiples of 3, Buzz for multiples of 5 and FizzBuzz for both.',
  parameters: [{ name: 'n', type: 'integer' }],
  result: 'texts',
  refuses: null,
  python: {
    body: source`
    return [("Fizz" * (number % 3 == 0) + "Buzz" * (number % 5 == 0)) or str(number) for number in range(1, n + 1)]`,
  },
  typescript: {
    body: source`
  return Array.from({ length: Math.max(n, 0) }, (_, index) => {
    const number = index + 1;
    return (number % 3 === 0 ? 'Fizz' : '') + (number % 5 === 0 ? 'Buzz' : '') || String(number);
  });`,
  },
  examples: [
    { given: [0], result: [] },
    { given: [5], result: ['1', '2', 'Fizz', '4', 'Buzz'] },
    { given: [15], result: ['1', '2', 'Fizz', '4', 'Buzz', 'Fizz', '7', '8', 'Fizz', 'Buzz', '11', 'Fizz', '13', '14', 'FizzBuzz'] },
  ],
  refused: [],
};
