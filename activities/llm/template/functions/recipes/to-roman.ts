import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const toRoman: FunctionRecipe = {
  name: 'to_roman',
  matches: /\b(?:to|into|as) roman\b|\broman numerals?\b(?![^.]*\bto (?:an? )?(?:integers?|numbers?|arabic|decimal)\b)/i,
  summary: 'Return a number from 1 to 3999 as a Roman numeral.',
  parameters: [{ name: 'number', type: 'integer' }],
  result: 'text',
  refuses: 'the number must be a whole number from 1 to 3999',
  python: {
    body: source`
    if number != int(number) or not 1 <= number <= 3999:
        raise ValueError("the number must be a whole number from 1 to 3999")
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    symbols = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    numeral = ""
    for value, symbol in zip(values, symbols, strict=True):
        count, number = divmod(number, value)
        numeral += symbol * count
    return numeral`,
  },
  typescript: {
    body: source`
  if (!Number.isInteger(number) || number < 1 || number > 3999)
    throw new RangeError('the number must be a whole number from 1 to 3999');
  const symbols: [number, string][] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let rest = number;
  let numeral = '';
  for (const [value, symbol] of symbols) {
    numeral += symbol.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return numeral;`,
  },
  examples: [
    { given: [1], result: 'I' },
    { given: [4], result: 'IV' },
    { given: [1994], result: 'MCMXCIV' },
    { given: [3999], result: 'MMMCMXCIX' },
  ],
  refused: [[0], [4000]],
};
