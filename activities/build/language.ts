/**
 * Which language a plan is for. The plan's own word counts first, then its stack, its files, and the intent's words.
 * `known` maps a word to a language with an image (`typescript` -> `node`), or null.
 */
export function languageOfPlan(
  plan: { language?: string; stack: string[]; tasks: { files: string[] }[] },
  intent: { description: string; stack: string },
  known: (word: string) => string | null,
): string {
  const named = plan.language ? known(plan.language.toLowerCase()) : null;
  if (named) return named;
  const files = plan.tasks.flatMap((task) => task.files);
  for (const text of [plan.stack.join(' '), intent.stack, extensions(files), prose(intent.description)]) {
    const found = firstKnown(text, known);
    if (found) return found;
  }
  // The intent names no language: the one most people can read.
  return known('python') ?? 'python';
}

const EXTENSIONS: Record<string, string> = {
  py: 'python',
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  js: 'javascript',
  mjs: 'javascript',
  go: 'golang',
  java: 'java',
  cs: 'csharp',
  rb: 'ruby',
  rs: 'rust',
};
// A verb, unless it is written like the name: `in Go`, `a Go service`, `go1.24`.
const VERBS = /\bgo\b|(?<=^|[.!?:]\s{0,3})Go\b/g;

function extensions(files: string[]): string {
  return files.map((file) => EXTENSIONS[file.split('.').at(-1) ?? ''] ?? '').join(' ');
}

/** `users go to the page` names no language. */
function prose(text: string): string {
  return text.replaceAll(VERBS, ' ');
}

function firstKnown(text: string, known: (word: string) => string | null): string | null {
  for (const word of text.toLowerCase().match(/[a-z][a-z0-9.+#]*/g) ?? []) {
    const language = known(word.replace(/\.$/, ''));
    if (language) return language;
  }
  return null;
}
