import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const fromRoman: FunctionRecipe = {
  name: 'from_roman',
  matches: /\b(?:from roman|roman numerals?\b[^.]*\bto (?:an? )?(?:integers?|numbers?|arabic|decimal)|pars\w+ roman|(?:reads?|decod\w+) roman)\b/i,
  summary: 'Return the number a Roman numeral stands for.',
  parameters: [{ name: 'numeral', type: 'text' }],
  result: 'integer',
  refuses: 'the numeral must be a well-formed Roman numeral from I to MMMCMXCIX',
  python: {
    imports: 'import re',
    body: source`
    text = numeral.upper()
    if not text or not re.fullmatch(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", text):
        raise ValueError("the numeral must be a Roman numeral from I to MMMCMXCIX")
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[symbol] for symbol in text]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))`,
  },
  typescript: {
    body: source`
  const text = numeral.toUpperCase();
  if (text === '' || !/^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/.test(text)) {
    throw new RangeError('the numeral must be a Roman numeral from I to MMMCMXCIX');
  }
  const known: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
  const values = [...text].map((symbol) => known[symbol] ?? 0);
  return values.reduce(
    (sum, value, index) => sum + (value < Math.max(...values.slice(index)) ? -value : value),
    0,
  );`,
  },
  examples: [
    { given: ['I'], result: 1 },
    { given: ['iv'], result: 4 },
    { given: ['MCMXCIV'], result: 1994 },
    { given: ['MMMCMXCIX'], result: 3999 },
  ],
  refused: [[''], ['IIII'], ['ABC']],
};
