import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const reverseText: FunctionRecipe = {
  name: 'reverse_text',
  matches: /\brevers\w+\b[^.]*\b(?:strings?|texts?|characters|letters)\b|\b(?:strings?|texts?)\b[^.]*\b(?:revers\w+|backwards)\b/i,
  summary: 'Return the characters of the text in reverse order.',
  parameters: [{ name: 'text', type: 'text' }],
  result: 'text',
  refuses: null,
  python: {
    body: source`
    return text[::-1]`,
  },
  typescript: {
    body: source`
  return [...text].reverse().join('');`,
  },
  examples: [
    { given: ['abc'], result: 'cba' },
    { given: [''], result: '' },
    { given: ['né 1'], result: '1 én' },
  ],
  refused: [],
};
