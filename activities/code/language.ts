/** The languages whose sources can be parsed, by the names of their grammars. */
export const CODE_LANGUAGES = ['bash', 'c-sharp', 'cpp', 'css', 'go', 'java', 'javascript', 'php', 'python', 'ruby', 'rust', 'tsx', 'typescript'] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

// The JavaScript grammar takes JSX; the TypeScript one does not, since `<T>x` is a cast there.
const BY_EXTENSION: Record<string, CodeLanguage> = {
  bash: 'bash',
  cc: 'cpp',
  cjs: 'javascript',
  cpp: 'cpp',
  cs: 'c-sharp',
  css: 'css',
  cts: 'typescript',
  cxx: 'cpp',
  go: 'go',
  hpp: 'cpp',
  java: 'java',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  mts: 'typescript',
  php: 'php',
  py: 'python',
  pyi: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  ts: 'typescript',
  tsx: 'tsx',
};

/** The language of a file by its name, or null when no grammar of ours reads it. */
export function languageOfPath(path: string): CodeLanguage | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  if (dot < 0) return name === 'Rakefile' || name === 'Gemfile' ? 'ruby' : null;
  return BY_EXTENSION[name.slice(dot + 1).toLowerCase()] ?? null;
}
