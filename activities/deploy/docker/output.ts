/** What a container printed, read from the engine's log: frames of a stream's number and a length, each with the engine's time. */
import type Docker from 'dockerode';
import type { OutputPiece, OutputRequest, StepOptions } from '../port.js';
import { orMissing, translated } from './engine-errors.js';

const HEADER_BYTES = 8;
const LENGTH_AT = 4;
const STDERR = 2;
const NEWLINE = 0x0a;
// `2026-11-21T04:13:48.477430106Z `: of one length, so that times compare as texts.
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z $/;
const STAMP_BYTES = 31;
// The engine hands over longer lines in parts of this; the last one is shorter, and has no newline.
const PART_BYTES = 16 * 1024;
// The times of stdout and stderr are taken apart, so lines may stand in the log a little out of order.
const OVERLAP_SECONDS = 1;

/** Whole frames of the multiplexed log out of chunks as they come; half of one waits for its rest. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  take(chunk: Buffer): { isError: boolean; bytes: Buffer }[] {
    const all = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: { isError: boolean; bytes: Buffer }[] = [];
    let at = 0;
    while (at + HEADER_BYTES <= all.length) {
      const end = at + HEADER_BYTES + all.readUInt32BE(at + LENGTH_AT);
      if (end > all.length) break;
      frames.push({ isError: all[at] === STDERR, bytes: all.subarray(at + HEADER_BYTES, end) });
      at = end;
    }
    this.#rest = all.subarray(at);
    return frames;
  }
}

/** As of `DeployTarget.readOutput`: some of it runs again before `since`, for what came out of order. */
export async function* readOutput(docker: Docker, request: OutputRequest, options?: StepOptions): AsyncGenerator<OutputPiece[], void, void> {
  const { signal } = options ?? {};
  const frames = new Frames();
  try {
    if (signal?.aborted) return;
    const since = request.since === null ? {} : { since: sinceOf(request.since) };
    const wanted = { stdout: true, stderr: true, timestamps: true, ...since };
    const container = docker.getContainer(request.containerId);
    if (!request.follow) {
      const all = await orMissing(container.logs({ ...wanted, follow: false }));
      if (all) yield piecesOf(frames.take(all));
      return;
    }
    const stream = await orMissing(container.logs({ ...wanted, follow: true }));
    if (stream) yield* followed(stream as NodeJS.ReadableStream & { destroy(): void }, frames, signal);
  } catch (error) {
    if (signal?.aborted) return;
    throw translated(error, 'reading the output of a service');
  }
}

async function* followed(stream: NodeJS.ReadableStream & { destroy(): void }, frames: Frames, signal?: AbortSignal): AsyncGenerator<OutputPiece[], void, void> {
  const end = (): void => stream.destroy();
  signal?.addEventListener('abort', end, { once: true });
  try {
    if (signal?.aborted) return;
    for await (const chunk of stream) {
      const pieces = piecesOf(frames.take(chunk as Buffer));
      if (pieces.length > 0) yield pieces;
    }
  } finally {
    signal?.removeEventListener('abort', end);
    stream.destroy();
  }
}

function piecesOf(frames: { isError: boolean; bytes: Buffer }[]): OutputPiece[] {
  return frames.flatMap(({ isError, bytes }) => {
    const stamp = bytes.toString('latin1', 0, STAMP_BYTES);
    // Every frame of ours has one; what has none is no line of the service.
    if (!STAMP.test(stamp)) return [];
    const text = bytes.subarray(STAMP_BYTES, bytes.at(-1) === NEWLINE ? -1 : undefined);
    const endsLine = bytes.length - STAMP_BYTES !== PART_BYTES || bytes.at(-1) === NEWLINE;
    return [{ source: isError ? 'stderr' : 'stdout', at: stamp.trimEnd(), bytes: text, endsLine } satisfies OutputPiece];
  });
}

/** Whole seconds since 1970: what of that second came before is for the reader to know. */
function sinceOf(at: string): number {
  return Math.floor(Date.parse(at) / 1_000) - OVERLAP_SECONDS;
}
