import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const reverseWords: FunctionRecipe = {
  name: 'reverse_words',
  matches: /\brevers\w+\b[^.]*\bwords?\b|\bwords?\b[^.]*\b(?:revers\w+|in reverse|backwards)\b/i,
  summary: 'Return the words of the text in reverse order, with one blank between them.',
  parameters: [{ name: 'text', type: 'text' }],
  result: 'text',
  refuses: null,
  python: {
    body: source`
    return " ".join(reversed(text.split()))`,
  },
  typescript: {
    body: source`
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .reverse()
    .join(' ');`,
  },
  examples: [
    { given: ['one two three'], result: 'three two one' },
    { given: ['  spaced   out '], result: 'out spaced' },
    { given: [''], result: '' },
  ],
  refused: [],
};
