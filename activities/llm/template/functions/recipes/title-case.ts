import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const titleCase: FunctionRecipe = {
  name: 'title_case',
  matches: /\btitle[ -]?cases?\b|\bcapitali[sz]\w+\b/i,
  summary: 'Return the text with the first letter of each word in upper case and the others in lower case.',
  parameters: [{ name: 'text', type: 'text' }],
  result: 'text',
  refuses: null,
  python: {
    imports: 'import re',
    body: source`
    return re.sub(r"\S+", lambda word: word.group()[0].upper() + word.group()[1:].lower(), text)`,
  },
  typescript: {
    body: source`
  return text.replace(/\S+/gu, (word) => {
    const [first = '', ...rest] = [...word];
    return first.toUpperCase() + rest.join('').toLowerCase();
  });`,
  },
  examples: [
    { given: ['hello wide WORLD'], result: 'Hello Wide World' },
    { given: [''], result: '' },
    { given: ["it's  élan"], result: "It's  Élan" },
  ],
  refused: [],
};
