import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const areAnagrams: FunctionRecipe = {
  name: 'are_anagrams',
  matches: /\banagrams?\b/i,
  summary: 'Return whether two texts are made of the same letters and digits, whatever their order and case.',
  parameters: [
    { name: 'first', type: 'text' },
    { name: 'second', type: 'text' },
  ],
  result: 'boolean',
  refuses: null,
  python: {
    body: source`
    def letters(text: str) -> list[str]:
        return sorted(character for character in text.lower() if character.isalnum())

    return letters(first) == letters(second)`,
  },
  typescript: {
    body: source`
  const letters = (text: string): string =>
    [...text.toLowerCase()]
      .filter((character) => /[\p{L}\p{N}]/u.test(character))
      .sort()
      .join('');
  return letters(first) === letters(second);`,
  },
  examples: [
    { given: ['Listen', 'Silent'], result: true },
    { given: ['Dormitory', 'dirty room'], result: true },
    { given: ['abc', 'abd'], result: false },
    { given: ['aab', 'abb'], result: false },
  ],
  refused: [],
};
