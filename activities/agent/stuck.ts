/** Whether a session goes in circles: pure functions over what its last steps were. Honest repetition (reading several files, checking after each edit) is none. */
import { createHash } from 'node:crypto';
import { steady } from './context/failing.js';

/** One step as far as repetition shows in it; kept in the step's row, so that a cut context loses nothing. */
export interface Trace {
  /** Of tool and arguments. */
  call: string;
  /** Of what came out. */
  out: string;
  /** Of what went wrong, without what differs from run to run; null when nothing did, or nothing was said. */
  error: string | null;
  /** The file it changed. */
  path: string | null;
  /** Of the failing checks, when the step ran checks that failed. */
  round: string | null;
  /** Of the files' contents at these checks. */
  tree: string | null;
}

export interface Move extends Trace {
  turn: number;
  tool: string;
  /** Whether it made a commit. */
  changed: boolean;
}

export type Circle = 'equal_calls' | 'equal_errors' | 'alternation' | 'no_progress';

// The usual number: twice may be chance.
const EQUAL_MAX = 3;
// Three times to and fro.
const ALTERNATION_STEPS = 6;
// Rounds of checks with the same failures.
const ROUNDS_MAX = 3;
// The beginning of an error tells which one it is; what follows is often a listing.
const ERROR_CHARS = 300;

/** What kind of circle the last step closes, or null. Only steps after the turn `since` count: what came before was told to the model. */
export function findCircle(all: readonly Move[], since = 0): Circle | null {
  const moves = all.filter((move) => move.turn > since);
  if (equalCalls(moves)) return 'equal_calls';
  if (alternates(moves)) return 'alternation';
  if (equalErrors(moves)) return 'equal_errors';
  return makesNoProgress(moves, all) ? 'no_progress' : null;
}

/** The same call with the same outcome, three times in a row. */
function equalCalls(moves: readonly Move[]): boolean {
  const last = moves.slice(-EQUAL_MAX);
  return last.length === EQUAL_MAX && last.every((move) => sameStep(move, last[0]!));
}

/** Two steps in turn, three times. */
function alternates(moves: readonly Move[]): boolean {
  const last = moves.slice(-ALTERNATION_STEPS);
  if (last.length < ALTERNATION_STEPS || sameStep(last[0]!, last[1]!)) return false;
  return last.every((move, at) => sameStep(move, last[at % 2]!));
}

/** The same error three times without a change of any file in between, whatever was looked at meanwhile. */
function equalErrors(moves: readonly Move[]): boolean {
  const last = moves.at(-1);
  if (!last?.error) return false;
  const change = moves.findLastIndex((move) => move.changed);
  return moves.slice(change + 1).filter((move) => move.tool === last.tool && move.error === last.error).length >= EQUAL_MAX;
}

/**
 * Three rounds of checks with the same failures although files were changed in between: only files that had been changed
 * before, for whoever still adds new ones is not done yet. Or files that come back to what had failed before, twice.
 */
function makesNoProgress(moves: readonly Move[], all: readonly Move[]): boolean {
  if (!moves.at(-1)?.round) return false;
  const rounds = moves.filter((move) => move.round !== null);
  const last = rounds.slice(-ROUNDS_MAX);
  if (last.length === ROUNDS_MAX && last.every((round) => round.round === last[0]!.round)) return !addsFiles(all, all.indexOf(last[0]!));
  const trees = rounds.map((round) => round.tree).filter((tree, at, all) => tree !== null && tree !== all[at - 1]);
  const tree = trees.at(-1);
  return trees.filter((one) => one === tree).length >= EQUAL_MAX;
}

/** Whether a file was changed after `at` that had not been changed before. */
function addsFiles(moves: readonly Move[], at: number): boolean {
  const before = new Set(moves.slice(0, at).map((move) => move.path));
  return moves.slice(at).some((move) => move.changed && move.path !== null && !before.has(move.path));
}

function sameStep(one: Move, other: Move): boolean {
  return one.call === other.call && one.out === other.out;
}

/** What of a step tells whether it is repeated. `text` is what the model sees of it. */
export function traceOf(step: {
  tool: string;
  arguments: string;
  text: string;
  ok: boolean;
  changed: boolean;
  round: string | null;
  tree: string | null;
}): Trace {
  return {
    call: digest(`${step.tool} ${canonical(step.arguments)}`),
    out: digest(steady(step.text)),
    error: step.ok ? null : errorOf(step.tool, step.text),
    path: step.changed ? pathOf(step.arguments) : null,
    round: step.round,
    tree: step.tree,
  };
}

/** Null for a failure without words, such as a search that finds nothing: these are all alike. */
function errorOf(tool: string, text: string): string | null {
  if (tool === 'run_command' && !text.trim().includes('\n')) return null;
  return digest(`${tool} ${steady(text).replaceAll(/\d+/g, '#').slice(0, ERROR_CHARS)}`);
}

/** Arguments in one form, whatever the order of their keys. */
function canonical(text: string): string {
  const args = parsed(text);
  return args ? JSON.stringify(Object.fromEntries(Object.entries(args).toSorted(([a], [b]) => (a < b ? -1 : 1)))) : text;
}

function pathOf(text: string): string | null {
  const path = parsed(text)?.['path'];
  return typeof path === 'string' ? path.slice(0, 400) : null;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('base64').slice(0, 16);
}
