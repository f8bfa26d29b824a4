import { languageOfPath, parseSource, type CodeLanguage, type SourceTree } from './parser.js';

export interface SyntaxProblem {
  /** 1-based line of the file after the edit. */
  line: number;
  message: string;
}

interface SyntaxError extends SyntaxProblem {
  /** What the same mistake looks like before and after an edit, wherever it moved to. */
  key: string;
}

// Errors looked at: past these a file is no code of that language.
const ERRORS_MAX = 50;
const SHOWN_CHARS = 60;

/**
 * The first syntax error an edit brought into a file, or null: it parses, no grammar of ours reads it, or it was as
 * broken before (`before` is null for a new file). A file too hard to parse in time counts as fine: the checks will tell.
 */
export async function syntaxProblem(path: string, before: string | null, after: string): Promise<SyntaxProblem | null> {
  const errors = await errorsOf(path, after);
  if (!errors || errors.length === 0) return null;
  const old = before === null ? [] : ((await errorsOf(path, before)) ?? []);
  if (errors.length <= old.length) return null;
  const known = new Set(old.map(({ key }) => key));
  const { line, message } = errors.find(({ key }) => !known.has(key)) ?? errors[0]!;
  return { line, message };
}

async function errorsOf(path: string, text: string): Promise<SyntaxError[] | null> {
  if (/\.json$/i.test(path)) return jsonErrors(path, text);
  const language = languageOfPath(path);
  return language && (await parseSource(language, text, (tree) => treeErrors(language, tree)));
}

function treeErrors(language: CodeLanguage, tree: SourceTree): SyntaxError[] {
  const errors: SyntaxError[] = [];
  if (!tree.root.hasError) return errors;
  tree.visit((node) => {
    if (!node.hasError || errors.length >= ERRORS_MAX) return false;
    if (!node.isError && !node.isMissing) return true;
    const shown = (node.text.trim().split('\n')[0] ?? '').slice(0, SHOWN_CHARS);
    const message = node.isMissing ? `${JSON.stringify(node.type)} is missing` : `${language} cannot be parsed${shown ? ` at ${JSON.stringify(shown)}` : ''}`;
    errors.push({ line: node.startPosition.row + 1, message, key: message });
    return false;
  });
  return errors;
}

function jsonErrors(path: string, text: string): SyntaxError[] {
  // These take comments and trailing commas in spite of their name.
  if (/(^|\/)(ts|js)config[^/]*\.json$|(^|\/)\.(vscode|devcontainer)\/|\.eslintrc\.json$/i.test(path)) return [];
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 160) : 'not JSON';
    const at = /position (\d+)/.exec(reason)?.[1];
    const line = at === undefined ? text.split('\n').length : text.slice(0, Number(at)).split('\n').length;
    return [{ line, message: `not valid JSON: ${reason}`, key: 'json' }];
  }
}
