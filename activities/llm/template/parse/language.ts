import type { Language } from '../spec.js';
import { squeeze } from './text.js';

// Names of languages, and of the tools that only exist in one of them.
const NAMES: [RegExp, Language][] = [
  [/\b(?:python ?\d?(?:\.\d+)?|py|python3|fast ?api|flask|django|pydantic|pytest)\b/i, 'python'],
  [/\b(?:type ?script|ts|node(?:\.?js)?(?: ?\d\d)?|java ?script|js|deno|bun|express(?:\.?js)?|nest(?:\.?js)?|fastify)\b/i, 'typescript'],
  // The verb and the game are no languages: what stands before or behind it tells.
  [
    /\bgolang\b|\b(?:in|using|with|written in|plain|idiomatic) go(?= ?\d|$|[\s,.;:!)])|\bGo(?= (?:rest|http|json|web|api|service|micro|cli|command|tool|librar|package|module|function|struct|type|program|app\b|back|server))|^\s*go\s*(?:,|$)|,\s*go\s*(?:,|$)/i,
    'go',
  ],
  [/\b(?:java(?! ?script)(?: ?\d\d?)?|spring ?boot|junit|jdk|maven|gradle)\b/i, 'java'],
  [/(?:^|[^\w])(?:c#|c sharp|csharp|\.net(?: core)?(?: ?\d)?|dotnet|asp\.net|nunit|xunit)(?=$|\W)/i, 'csharp'],
];
/** The names for people. */
export const LABELS: Record<Language, string> = { python: 'Python', typescript: 'TypeScript', go: 'Go', java: 'Java', csharp: 'C#' };
const OTHERS =
  /\b(?:in|using|with|written in|as an?) (rust|kotlin|ruby|rails|php|laravel|c\+\+|c|swift|scala|elixir|haskell|perl|r|lua|dart|zig|clojure|erlang|cobol|bash)(?=$|[\s,.;!])/i;
// The same, wherever it stands.
const EVERY_OTHER = new RegExp(OTHERS.source, 'gi');
const PHRASE =
  /,?\s*(?:\b(?:and )?(?:written |implemented |built |coded |done )?(?:in|using|with|for|on top of|on)\s+)?(?:plain |pure |modern |strict |vanilla |simple )?\b(?:python ?\d?(?:\.\d+)?|python3|type ?script|node(?:\.?js)?(?: ?\d\d)?|java ?script|fast ?api|flask|django|express(?:\.?js)?|nest(?:\.?js)?|fastify|pydantic|sqlalchemy)\b(?:\s*(?:\/|and|or|with|on|\+)\s*(?:python ?\d?(?:\.\d+)?|java ?script|node(?:\.?js)?(?: ?\d\d)?|type ?script|fast ?api|flask|django|express(?:\.?js)?|nest(?:\.?js)?|pydantic|sqlite3?|postgres\w*|sqlalchemy))*(?: language)?(?: (?:using|with) (?:only )?(?:the |its )?(?:standard|std) ?lib(?:rary)?(?: only)?)?/gi;
const SHORT = /,?\s*\b(?:in|using|with) (?:py|ts|js)\b/gi;
const COMPILED =
  /,?\s*(?:\b(?:written |implemented |built |coded )?(?:in|using|with|on)\s+)(?:plain |pure |modern |idiomatic )?(?:go(?:lang)?(?: ?\d(?:\.\d+)?)?|java(?: ?\d\d?)?|c#|c sharp|csharp|\.net(?: core)?(?: ?\d)?|dotnet|asp\.net(?: core)?|spring(?: ?boot)?)(?=$|[\s,.;:!)])(?: (?:using|with) (?:only )?(?:the |its )?(?:standard|std) ?lib(?:rary)?(?: only)?)?/gi;
const ADJECTIVE =
  /\b(?:[Gg]olang|[Jj]ava(?! ?[Ss]cript)|csharp|dotnet|Go|(?:C#|c#|\.NET|\.net)(?=\s))\s+(?=(?:rest|http|json|web|api|service|micro|cli|command|tool|librar|package|module|function|class|struct|type|program|record)\w*)/g;

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

/** The words without the name of a language that is none of ours. */
export function withoutOther(description: string): string {
  return description
    .replace(EVERY_OTHER, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(/ (?=[,.;!]|$)/g, '')
    .trim();
}

const BOTH =
  /(?:^|[^\w])(python|type ?script|java(?: ?script)?|go|c#)\s*(?:\/|and|&|\+|,|as well as|plus)\s*(?:in )?(python|type ?script|java(?: ?script)?|go|c#)(?=$|[\s,.;)])/i;

/** The two languages, where two are asked for ("in TypeScript and Python"); null otherwise. */
export function secondLanguage(description: string): Language[] | null {
  const both = BOTH.exec(description);
  const named = [both?.[1], both?.[2]].map((name) => languageOf(`in ${name ?? ''}`, '').language);
  const found = named.filter((language) => language !== null);
  return both && new Set(found).size === 2 ? found : null;
}

/** The words without those that only name the language. */
export function withoutLanguage(description: string): string {
  return squeeze(description)
    .replace(COMPILED, ' ')
    .replace(ADJECTIVE, '')
    .replace(PHRASE, ' ')
    .replace(SHORT, ' ')
    .replace(/,?\s*\b(?:using|with) (?:only )?(?:the |its )?(?:standard|std) ?lib(?:rary)?(?: only)?\b/gi, ' ');
}
