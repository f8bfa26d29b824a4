import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const isEmail: FunctionRecipe = {
  name: 'is_email',
  matches: /\b(?:valid\w*|check\w*|verif\w+|whether|if)\b[^.]*\be-?mails?\b|\be-?mails?\b[^.]*\bvalid\w*/i,
  summary: 'Return whether the text has the form of an e-mail address: a name, an @ and a domain with a dot, without blanks.',
  parameters: [{ name: 'text', type: 'text' }],
  result: 'boolean',
  refuses: null,
  python: {
    imports: 'import re',
    body: source`
    return len(text) <= 254 and re.fullmatch(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", text) is not None`,
  },
  typescript: {
    body: source`
  return text.length <= 254 && /^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$/.test(text);`,
  },
  examples: [
    { given: ['ada@example.com'], result: true },
    { given: ['a.b+c@mail.example.org'], result: true },
    { given: ['ada@example'], result: false },
    { given: ['two@at@example.com'], result: false },
    { given: ['with blank@example.com'], result: false },
    { given: [''], result: false },
  ],
  refused: [],
};
