import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const slugify: FunctionRecipe = {
  name: 'slugify',
  matches: /\bslug(?:ify|ifies|s)?\b|\burl[- ]friendly\b/i,
  summary: 'Return the text as a slug: lower case letters a to z and digits, joined by single hyphens; accents are dropped.',
  parameters: [{ name: 'text', type: 'text' }],
  result: 'text',
  refuses: null,
  python: {
    imports: 'import re\nimport unicodedata',
    body: source`
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")`,
  },
  typescript: {
    body: source`
  const plain = text.normalize('NFKD').replace(/\p{M}+/gu, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');`,
  },
  examples: [
    { given: ['Hello, World!'], result: 'hello-world' },
    { given: ['  Crème   brûlée -- 2 '], result: 'creme-brulee-2' },
    { given: ['***'], result: '' },
    { given: [''], result: '' },
  ],
  refused: [],
};
