import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const isPalindrome: FunctionRecipe = {
  name: 'is_palindrome',
  matches: /\bpalindrom\w+/i,
  summary: 'Return whether the text reads the same in both directions, looking only at letters and digits and at no case.',
  parameters: [{ name: 'text', type: 'text' }],
  result: 'boolean',
  refuses: null,
  python: {
    body: source`
    characters = [character for character in text.lower() if character.isalnum()]
    return characters == characters[::-1]`,
  },
  typescript: {
    body: source`
  const characters = [...text.toLowerCase()].filter((character) => /[\p{L}\p{N}]/u.test(character));
  return characters.every(
    (character, index) => character === characters[characters.length - 1 - index],
  );`,
  },
  examples: [
    { given: ['A man, a plan, a canal: Panama'], result: true },
    { given: ['palindrome'], result: false },
    { given: [''], result: true },
    { given: ['12321'], result: true },
  ],
  refused: [],
};
