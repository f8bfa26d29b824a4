/** Which symbols matter to a task: the files that mention each other as a graph, walked from what the task names. */
import type { CodeIndex, IndexedFile } from './code-index.js';
import type { CodeSymbol } from './symbols.js';

export interface RankedSymbol {
  file: IndexedFile;
  symbol: CodeSymbol;
  score: number;
}

// PageRank's usual damping; 20 rounds bring it within a percent.
const DAMPING = 0.85;
const ROUNDS = 20;
// A name the task itself says pulls like this many ordinary ones.
const NAMED_FACTOR = 10;
// Long names of several words mean one thing; short ones mean anything.
const TELLING_FACTOR = 5;
const PRIVATE_FACTOR = 0.2;
const TELLING_CHARS = 8;
// What a file is worth to a start: named by its path, by its name, by a word of it, or not at all.
const START = { path: 50, name: 20, word: 3, none: 1 };
// What the task says by its very name comes before all that only leads there (all ranks together are 1).
const ASKED_NAME = 2;
const ASKED_FILE = 1;
// A name that more files define is a word of the language, not the one that is meant.
const ASKED_DEFINERS_MAX = 4;
// Words that every task and half of all paths have.
const COMMON = new Set(
  'the and for with that this from into when then than not are was has have should must can will only also use used using add adds fix fixes bug make makes test tests file files code function class method return returns value values error errors src lib index main new old does instead such each where which their there other after before any all its'.split(
    ' ',
  ),
);

/** What a task says, as names and words to look for. */
export interface TaskWords {
  /** As written: identifiers. */
  names: ReadonlySet<string>;
  /** Lower case, split where names are. */
  words: ReadonlySet<string>;
  text: string;
}

export function taskWords(text: string): TaskWords {
  const names = new Set(text.match(/[A-Za-z_$][\w$]{2,}/g) ?? []);
  const words = new Set([...names].flatMap(partsOf).filter((word) => word.length > 2 && !COMMON.has(word)));
  return { names, words, text: text.toLowerCase() };
}

/** All symbols of the index, the most relevant first; the same index and task give the same order. */
export function rankSymbols(index: CodeIndex, task: TaskWords): RankedSymbol[] {
  const edges = edgesOf(index, task);
  const ranks = pageRank(index, edges, task);
  const scores = new Map<string, number>();
  for (const { from, to, name, share } of edges) {
    const key = `${to} ${name}`;
    scores.set(key, (scores.get(key) ?? 0) + ranks[from]! * share);
  }
  const ranked = index.files.flatMap((file, at) => {
    const asked = task.text.includes(file.path.toLowerCase()) ? ASKED_FILE : 0;
    return file.symbols.map((symbol) => {
      const named = task.names.has(symbol.name) && (index.definers.get(symbol.name)?.length ?? 0) <= ASKED_DEFINERS_MAX ? ASKED_NAME : 0;
      const score = (scores.get(`${at} ${symbol.name}`) ?? 0) + ranks[at]! * ownShare(file, symbol, task);
      return { file, symbol, score: score + asked + named };
    });
  });
  return ranked.sort((one, other) => other.score - one.score || order(one.file.path, other.file.path) || one.symbol.line - other.symbol.line);
}

interface Edge {
  from: number;
  to: number;
  name: string;
  /** Of all that `from` points to; they add up to 1. */
  share: number;
}

/** File -> the files that define what it mentions. */
function edgesOf(index: CodeIndex, task: TaskWords): Edge[] {
  const edges: Edge[] = [];
  for (const [from, file] of index.files.entries()) {
    const own: Edge[] = [];
    let total = 0;
    for (const [name, count] of file.mentions) {
      const targets = index.definers.get(name) ?? [];
      if (targets.includes(from)) continue;
      const weight = (Math.sqrt(count) * weightOf(name, task)) / targets.length;
      for (const to of targets) own.push({ from, to, name, share: weight });
      total += weight * targets.length;
    }
    for (const edge of own) edges.push({ ...edge, share: edge.share / total });
  }
  return edges;
}

function weightOf(name: string, task: TaskWords): number {
  const telling = name.length >= TELLING_CHARS && /[_A-Z]/.test(name.slice(1)) ? TELLING_FACTOR : 1;
  return telling * (task.names.has(name) ? NAMED_FACTOR : 1) * (name.startsWith('_') ? PRIVATE_FACTOR : 1);
}

function pageRank(index: CodeIndex, edges: Edge[], task: TaskWords): Float64Array {
  const start = Float64Array.from(index.files, (file) => startOf(file, task));
  const sum = start.reduce((total, each) => total + each, 0) || 1;
  for (let at = 0; at < start.length; at += 1) start[at] = start[at]! / sum;
  const points = new Uint8Array(start.length);
  for (const { from } of edges) points[from] = 1;
  let ranks = start.slice();
  for (let round = 0; round < ROUNDS; round += 1) {
    let loose = 0;
    for (let at = 0; at < ranks.length; at += 1) if (!points[at]) loose += ranks[at]!;
    const next = start.map((each) => each * (1 - DAMPING + DAMPING * loose));
    for (const { from, to, share } of edges) next[to] = next[to]! + DAMPING * ranks[from]! * share;
    ranks = next;
  }
  return ranks;
}

function startOf({ path, symbols }: IndexedFile, task: TaskWords): number {
  const lower = path.toLowerCase();
  const base = lower.slice(lower.lastIndexOf('/') + 1);
  if (task.text.includes(lower)) return START.path;
  const named = symbols.filter((symbol) => task.names.has(symbol.name)).length;
  const byName = named * START.name + (task.text.includes(base) ? START.name : 0);
  const words = partsOf(path.replace(/\.\w+$/, '')).filter((word) => task.words.has(word)).length;
  return START.none + byName + words * START.word;
}

/** What a symbol is worth to its own file, beside being mentioned elsewhere. */
function ownShare(file: IndexedFile, symbol: CodeSymbol, task: TaskWords): number {
  if (task.names.has(symbol.name)) return 1;
  const words = partsOf(symbol.name).filter((word) => task.words.has(word)).length;
  // Without the task's words: classes and functions of the file share a little, so that a named file shows what is in it.
  return (words * 0.3 + (symbol.kind === 'constant' ? 0.05 : 0.1)) / Math.sqrt(file.symbols.length + 1);
}

/** `parseVersion_string` -> parse, version, string. */
function partsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
