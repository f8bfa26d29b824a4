import { type Language, LANGUAGES } from '../spec.js';

/** The names languages go by, with those of the tools that only exist in one of them. */
export interface LanguageName {
  /** The source of a pattern. */
  source: string;
  /** For people. */
  label: string;
  /** Null for one the template model does not write. */
  language: Language | null;
  /** It means nothing else: "express" can be a way to send a parcel, and "go" a doing. */
  isClear: boolean;
}

/** The names for people. */
export const LABELS: Record<Language, string> = { python: 'Python', typescript: 'TypeScript', go: 'Go', java: 'Java', csharp: 'C#' };

const OWN: readonly [Language, clear: string, unclear: string | null][] = [
  ['python', String.raw`python ?\d(?:\.\d+)*|python|fast ?api|django|pydantic|pytest`, 'py|flask'],
  ['typescript', String.raw`type ?script|node\.?js(?: ?\d\d)?|node ?\d\d|java ?script|express\.?js|nest\.js|nestjs|fastify|deno`, 'ts|js|node|bun|express'],
  ['go', 'golang', 'go'],
  ['java', String.raw`java(?! ?script)(?: ?\d\d?)?|spring ?boot|junit|jdk|gradle|maven`, null],
  ['csharp', String.raw`c ?#|c[ -]sharp|csharp|asp\.net(?: core)?|\.net(?: core)?(?: ?\d)?|dotnet|nunit|xunit`, null],
];
// Longer names first: "ruby on rails" is no "ruby" with something left over.
const OTHERS: readonly [label: string, source: string, isClear: boolean][] = [
  ['Ruby', 'ruby on rails|rails|sinatra', true],
  ['Ruby', 'ruby', false],
  ['Rust', 'actix|axum', true],
  ['Rust', 'rust', false],
  ['Kotlin', 'kotlin|ktor', true],
  ['PHP', 'php|laravel|symfony', true],
  ['C++', String.raw`c\+\+|cpp`, true],
  ['Objective-C', 'objective[ -]c', true],
  ['Swift', 'swiftui', true],
  ['Swift', 'swift', false],
  ['Scala', 'scala', true],
  ['Elixir', 'elixir', false],
  ['Haskell', 'haskell', true],
  ['Perl', 'perl', true],
  ['Lua', 'lua', true],
  ['Dart', 'dart|flutter', false],
  ['Zig', 'zig', false],
  ['Clojure', 'clojure', true],
  ['Erlang', 'erlang', true],
  ['OCaml', 'ocaml', true],
  ['F#', 'f ?#', true],
  ['Fortran', 'fortran', true],
  ['COBOL', 'cobol', true],
  ['Julia', 'julia', false],
  ['Groovy', 'groovy', false],
  ['Bash', 'bash', true],
  ['PowerShell', 'powershell', true],
  ['R', 'r', false],
  ['C', 'c', false],
];

export const NAMES: readonly LanguageName[] = [
  ...OWN.flatMap(([language, clear, unclear]): LanguageName[] => [
    { source: clear, label: LABELS[language], language, isClear: true },
    ...(unclear === null ? [] : [{ source: unclear, label: LABELS[language], language, isClear: false }]),
  ]),
  ...OTHERS.map(([label, source, isClear]): LanguageName => ({ source, label, language: null, isClear })),
];

/** `Python, TypeScript, Go, Java and C#`. */
export function labelsOf(languages: readonly Language[], last: 'and' | 'or' = 'and'): string {
  const labels = languages.map((language) => LABELS[language]);
  return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} ${last} ${labels.at(-1) ?? ''}`;
}

/** What the template model writes, for sentences. */
export const WRITTEN = labelsOf(LANGUAGES);
