/** The exit codes of every `mw` command (documented in its help). */
export const EXIT = { done: 0, failed: 1, usage: 2, waiting: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failure a person reads on the terminal: what happened, why, and what to do next. */
export class CliFailure extends Error {
  override readonly name: string = 'CliFailure';
  /** What programs tell it by: the API's code, or one of our own. */
  readonly code: string;
  constructor(
    readonly what: string,
    readonly options: { why?: string | undefined; todo?: string | undefined; exit?: ExitCode; code?: string; cause?: unknown } = {},
  ) {
    super(options.why ? `${what}: ${options.why}` : what, { cause: options.cause });
    this.code = options.code ?? (options.exit === EXIT.usage ? 'USAGE' : 'FAILED');
  }
  get exit(): ExitCode {
    return this.options.exit ?? EXIT.failed;
  }
}

/** Wrong use of a command: exit code 2. */
export function usageFailure(what: string, todo?: string): CliFailure {
  return new CliFailure(what, { todo, exit: EXIT.usage });
}

/** Ctrl-C. `note` says what goes on without us. */
export class Interrupted extends CliFailure {
  override readonly name = 'Interrupted';
  constructor() {
    super('Interrupted', { exit: EXIT.interrupted, code: 'INTERRUPTED' });
  }
}

/** What the API refused: the fields of its problem+json answer. */
export class ApiFailure extends CliFailure {
  override readonly name = 'ApiFailure';
  constructor(
    readonly status: number,
    code: string,
    what: string,
    options: { why?: string | undefined; todo?: string | undefined; exit?: ExitCode; cause?: unknown },
  ) {
    super(what, { ...options, code });
  }
}
