import type { Client } from '../client/index.js';
import { apiClient } from './client.js';
import { localConnection, type Connection } from './connection.js';
import { CliFailure, EXIT, Interrupted, type ExitCode } from './failure.js';
import { named } from './named.js';
import { readable } from './problem.js';
import { createTerminal, type Terminal } from './terminal.js';
import { failureJson } from './view/failure-json.js';
import { renderFailureOf } from './view/failure.js';

/** What the commands that talk to the API need to know of this installation; cli/main.ts hands it in. */
export interface ApiContext {
  /** MW_HOME. */
  home: string;
  /** The folder of the projects' bare repositories. */
  repositories: string;
  /** MW_PORT. */
  port: number;
  /** MW_HOST; 127.0.0.1 otherwise. */
  host?: string;
  /** The folder with package.json, dist and node_modules. */
  root: string;
  /** Somebody said that nobody is at the terminal (CI). */
  unattended: boolean;
  /** A supervisor of this home is alive, so an API that does not answer will be back. */
  isSupervised(): boolean;
  /** What should run and does not, a sentence each; empty when nothing should. */
  notRunning?(): string[];
  /** Starts what is missing, detached, and returns when the API is ready; says what it does, a sentence at a time. */
  start(say: (sentence: string) => void, signal: AbortSignal): Promise<void>;
}

/** One run of one command. */
export interface Scope {
  context: ApiContext;
  terminal: Terminal;
  client: Client;
  /** The same with the patience of a watcher, who outlives restarts of the whole stack. */
  patient: Client;
  connect(): Connection;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Says something that is not the result, on stderr. */
  say(sentence: string): void;
  /** What to tell a person who interrupts: what goes on without us and how to stop it. */
  whenInterrupted: string[];
}

// A supervised API is back within seconds of a crash; ten more cover a slow machine.
const SUPERVISED_PATIENCE_SECONDS = 15;
// Without a supervisor nothing will start it: the second try only covers a start in this very moment.
const PATIENCE_SECONDS = 1;
// A restart of the whole stack, with time to spare for a slow machine.
export const WATCH_PATIENCE_SECONDS = 180;

/**
 * Makes a commander action of a command: gives it a scope, prints what it throws, turns Ctrl-C into exit code 130,
 * and sets the process's exit code to what it returns.
 */
export function action<Args extends unknown[]>(context: ApiContext, body: (scope: Scope, ...args: Args) => Promise<ExitCode>) {
  return async (...args: Args): Promise<void> => {
    const interrupt = new AbortController();
    const onSignal = () => (interrupt.signal.aborted ? process.exit(EXIT.interrupted) : interrupt.abort());
    process.on('SIGINT', onSignal);
    const scope = createScope(context, interrupt.signal);
    try {
      process.exitCode = await body(scope, ...args);
    } catch (error) {
      process.exitCode = report(scope, interrupt.signal.aborted ? new Interrupted() : error, isForPrograms(args));
    } finally {
      process.off('SIGINT', onSignal);
    }
  };
}

function createScope(context: ApiContext, signal: AbortSignal): Scope {
  const terminal = createTerminal(process);
  const say = (sentence: string) => terminal.err(`mw: ${named(sentence)}`);
  const connect = () => localConnection(context.home, context.port, context.host);
  const patienceSeconds = context.isSupervised() ? SUPERVISED_PATIENCE_SECONDS : PATIENCE_SECONDS;
  const client = apiClient({ connect, patienceSeconds, say, signal });
  const patient = apiClient({ connect, patienceSeconds: WATCH_PATIENCE_SECONDS, say, signal });
  const interactive = terminal.interactive && !context.unattended;
  return { context, terminal: { ...terminal, interactive }, client, patient, connect, signal, say, whenInterrupted: [] };
}

/** Whether --json was given: an action gets its arguments, its options and its command. */
function isForPrograms(args: readonly unknown[]): boolean {
  const options = args.at(-2);
  return typeof options === 'object' && options !== null && 'json' in options && options.json === true;
}

function report(scope: Scope, thrown: unknown, isJson: boolean): ExitCode {
  const error = readable(thrown);
  if (isJson) scope.terminal.out(JSON.stringify(failureJson(error)));
  for (const line of renderFailureOf(error, scope.terminal.colors)) scope.terminal.err(line);
  if (error instanceof Interrupted) for (const line of ['', ...scope.whenInterrupted]) scope.terminal.err(named(line));
  return error instanceof CliFailure ? error.exit : EXIT.failed;
}
