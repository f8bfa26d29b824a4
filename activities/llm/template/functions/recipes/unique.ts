import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const unique: FunctionRecipe = {
  name: 'unique',
  matches: /\b(?:remov\w+|drop\w*|without|eliminat\w+)\b[^.]*\bduplicates?\b|\bde-?dup\w+|\bunique (?:values|items|elements)\b/i,
  summary: 'Return the texts without repetitions, in the order of their first appearance.',
  parameters: [{ name: 'items', type: 'texts' }],
  result: 'texts',
  refuses: null,
  python: {
    body: source`
    return list(dict.fromkeys(items))`,
  },
  typescript: {
    body: source`
  return [...new Set(items)];`,
  },
  examples: [
    { given: [['b', 'a', 'b', 'c', 'a']], result: ['b', 'a', 'c'] },
    { given: [[]], result: [] },
  ],
  refused: [],
};
