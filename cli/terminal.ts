import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import pc from 'picocolors';
import { Interrupted } from './failure.js';

export type Colors = ReturnType<typeof pc.createColors>;

interface Output extends Writable {
  isTTY?: boolean;
  columns?: number;
}

/** Where a command talks to a person: results on `out`, everything said along the way on `err` when machine-readable. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Lines that the next ones take the place of; on a terminal only. An empty text takes the last ones away. No line may be wider than `width`. */
  passing(text: string): void;
  /** Stdout is a terminal: what is printed is read by a person. */
  isTerminal: boolean;
  /** Both stdin and stdout are terminals: a person can be asked. */
  interactive: boolean;
  colors: Colors;
  /** Columns of the terminal, or 100 when the output is piped. */
  width: number;
  /** One line from the person. Null at end of input; throws Interrupted at Ctrl-C. */
  ask(question: string, signal?: AbortSignal): Promise<string | null>;
}

// Wide enough for a plan, narrow enough to read in a log file.
const PIPED_WIDTH = 100;
// Back to the beginning of the first of so many lines, and what stands there and below is gone.
const wipeOf = (lines: number) => `\r${lines > 1 ? `\u001b[${lines - 1}A` : ''}\u001b[J`;

/** A terminal over the given streams. Colours only on a terminal that wants them (NO_COLOR and --no-color are obeyed by picocolors). */
export function createTerminal(streams: { stdin: Readable & { isTTY?: boolean }; stdout: Output; stderr: Output }): Terminal {
  const { stdin, stdout, stderr } = streams;
  const tty = stdout.isTTY === true;
  let passing = '';
  const wipe = () => {
    if (passing !== '') stdout.write(wipeOf(passing.split('\n').length));
    passing = '';
  };
  return {
    out: (line) => {
      wipe();
      stdout.write(`${line}\n`);
    },
    err: (line) => {
      wipe();
      stderr.write(`${line}\n`);
    },
    passing: (text) => {
      if (!tty || text === passing) return;
      wipe();
      stdout.write(text);
      passing = text;
    },
    isTerminal: tty,
    interactive: tty && stdin.isTTY === true,
    colors: pc.createColors(tty && pc.isColorSupported),
    width: tty ? Math.max(40, stdout.columns || PIPED_WIDTH) : PIPED_WIDTH,
    ask: (question, signal) => {
      wipe();
      return askLine(stdin, stdout, question, signal);
    },
  };
}

/** A reader that went away (`mw status | head`) is no failure of ours: the process ends. */
export function endWithReader(...streams: Writable[]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(process.exitCode ?? 0);
    });
}

function askLine(input: Readable, output: Writable, question: string, signal?: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input, output });
    const interrupt = () => settle(() => reject(new Interrupted()));
    const ended = () => settle(() => resolve(null));
    const settle = (then: () => void) => {
      signal?.removeEventListener('abort', interrupt);
      // Only ours: readline's own listener gives the terminal back.
      lines.off('close', ended);
      lines.close();
      then();
    };
    // In raw mode readline sees Ctrl-C itself and the process gets no signal.
    lines.once('SIGINT', interrupt);
    lines.once('close', ended);
    signal?.addEventListener('abort', interrupt);
    lines.question(question, (answer) => settle(() => resolve(answer)));
  });
}
