export type Kind = 'rest' | 'cli' | 'function' | 'website' | 'change';

const WORDS: [Kind, RegExp][] = [
  ['rest', /\b(?:rest(?:ful)?|apis?|(?:micro)?services?|back-?end|endpoints?|crud|http server|web server)\b/i],
  ['cli', /\b(?:cli|command[- ]?line|terminal|console|shell)\b/i],
  [
    'function',
    /\b(?:functions?|librar(?:y|ies)|modules?|package|helpers?|util(?:ity|ities|s)?|methods?|(?:data ?)?class|classes|struct|algorithm|script|program)\b/i,
  ],
  [
    'website',
    /\b(?:web ?sites?|(?:e-?commerce|online|company|static|personal|one-page) sites?|web ?pages?|landing page|home ?page|portfolio|front-?end|web ?app|single[- ]page|react app|mobile app|android|ios app|desktop app|gui)\b/i,
  ],
];
const API = /\b(?:rest(?:ful)?|apis?|back-?end|endpoints?|crud)\b/i;
// A text that starts by naming its kind: "a library that ..." is a library although a service is mentioned later.
const CHANGE_START =
  /^\s*(?:please\s+)?(?:fix|refactor|debug|optimi[sz]e|improve|upgrade|migrate|rename|rewrite|clean up|speed up|extend|change|modify|remove|delete|replace|move)\b/i;
const EXISTING =
  /\b(?:this|the existing|our existing|my existing|an existing|the current) (?:repo|repository|codebase|code base|project|code|service|app|application|api)\b/i;

/** Classes are wanted by name: a library of well-known functions is not. */
export function wantsClass(description: string): boolean {
  return /\b(?:(?:data ?)?class(?:es)?|struct|record)\b/i.test(description);
}

/** What kind of thing is wanted: what the words name first, else the project's type. */
export function kindOf(description: string, projectType: string): Kind | null {
  if (projectType === 'bug_fix' || projectType === 'refactor') return 'change';
  if (CHANGE_START.test(description) || EXISTING.test(description)) return 'change';
  const found = WORDS.map(([kind, pattern]) => ({ kind, at: description.search(pattern) })).filter(({ at }) => at >= 0);
  const first = found.sort((a, b) => a.at - b.at)[0]?.kind;
  // "a library" can be a place with books: the type of the project, or a service named later, decides.
  if (first === 'function' && !/\bfunctions?\b/i.test(description) && found.some(({ kind }) => kind === 'rest')) return 'rest';
  // "A script that renames files" is a tool where the project is one.
  if (first === 'function' && projectType === 'cli' && /\b(?:script|program)\b/i.test(description)) return 'cli';
  // "A booking page: pick a service": the service is what the page is about.
  if (first === 'rest' && projectType === 'website' && /\bpages?\b/i.test(description) && !API.test(description)) return 'website';
  // "A company website with our services" keeps no objects.
  if (first === 'website' && API.test(description)) return 'rest';
  if (first !== undefined) return first;
  const byType: Record<string, Kind> = { api: 'rest', cli: 'cli', library: 'function', website: 'website', feature: 'rest' };
  return byType[projectType] ?? null;
}
