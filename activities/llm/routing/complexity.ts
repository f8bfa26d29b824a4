import type { Tier } from '../port.js';

/** What a piece of work consists of, as far as anybody knows before it is done. */
export interface ComplexityFacts {
  lines: number;
  files: number;
  dependencies: number;
  apiIntegrations: number;
  database: boolean;
  authentication: boolean;
  /** Programming languages; from two on it counts. */
  languages: number;
}

// The weights and thresholds of spec.md section 4.
const LINES_A_POINT = 50;
const WEIGHT = { apiIntegration: 2, database: 2, authentication: 2, severalLanguages: 3 } as const;
const MEDIUM_FROM = 3;
const MEDIUM_TO = 6;

/** +1 a 50 lines, +1 a file, +1 a dependency, +2 an API integration, +2 database, +2 authentication, +3 several languages. */
export function complexityScore(facts: ComplexityFacts): number {
  return (
    Math.floor(facts.lines / LINES_A_POINT) +
    facts.files +
    facts.dependencies +
    facts.apiIntegrations * WEIGHT.apiIntegration +
    (facts.database ? WEIGHT.database : 0) +
    (facts.authentication ? WEIGHT.authentication : 0) +
    (facts.languages > 1 ? WEIGHT.severalLanguages : 0)
  );
}

/** Below 3 simple, 3 to 6 medium, above 6 complex. */
export function tierOf(score: number): Tier {
  if (score < MEDIUM_FROM) return 'simple';
  return score <= MEDIUM_TO ? 'medium' : 'complex';
}

/** Work as a plan or an intent describes it. */
export interface WorkDescription {
  /** Goal or description, in anybody's words. */
  text: string;
  files?: readonly string[];
  /** Functions and classes to be written or changed. */
  symbols?: readonly string[];
  /** Libraries by name, e.g. the plan's stack. */
  dependencies?: readonly string[];
}

// A function or class with its documentation, as models write them.
const LINES_A_SYMBOL = 20;
const DATABASE = /\b(databases?|sql|sqlite|postgres(ql)?|mysql|mariadb|mongo(db)?|redis|orm|schema migrations?)\b/i;
const AUTHENTICATION = /\b(auth|authenticat\w*|authoris\w*|authoriz\w*|log[- ]?in|sign[- ]?(in|up)|jwt|oauth2?|sessions? tokens?|passwords?|rbac)\b/i;
const INTEGRATION =
  /\b(webhooks?|third[- ]party|external (api|service)s?|stripe|github api|slack|twilio|sendgrid|smtp|s3|graphql client|payment (provider|gateway)s?)\b/gi;
const LANGUAGE_OF: Readonly<Record<string, string>> = {
  py: 'python',
  ts: 'typescript',
  tsx: 'typescript',
  js: 'typescript',
  mjs: 'typescript',
  jsx: 'typescript',
  go: 'go',
  rs: 'rust',
  java: 'java',
  kt: 'kotlin',
  rb: 'ruby',
  php: 'php',
  cs: 'c#',
  c: 'c',
  cpp: 'c++',
};

/** The facts that a description gives away. Words count once each: it is an estimate, the same for the same words. */
export function factsOf(work: WorkDescription): ComplexityFacts {
  const said = [...work.text.matchAll(/\b(\d{1,6})\s+lines\b/gi)].map((match) => Number(match[1]));
  const integrations = new Set([...work.text.matchAll(INTEGRATION)].map((match) => match[0].toLowerCase()));
  const languages = new Set((work.files ?? []).flatMap((path) => LANGUAGE_OF[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? []));
  return {
    lines: Math.max(0, ...said, (work.symbols?.length ?? 0) * LINES_A_SYMBOL),
    files: new Set(work.files ?? []).size,
    dependencies: new Set(work.dependencies ?? []).size,
    apiIntegrations: integrations.size,
    database: DATABASE.test(work.text),
    authentication: AUTHENTICATION.test(work.text),
    languages: languages.size,
  };
}
