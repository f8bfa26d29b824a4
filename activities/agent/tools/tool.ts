import type { z } from 'zod';
import type { CheckReport } from '../../checks/port.js';
import type { CommandResult } from '../../sandbox/port.js';
import type { CodeIndex } from '../../code/code-index.js';
import type { SearchQuery, SearchResult } from '../../git/search.js';
import type { TreeEntry } from '../../git/store.js';
import type { FailingSet } from '../context/failing.js';

/** What a tool did. `text` is what the model sees; a failure is text too, never an exception. */
export interface ToolOutcome {
  ok: boolean;
  text: string;
  /** One line for people. */
  summary: string;
  /** Set when the tool made a commit. */
  commit?: string;
  /** The session asks to end: accepted only when `finished`. */
  finished?: { summary: string };
  /** A person must answer before the session goes on. */
  question?: string;
  data?: Record<string, unknown>;
  /** The checks that were seen to fail: all there are (`isWhole`), or those that a command's output named. `tree`: of the files that were checked. */
  failing?: { set: Omit<FailingSet, 'turn'>; isWhole: boolean; tree: string | null };
  /** The text can be had again (a file at a commit): of what is cut away nothing is kept. */
  isRepeatable?: boolean;
}

/** What a tool may touch: one task's branch at one commit, through these hands only. */
export interface ToolContext {
  /** The commit the step starts from. */
  readonly head: string;
  /** The role has no tool that changes anything: there is nothing to check at its end. */
  readonly changesNothing: boolean;
  list(): Promise<TreeEntry[]>;
  read(path: string): Promise<Buffer | null>;
  /** Lines of the project's text files that match. Throws INVALID_INPUT for a pattern that cannot be used. */
  search(query: SearchQuery): Promise<SearchResult>;
  /** What the sources at `head` define, and who mentions it. */
  symbols(): Promise<CodeIndex>;
  /** Commits a change on the task's branch under this step's key. */
  commit(change: { written: { path: string; content: Buffer; executable?: boolean }[]; deleted: string[]; message: string }): Promise<string>;
  /** Runs a command in the session's sandbox at `head` and commits what it changed. */
  command(
    command: string,
    timeoutSeconds: number,
  ): Promise<{ result: CommandResult; commit: string | null; changed: string[]; refused: { path: string; reason: string }[] }>;
  /** The whole output of an earlier step of this session that was cut, or null. */
  output(turn: number, call: number): Promise<string | null>;
  /** The id of the files' contents at `head`: the same for the same contents. */
  tree(): Promise<string>;
  /** The engine's checks on a clean checkout of `head` in a fresh container; a verdict of this commit is reused. */
  checks(): Promise<CheckReport>;
}

export interface Tool<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
  /** `args` fit the schema. Paths are still hostile. Throws only what a retry of the whole step can mend. */
  run(args: z.infer<Schema>, context: ToolContext): Promise<ToolOutcome>;
}

/** Keeps the schema's type through the registry. */
export function defineTool<Schema extends z.ZodType>(tool: Tool<Schema>): Tool {
  return tool as unknown as Tool;
}

/** A failure the model should read and act on. */
export function refused(text: string): ToolOutcome {
  return { ok: false, text, summary: text.slice(0, 160) };
}
