import { createRequire } from 'node:module';
import { Language, Parser, type Node, type TreeCursor } from 'web-tree-sitter';
import type { CodeLanguage } from './language.js';

export { CODE_LANGUAGES, languageOfPath, type CodeLanguage } from './language.js';

/** A parsed source while it lives: only inside the `read` it is handed to. */
export interface SourceTree {
  readonly language: CodeLanguage;
  readonly text: string;
  readonly root: Node;
  /** Visits every node, parents first; answer false to leave a node's children out. */
  visit(see: (node: Node, depth: number) => boolean | void): void;
}

export interface ParseLimits {
  /** Characters of a source; larger ones are not parsed. */
  charsMax?: number;
  /** Milliseconds a parse may take. */
  timeMs?: number;
}

// A file a tool may write at all; measured 0.1 to 0.6 s a megabyte, so this is what a worker can wait for.
const CHARS_MAX = 1024 * 1024;
// Text made to be hard (every bracket a new ambiguity) takes seconds; honest code of the largest size takes 0.6 s.
const TIME_MS = 2_000;

const require = createRequire(import.meta.url);
const languages = new Map<CodeLanguage, Promise<Language>>();
let started: Promise<void> | null = null;

/**
 * Parses `text` and hands the tree to `read`; its answer comes back, the tree is freed. Null when the text is too large
 * or took too long: hostile text cannot hang the process, since the parser asks us regularly whether to go on.
 * `read` is synchronous and keeps no node. Errors in the text are nodes of the tree, never exceptions.
 */
export async function parseSource<T>(language: CodeLanguage, text: string, read: (tree: SourceTree) => T, limits: ParseLimits = {}): Promise<T | null> {
  if (text.length > (limits.charsMax ?? CHARS_MAX)) return null;
  const grammar = await load(language);
  const parser = new Parser();
  try {
    parser.setLanguage(grammar);
    const deadline = Date.now() + (limits.timeMs ?? TIME_MS);
    const tree = parser.parse(text, null, { progressCallback: () => Date.now() > deadline });
    if (!tree) return null;
    const cursors: TreeCursor[] = [];
    try {
      return read({ language, text, root: tree.rootNode, visit: (see) => walk(tree.rootNode, cursors, see) });
    } finally {
      // In this order: a tree deleted before its cursor makes a later parse spin for ever (web-tree-sitter 0.27).
      for (const cursor of cursors) cursor.delete();
      tree.delete();
    }
  } finally {
    parser.delete();
  }
}

/** Without recursion: the depth of a tree is the choice of whoever wrote the text. */
function walk(root: Node, cursors: TreeCursor[], see: (node: Node, depth: number) => boolean | void): void {
  const cursor = root.walk();
  cursors.push(cursor);
  for (let depth = 0; ;) {
    if (see(cursor.currentNode, depth) !== false && cursor.gotoFirstChild()) {
      depth += 1;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (depth === 0 || !cursor.gotoParent()) return;
      depth -= 1;
    }
    if (depth === 0) return;
  }
}

async function load(language: CodeLanguage): Promise<Language> {
  started ??= Parser.init();
  await started;
  let loading = languages.get(language);
  if (!loading) {
    loading = Language.load(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`));
    languages.set(language, loading);
  }
  return loading;
}
