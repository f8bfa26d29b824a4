import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const countWords: FunctionRecipe = {
  name: 'count_words',
  matches: /\bcount\w*\b[^.]*\bwords\b|\bwords?[ -]count\w*|\bnumber of words\b/i,
  summary: 'Return how many words the text has; words are separated by white space.',
  parameters: [{ name: 'text', type: 'text' }],
  result: 'integer',
  refuses: null,
  python: {
    body: source`
    return len(text.split())`,
  },
  typescript: {
    body: source`
  return text.split(/\s+/).filter((word) => word !== '').length;`,
  },
  examples: [
    { given: ['one two  three'], result: 3 },
    { given: [' a\nb\tc '], result: 3 },
    { given: [''], result: 0 },
  ],
  refused: [],
};
