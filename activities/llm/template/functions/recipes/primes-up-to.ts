import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const primesUpTo: FunctionRecipe = {
  name: 'primes_up_to',
  matches:
    /\b(?:primes|prime numbers) (?:up to|below|until|less than|smaller than|under|not larger than)|\b(?:list|all|generat\w+|find\w*|print\w*) (?:the |all )?(?:of )?(?:primes|prime numbers)|\bsieve\b/i,
  summary: 'Return all prime numbers up to and including the limit, in order.',
  parameters: [{ name: 'limit', type: 'integer' }],
  result: 'numbers',
  refuses: 'the limit must be at most 10,000,000, so that it fits into memory',
  python: {
    body: source`
    if limit > 10_000_000:
        raise ValueError("the limit must be at most 10000000")
    is_composite = bytearray(max(limit, 0) + 1)
    primes = []
    for number in range(2, limit + 1):
        if is_composite[number]:
            continue
        primes.append(number)
        for multiple in range(number * number, limit + 1, number):
            is_composite[multiple] = 1
    return primes`,
  },
  typescript: {
    body: source`
  if (!(limit <= 10_000_000)) throw new RangeError('the limit must be at most 10000000');
  const isComposite = new Uint8Array(Math.max(limit, 0) + 1);
  const primes: number[] = [];
  for (let number = 2; number <= limit; number += 1) {
    if (isComposite[number]) continue;
    primes.push(number);
    for (let multiple = number * number; multiple <= limit; multiple += number)
      isComposite[multiple] = 1;
  }
  return primes;`,
  },
  examples: [
    { given: [1], result: [] },
    { given: [-5], result: [] },
    { given: [2], result: [2] },
    { given: [20], result: [2, 3, 5, 7, 11, 13, 17, 19] },
  ],
  refused: [[10_000_001]],
};
