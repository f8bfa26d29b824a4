import { RECIPES } from '../../../activities/llm/template/functions/registry.js';
import { LANGUAGE_KITS } from '../../../activities/llm/template/languages.js';
import type { Language } from '../../../activities/llm/template/spec.js';
import type { SandboxFile } from '../../../activities/sandbox/port.js';
import { build, type Files, intentOf } from './drive.js';

/** Every kind of project the template model writes, as a person asks for it. */
export const LANGUAGES: [Language, string, image: string][] = [
  ['python', 'Python', 'python'],
  ['typescript', 'TypeScript', 'node'],
  ['go', 'Go', 'go'],
  ['java', 'Java', 'java'],
  ['csharp', 'C#', 'csharp'],
];

const WORDS: Record<string, { words: string; type: string }> = {
  // All types, limits, references and awkward names at once.
  'REST service': {
    words:
      'a REST API for authors with name (required, unique, max 100 characters), born, email (unique) and homepage; books with title (max 5 characters), year, rating from 1 to 5, price, author, genre (fiction, non-fiction or it is complicated), tags, in print (boolean, default true), read at, parent book, class and page',
    type: 'api',
  },
  'tool that keeps lists': {
    words: 'a CLI to track expenses with amount, category, date, tags and person, and people with name and email',
    type: 'cli',
  },
  'tool that counts': { words: 'a CLI that counts words in files', type: 'cli' },
  'tool that converts': { words: 'a command line tool that converts CSV to JSON', type: 'cli' },
  classes: {
    words:
      'a BankAccount class with owner (required), balance (number, min 0), email, currency (EUR, USD or GBP), opened on (date), tags and active (boolean), with methods deposit, withdraw and deactivate',
    type: 'library',
  },
  library: { words: 'a library with slugify and palindrome checks', type: 'library' },
};
const WEBSITE = { words: 'a landing page for my bakery with a menu, opening hours and contact', type: 'website' };

/** The intent of a kind of project in a language; null for what nobody asks for in words. */
export function intentFor(kind: string, label: string): Record<string, unknown> | null {
  const asked = kind === 'website' ? WEBSITE : WORDS[kind];
  return asked ? intentOf(`${asked.words}, in ${label}`, { project_type: asked.type }) : null;
}

export const KINDS: readonly string[] = [...Object.keys(WORDS), 'tool around every function'];

/** What is written in a language: servers of sites in two of them only. */
export function kindsIn(language: Language): readonly string[] {
  return language === 'python' || language === 'typescript' ? [...KINDS, 'website'] : KINDS;
}

/** The files of this kind of project in this language, as a whole build would leave them. */
export async function filesOf(language: Language, label: string, kind: string): Promise<Files> {
  const intent = intentFor(kind, label);
  if (intent) return (await build(intent)).files;
  const all = RECIPES.map((recipe) => ({ recipe, name: recipe.name }));
  return new Map(LANGUAGE_KITS[language].tools.functions(all, 'All functions').map(({ path, content }) => [path, content]));
}

export function sandboxFiles(files: Files): SandboxFile[] {
  return [...files].map(([path, content]) => ({ path, content: Buffer.from(content) }));
}
