/** Containers by name: created once, adopted when they are what was asked for, replaced when not. */
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import { engineText, isConflict, isRemoved, orMissing, removedUnderUs, statusOf } from './engine-errors.js';
import { LABEL, digestOf } from './names.js';
import { Frames } from './output.js';

// A service that ignores SIGTERM for so long is killed: requests are held meanwhile.
export const STOP_SECONDS = 3;
// Removal by another attempt takes up to a second.
const CONFLICT_TRIES = 20;
const CONFLICT_WAIT_MS = 100;

export type NamedOptions = Docker.ContainerCreateOptions & { name: string };

export interface Ensured {
  id: string;
  /** False when it was there already: another attempt's, or an earlier one's. */
  created: boolean;
}

/** What the engine says of a container that is on its way out; its exit code says nothing about its program. */
export function isGoing(state: Docker.ContainerInspectInfo['State']): boolean {
  return state.Dead || state.Status === 'removing' || state.Status === 'dead';
}

/** Creates or adopts; `options` must not hold what may differ from attempt to attempt (an address, say: `late`). */
export async function ensureContainer(docker: Docker, options: NamedOptions, late: Partial<Docker.ContainerCreateOptions> = {}): Promise<Ensured> {
  const spec = digestOf(options);
  const whole = { ...options, ...late, Labels: { ...options.Labels, [LABEL.spec]: spec } };
  for (let attempt = 0; attempt < CONFLICT_TRIES; attempt++) {
    const found = await orMissing(docker.getContainer(options.name).inspect());
    if (found && found.Config.Labels[LABEL.spec] === spec && !isGoing(found.State)) return { id: found.Id, created: false };
    if (found) await removeContainer(docker, found.Id);
    try {
      return { id: (await docker.createContainer(whole)).id, created: true };
    } catch (error) {
      if (!isConflict(error)) throw error;
      await sleep(CONFLICT_WAIT_MS);
    }
  }
  throw new MillwrightError('UNAVAILABLE', `The container ${options.name} is being changed by somebody else; try again.`);
}

/** Starts it unless it runs. True when it was started now. */
export async function startContainer(docker: Docker, id: string): Promise<boolean> {
  try {
    await docker.getContainer(id).start();
    return true;
  } catch (error) {
    if (statusOf(error) === 304) return false;
    throw error;
  }
}

export async function stopContainer(docker: Docker, idOrName: string): Promise<void> {
  try {
    await docker.getContainer(idOrName).stop({ t: STOP_SECONDS });
  } catch (error) {
    if (statusOf(error) !== 304 && statusOf(error) !== 404) throw error;
  }
}

export async function removeContainer(docker: Docker, idOrName: string): Promise<void> {
  try {
    await docker.getContainer(idOrName).remove({ force: true, v: true });
  } catch (error) {
    // Missing, or a removal is going on already.
    if (statusOf(error) !== 404 && !/already in progress/i.test(engineText(error))) throw error;
  }
}

// A lost stream must not hold up a verdict that is known.
const DRAIN_MS = 1_000;

export interface OnceResult {
  /** Null when it was ended by us (time, output) or from outside. */
  exitCode: number | null;
  timedOut: boolean;
  output: string;
}

export interface OnceLimits {
  timeoutMs: number;
  outputBytes: number;
  signal?: AbortSignal;
}

/**
 * Runs a fresh container to its end; a leftover of the same name is replaced. The container stays, for its state.
 * `onMade` hears its id: whoever cleans up by name may hit the container of a later attempt.
 */
export async function runOnce(docker: Docker, options: NamedOptions, limits: OnceLimits, onMade?: (id: string) => void): Promise<OnceResult> {
  await removeContainer(docker, options.name);
  const { id, created } = await ensureContainer(docker, options);
  // Made by another attempt since the line above: to run on it would be to share its end.
  if (!created) throw removedUnderUs();
  onMade?.(id);
  const container = docker.getContainer(id);
  const output = collector(limits.outputBytes);
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  docker.modem.demuxStream(stream, output.sink, output.sink);
  const drained = streamEnd(stream);
  let timedOut = false;
  const kill = (): void => void container.kill().catch(() => undefined);
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, limits.timeoutMs);
  limits.signal?.addEventListener('abort', kill, { once: true });
  try {
    await container.start();
    const ended: { StatusCode?: number } = await container.wait();
    // The stream's last piece may come just after the end; the engine closes it then.
    await Promise.race([drained, sleep(DRAIN_MS)]);
    limits.signal?.throwIfAborted();
    // A removal kills first: its 137 would look like a verdict.
    const left = await orMissing(container.inspect());
    if (!left || isGoing(left.State)) throw removedUnderUs();
    if (typeof ended.StatusCode !== 'number') throw new MillwrightError('UNAVAILABLE', 'The engine lost a container it was running.');
    return { exitCode: timedOut ? null : ended.StatusCode, timedOut, output: output.text() };
  } catch (error) {
    limits.signal?.throwIfAborted();
    throw isRemoved(error) ? removedUnderUs(error) : error;
  } finally {
    clearTimeout(timer);
    limits.signal?.removeEventListener('abort', kill);
  }
}

function streamEnd(stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('end', resolve);
    stream.once('close', resolve);
    stream.once('error', () => resolve());
  });
}

/** Keeps the head and the tail of what comes; the middle of a flood is of no use to anybody. */
function collector(maxBytes: number): { sink: NodeJS.WritableStream; text: () => string } {
  const half = Math.floor(maxBytes / 2);
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let dropped = 0;
  const write = (chunk: Buffer): boolean => {
    const room = Math.max(0, half - head.length);
    if (room > 0) head = Buffer.concat([head, chunk.subarray(0, room)]);
    const rest = chunk.subarray(room);
    if (rest.length === 0) return true;
    const both = Buffer.concat([tail, rest.subarray(-half)]);
    dropped += tail.length + rest.length - Math.min(both.length, half);
    tail = both.subarray(-half);
    return true;
  };
  const text = (): string => clean(`${head.toString()}${dropped > 0 ? `\n[... ${dropped} bytes left out ...]\n` : ''}${tail.toString()}`);
  // demuxStream only ever calls write.
  return { sink: { write } as unknown as NodeJS.WritableStream, text };
}

/** Text of a hostile program, without control sequences that would speak to a terminal. */
export function clean(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

// A crash shows its reason in its last lines.
const LOG_LINES = 20;
const LOG_CHARS = 4_000;

export async function lastLogLines(docker: Docker, id: string): Promise<string> {
  const raw = await docker
    .getContainer(id)
    .logs({ stdout: true, stderr: true, follow: false, tail: LOG_LINES })
    .catch(() => null);
  if (!raw) return '';
  const text = new Frames()
    .take(raw)
    .map(({ bytes }) => bytes.toString())
    .join('');
  return clean(text).trim().slice(-LOG_CHARS);
}
