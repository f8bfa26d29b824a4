/** All symbols of a commit and who mentions them: read once per commit, parsed once per content. */
import { isUtf8 } from 'node:buffer';
import { setImmediate as breathe } from 'node:timers/promises';
import type { GitStore, TreeEntry } from '../git/store.js';
import { languageOfPath } from './parser.js';
import { symbolsOf, type CodeSymbol } from './symbols.js';

export interface IndexedFile {
  path: string;
  symbols: readonly CodeSymbol[];
  /** How often it mentions a name that another file defines. */
  mentions: ReadonlyMap<string, number>;
}

export interface CodeIndex {
  /** Sources, in the order of their paths. */
  files: readonly IndexedFile[];
  /** Name -> positions in `files` of those that define it. */
  definers: ReadonlyMap<string, readonly number[]>;
  /** All paths of the commit, sources or not. */
  paths: readonly string[];
}

// Sources beyond this are not parsed: it takes seconds, and a map shows a hundred of them.
const FILES_MAX = 8_000;
// Minified bundles and data; the parser's own limit is in characters.
const FILE_BYTES_MAX = 300_000;
// Sources of one index, held as text while it is made.
const TOTAL_BYTES_MAX = 64 * 1024 * 1024;
const NOT_OWN = /(^|\/)(node_modules|vendor|third_party|bower_components|dist|build|\.venv|site-packages)\/|\.min\.(js|css)$/;
// A name that so many files define says nothing about which is meant.
const DEFINERS_MAX = 8;
const NAME_CHARS_MIN = 3;
// Indexes kept in a process: the base and the newest heads of a few builds at work.
const INDEXES_KEPT = 6;
// Files whose symbols are kept by content: two large repositories; about 2 KB each.
const PARSED_KEPT = 20_000;
// Between two pauses in which heartbeats and others get their turn.
const SLICE_MS = 20;

const indexes = new Map<string, Promise<CodeIndex>>();
const parsed = new Map<string, readonly CodeSymbol[]>();

/** The index of a commit, made at most once in this process. */
export function codeIndex(git: GitStore, projectId: string, commit: string): Promise<CodeIndex> {
  const key = `${projectId} ${commit}`;
  const known = indexes.get(key);
  if (known) return known;
  const making = makeIndex(git, projectId, commit);
  indexes.set(key, making);
  making.catch(() => indexes.delete(key));
  if (indexes.size > INDEXES_KEPT) indexes.delete(indexes.keys().next().value!);
  return making;
}

async function makeIndex(git: GitStore, projectId: string, commit: string): Promise<CodeIndex> {
  const entries = await git.list(projectId, commit);
  const sources = sourcesOf(entries);
  const contents = await git.contents(projectId, sources);
  const pause = pacer();
  const files: { path: string; symbols: readonly CodeSymbol[]; text: string }[] = [];
  for (const [index, entry] of sources.entries()) {
    await pause();
    const bytes = contents[index]!;
    const text = isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
    files.push({ path: entry.path, text, symbols: await symbolsByContent(entry, text) });
  }
  const definers = definersOf(files);
  const indexed: IndexedFile[] = [];
  for (const { path, symbols, text } of files) {
    await pause();
    indexed.push({ path, symbols, mentions: mentionsOf(text, definers) });
  }
  return { files: indexed, definers, paths: entries.map((entry) => entry.path) };
}

function sourcesOf(entries: TreeEntry[]): TreeEntry[] {
  const sources = entries.filter((entry) => entry.bytes <= FILE_BYTES_MAX && languageOfPath(entry.path) !== null && !NOT_OWN.test(entry.path));
  let total = 0;
  return sources
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .slice(0, FILES_MAX)
    .filter((entry) => (total += entry.bytes) <= TOTAL_BYTES_MAX);
}

async function symbolsByContent(entry: TreeEntry, text: string): Promise<readonly CodeSymbol[]> {
  const key = `${languageOfPath(entry.path)} ${entry.oid}`;
  const known = parsed.get(key);
  if (known) return known;
  const language = languageOfPath(entry.path);
  const symbols = language ? await symbolsOf(language, text) : [];
  parsed.set(key, symbols);
  if (parsed.size > PARSED_KEPT) parsed.delete(parsed.keys().next().value!);
  return symbols;
}

function definersOf(files: { symbols: readonly CodeSymbol[] }[]): Map<string, number[]> {
  const definers = new Map<string, number[]>();
  for (const [index, { symbols }] of files.entries())
    for (const name of new Set(symbols.map((symbol) => symbol.name))) {
      const known = definers.get(name);
      if (known) known.push(index);
      else definers.set(name, [index]);
    }
  return definers;
}

function mentionsOf(text: string, definers: ReadonlyMap<string, readonly number[]>): Map<string, number> {
  const mentions = new Map<string, number>();
  for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
    if (word.length < NAME_CHARS_MIN) continue;
    const count = definers.get(word)?.length ?? 0;
    if (count > 0 && count <= DEFINERS_MAX) mentions.set(word, (mentions.get(word) ?? 0) + 1);
  }
  return mentions;
}

/** Answers at once most of the time, and lets the event loop turn when a slice is over. */
function pacer(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE_MS) return;
    await breathe();
    since = performance.now();
  };
}
