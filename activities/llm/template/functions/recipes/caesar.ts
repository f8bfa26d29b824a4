import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const caesar: FunctionRecipe = {
  name: 'caesar',
  matches: /\bc(?:ae|e)sar\b|\brot ?13\b/i,
  summary: 'Return the text with each letter a to z moved on by the shift; a negative shift decodes.',
  parameters: [
    { name: 'text', type: 'text' },
    { name: 'shift', type: 'integer' },
  ],
  result: 'text',
  refuses: null,
  python: {
    body: source`
    def move(character: str) -> str:
        if not (character.isascii() and character.isalpha()):
            return character
        start = ord("a") if character.islower() else ord("A")
        return chr((ord(character) - start + shift) % 26 + start)

    return "".join(move(character) for character in text)`,
  },
  typescript: {
    body: source`
  const move = (letter: string): string => {
    const start = letter >= 'a' ? 97 : 65;
    return String.fromCharCode(((((letter.charCodeAt(0) - start + shift) % 26) + 26) % 26) + start);
  };
  return text.replace(/[a-z]/gi, move);`,
  },
  examples: [
    { given: ['abc xyz', 3], result: 'def abc' },
    { given: ['Def Abc!', -3], result: 'Abc Xyz!' },
    { given: ['Hello', 26], result: 'Hello' },
  ],
  refused: [],
};
