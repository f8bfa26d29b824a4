/** One wrapped command in a container: two calls to the engine, create and start, and the reading of what comes back. */
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { SANDBOX_USER } from './container-options.js';
import { engineCall } from './errors.js';
import { frameReader } from './engine-frames.js';
import { MarkedStream } from './marked-stream.js';
import { MARKER_VARIABLE, newMarker, parseTrailer, wrapperArguments, type Trailer, type WrapperOptions } from './wrapper.js';

export interface WrappedRequest extends Omit<WrapperOptions, 'stdin'> {
  env?: Record<string, string>;
  stdin?: Buffer;
  /** Both streams together; beyond it reading stops. */
  outputBytesMax: number;
  /** The report after the marker. */
  reportBytesMax: number;
  /** From the start of the command; reading stops then. */
  deadlineSeconds: number;
  signal?: AbortSignal;
  onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

// A command that has not begun by then, on an engine that took the call to start it, never will.
const BEGIN_SECONDS = 10;

/** `reported`: the wrapper came to its end. `ended`: the stream did, without that. The others: we stopped reading, and it may still run. */
export type WrappedEnd = 'reported' | 'ended' | 'output_cut' | 'deadline' | 'aborted';

export interface WrappedOutcome {
  end: WrappedEnd;
  /** The wrapper said that it begins. What is told to end before that is awaited first, so a late beginning never meets the next command. */
  begun: boolean;
  stdout: Buffer;
  stderr: Buffer;
  /** Null when it did not arrive; `listing` inside is null when that did not arrive whole. */
  trailer: Trailer | null;
  execId: string;
}

/** Runs it. Rejects only when the engine refused to start it (SANDBOX_UNAVAILABLE); every other end is in the outcome. */
export async function runWrapped(container: Docker.Container, request: WrappedRequest): Promise<WrappedOutcome> {
  const marker = newMarker();
  const hasInput = request.stdin !== undefined;
  const exec = await engineCall('Preparing a command', () =>
    container.exec({
      Cmd: wrapperArguments({ ...request, stdin: hasInput }),
      User: SANDBOX_USER,
      WorkingDir: '/workspace',
      Env: [...Object.entries(request.env ?? {}).map(([key, value]) => `${key}=${value}`), `${MARKER_VARIABLE}=${marker}`],
      AttachStdin: hasInput,
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const stream: Duplex = await engineCall('Starting a command', () => exec.start({ hijack: true, stdin: hasInput }));
  if (request.stdin) stream.end(request.stdin);
  const { end, begun, stdout, stderr, report } = await readStream(stream, marker, request);
  return { end, begun, stdout, stderr, trailer: parseTrailer(report, marker), execId: exec.id };
}

interface Read {
  end: WrappedEnd;
  begun: boolean;
  stdout: Buffer;
  stderr: Buffer;
  report: Buffer;
}

/** The command's own output, up to the limit. */
class Output {
  readonly stdout: Buffer[] = [];
  readonly stderr: Buffer[] = [];
  #bytes = 0;

  constructor(private readonly request: WrappedRequest) {}

  take(name: 'stdout' | 'stderr', chunk: Buffer): void {
    const fitting = chunk.subarray(0, Math.max(0, this.request.outputBytesMax - this.#bytes));
    this.#bytes += chunk.length;
    if (fitting.length === 0) return;
    // A copy: a slice would keep the whole chunk it came in alive.
    this[name].push(Buffer.from(fitting));
    this.request.onOutput?.(name, fitting);
  }

  get overflown(): boolean {
    return this.#bytes > this.request.outputBytesMax;
  }
}

function readStream(stream: Duplex, marker: string, request: WrappedRequest): Promise<Read> {
  const output = new Output(request);
  const out = new MarkedStream(marker, (chunk) => output.take('stdout', chunk), true);
  const err = new MarkedStream(marker, (chunk) => output.take('stderr', chunk));
  return new Promise((resolve) => {
    let settled = false;
    let wanted: WrappedEnd | null = null;
    let patience: NodeJS.Timeout | undefined;
    const settle = (end: WrappedEnd) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      clearTimeout(patience);
      request.signal?.removeEventListener('abort', onAbort);
      // Only what is over may end by itself; anything else is cut off here, and the caller ends the command.
      if (end !== 'reported') stream.destroy();
      resolve({ end, begun: out.begun, stdout: Buffer.concat(output.stdout), stderr: Buffer.concat(output.stderr), report: err.after() });
    };
    const stop = (end: WrappedEnd) => {
      if (out.begun) return settle(end);
      wanted ??= end;
      patience ??= setTimeout(() => settle(end), BEGIN_SECONDS * 1000);
    };
    const read = frameReader((name, bytes) => {
      if (settled) return;
      (name === 'stdout' ? out : err).push(bytes);
      if (wanted && out.begun) settle(wanted);
      else if (output.overflown || err.afterBytes > request.reportBytesMax) settle('output_cut');
      else if (out.marked && err.closed()) settle('reported');
    });
    const over = () => {
      if (settled) return;
      out.finish();
      err.finish();
      settle('ended');
    };
    const onAbort = () => stop('aborted');
    const timer = setTimeout(() => stop('deadline'), request.deadlineSeconds * 1000);
    stream.on('data', read);
    // `error` is a reset connection: the engine went away in the middle.
    for (const event of ['end', 'close', 'error']) stream.on(event, over);
    if (request.signal?.aborted) onAbort();
    else request.signal?.addEventListener('abort', onAbort, { once: true });
  });
}
