import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const toBinary: FunctionRecipe = {
  name: 'to_binary',
  matches: /\b(?:to|into|in|as) binary\b|\bbinary (?:representation|string|form)\b/i,
  summary: 'Return a whole number in binary digits.',
  parameters: [{ name: 'number', type: 'integer' }],
  result: 'text',
  refuses: null,
  python: {
    body: source`
    return format(number, "b")`,
  },
  typescript: {
    body: source`
  return Math.trunc(number).toString(2);`,
  },
  examples: [
    { given: [0], result: '0' },
    { given: [10], result: '1010' },
    { given: [-5], result: '-101' },
  ],
  refused: [],
};
