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

/** `reported`: the wrapper came to its end. `ended`: the stream did, without that. The others: we stopped reading, and it may still run. */
export type WrappedEnd = 'reported' | 'ended' | 'output_cut' | 'deadline' | 'aborted';

export interface WrappedOutcome {
  end: WrappedEnd;
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
  const { end, stdout, stderr, report } = await readStream(stream, marker, request);
  return { end, stdout, stderr, trailer: parseTrailer(report, marker), execId: exec.id };
}

interface Read {
  end: WrappedEnd;
  stdout: Buffer;
  stderr: Buffer;
  report: Buffer;
}

function readStream(stream: Duplex, marker: string, request: WrappedRequest): Promise<Read> {
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[], bytes: 0 };
  return new Promise((resolve) => {
    let settled = false;
    const settle = (end: WrappedEnd) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
      // Only what is over may end by itself; anything else is cut off here, and the caller ends the command.
      if (end !== 'reported') stream.destroy();
      resolve({ end, stdout: Buffer.concat(output.stdout), stderr: Buffer.concat(output.stderr), report: streams.stderr.after() });
    };
    const take = (name: 'stdout' | 'stderr') => (chunk: Buffer) => {
      const room = request.outputBytesMax - output.bytes;
      const kept = chunk.subarray(0, Math.max(0, room));
      output.bytes += chunk.length;
      if (kept.length > 0) {
        // A copy: a slice would keep the whole chunk it came in alive.
        output[name].push(Buffer.from(kept));
        request.onOutput?.(name, kept);
      }
      if (output.bytes > request.outputBytesMax) settle('output_cut');
    };
    const streams = { stdout: new MarkedStream(marker, take('stdout')), stderr: new MarkedStream(marker, take('stderr')) };
    const read = frameReader((name, bytes) => {
      if (settled) return;
      streams[name].push(bytes);
      if (streams.stderr.afterBytes > request.reportBytesMax) settle('output_cut');
      else if (streams.stdout.marked && streams.stderr.closed()) settle('reported');
    });
    const over = () => {
      if (settled) return;
      streams.stdout.finish();
      streams.stderr.finish();
      settle('ended');
    };
    const onAbort = () => settle('aborted');
    const timer = setTimeout(() => settle('deadline'), request.deadlineSeconds * 1000);
    stream.on('data', read);
    stream.on('end', over);
    stream.on('close', over);
    // A reset connection: the engine went away in the middle.
    stream.on('error', over);
    if (request.signal?.aborted) settle('aborted');
    else request.signal?.addEventListener('abort', onAbort, { once: true });
  });
}
