import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const countVowels: FunctionRecipe = {
  name: 'count_vowels',
  matches: /\bvowels?\b/i,
  summary: 'Return how many of the letters a, e, i, o and u the text has, whatever their case.',
  parameters: [{ name: 'text', type: 'text' }],
  result: 'integer',
  refuses: null,
  python: {
    body: source`
    return sum(character in "aeiou" for character in text.lower())`,
  },
  typescript: {
    body: source`
  return [...text.toLowerCase()].filter((character) => 'aeiou'.includes(character)).length;`,
  },
  examples: [
    { given: ['Hello World'], result: 3 },
    { given: ['AEIOU'], result: 5 },
    { given: ['rhythm'], result: 0 },
  ],
  refused: [],
};
