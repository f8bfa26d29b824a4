import type { Language } from '../spec.js';
import { squeeze } from './text.js';

// Names of languages, and of the tools that only exist in one of them.
const NAMES: [RegExp, Language][] = [
  [/\b(?:python ?\d?(?:\.\d+)?|py|python3|fast ?api|flask|django|pydantic|pytest)\b/i, 'python'],
  [/\b(?:type ?script|ts|node(?:\.?js)?(?: ?\d\d)?|java ?script|js|deno|bun|express(?:\.?js)?|nest(?:\.?js)?|fastify)\b/i, 'typescript'],
];
const OTHERS =
  /\b(?:in|using|with|written in|as an?) (go|golang|rust|java|kotlin|c#|csharp|\.net|ruby|rails|php|laravel|c\+\+|c|swift|scala|elixir|haskell|perl|r|lua|dart|zig|clojure|erlang|cobol|bash)(?=$|[\s,.;!])/i;
const PHRASE =
  /,?\s*(?:\b(?:and )?(?:written |implemented |built |coded |done )?(?:in|using|with|for|on top of|on)\s+)?(?:plain |pure |modern |strict |vanilla |simple )?\b(?:python ?\d?(?:\.\d+)?|python3|type ?script|node(?:\.?js)?(?: ?\d\d)?|java ?script|fast ?api|flask|django|express(?:\.?js)?|nest(?:\.?js)?|fastify|pydantic|sqlalchemy)\b(?:\s*(?:\/|and|or|with|on|\+)\s*(?:python ?\d?(?:\.\d+)?|java ?script|node(?:\.?js)?(?: ?\d\d)?|type ?script|fast ?api|flask|django|express(?:\.?js)?|nest(?:\.?js)?|pydantic|sqlite3?|postgres\w*|sqlalchemy))*(?: language)?(?: (?:using|with) (?:only )?(?:the |its )?(?:standard|std) ?lib(?:rary)?(?: only)?)?/gi;
const SHORT = /,?\s*\b(?:in|using|with) (?:py|ts|js)\b/gi;

/** The language the words or the wished stack ask for; null when they don't, and the name of one we don't write. */
export function languageOf(description: string, stack: string): { language: Language | null; other: string | null } {
  // What stands in brackets may be the values of a field, so it is looked at last.
  for (const text of [stack, description.replace(/\([^)]*\)/g, ' '), description]) {
    const found = NAMES.map(([pattern, language]) => ({ language, at: text.search(pattern) })).filter(({ at }) => at >= 0);
    // TypeScript runs on Node and pytest on Python: the first one said wins.
    const first = found.sort((a, b) => a.at - b.at)[0];
    if (first) return { language: first.language, other: null };
    const other = OTHERS.exec(text === stack && text !== '' ? `in ${text}` : text);
    if (other) return { language: null, other: other[1] ?? null };
  }
  return { language: null, other: null };
}

/** The language named second where both are asked for ("in TypeScript and Python"); null otherwise. */
export function secondLanguage(description: string): Language | null {
  const both = /\b(python|type ?script)\s*(?:\/|and|&|\+|,|as well as|plus)\s*(?:in )?(python|type ?script)\b/i.exec(description);
  const second = both?.[2]?.toLowerCase().replace(' ', '');
  return both && second !== both[1]?.toLowerCase().replace(' ', '') ? (second as Language) : null;
}

/** The words without those that only name the language. */
export function withoutLanguage(description: string): string {
  return squeeze(description)
    .replace(PHRASE, ' ')
    .replace(SHORT, ' ')
    .replace(/,?\s*\b(?:using|with) (?:only )?(?:the |its )?(?:standard|std) ?lib(?:rary)?(?: only)?\b/gi, ' ');
}
