import { CommanderError } from 'commander';
import { ApiProblem } from '../../client/index.js';
import { ConfigError } from '../../config.js';
import { CliFailure, EXIT, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { usageWords } from './usage.js';

/** A failure for programs: the last line of stdout with --json. Members as in the API's problem+json, and what the terminal says beside them. */
export interface FailureJson {
  /** The API's code, or USAGE, SETTINGS, UNREACHABLE, NOT_MILLWRIGHT, INTERRUPTED, FAILED, FAULT. */
  code: string;
  title: string;
  detail: string | null;
  /** What to do next. */
  todo: string | null;
  exit: ExitCode;
  /** Of a refusal of the API. */
  status?: number;
  request_id?: string;
  errors?: { pointer: string; detail: string }[];
}

/** Whether a command line asks for JSON; what stands behind `--` is another program's. */
export function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json');
}

/** Whatever a command threw. */
export function failureJson(error: unknown): FailureJson {
  if (error instanceof CommanderError) {
    const title = usageWords(error.message.replace(/^error: /, ''));
    return { code: 'USAGE', title, detail: null, todo: named('mw help <command> shows its options and examples.'), exit: EXIT.usage };
  }
  if (error instanceof ConfigError)
    return { code: 'SETTINGS', title: 'The settings cannot be used', detail: error.message, todo: named('mw doctor shows all at once.'), exit: EXIT.usage };
  if (error instanceof CliFailure) return { ...said(error), exit: error.exit };
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: 'FAULT', title: 'The command itself failed', detail, todo: named('mw doctor may show its cause.'), exit: EXIT.failed };
}

function said({ code, what, options: { why, todo, cause } }: CliFailure): Omit<FailureJson, 'exit'> {
  const next = todo === undefined ? null : named(todo);
  if (!(cause instanceof ApiProblem)) return { code, title: what, detail: why ?? null, todo: next };
  const { title, detail, status, requestId, errors } = cause;
  return {
    code,
    title,
    detail: detail || null,
    todo: next,
    status,
    ...(requestId ? { request_id: requestId } : {}),
    ...(errors.length > 0 ? { errors: errors.map((each) => ({ pointer: each.pointer, detail: each.detail })) } : {}),
  };
}
