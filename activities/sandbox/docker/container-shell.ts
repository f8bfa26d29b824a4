/**
 * Commands in one container, one at a time, and the truth about how each ended. The only file that decides between a command
 * that failed, a limit that was hit and an engine that was lost.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import type { CommandOutcome } from '../port.js';
import { engineCallUnless } from './errors.js';
import { MANIFEST_BYTES_MAX, SWEEP_SECONDS, TIMEOUT_GRACE_SECONDS } from './limits.js';
import type { Mutex } from './mutex.js';
import type { Measured } from './reasons.js';
import { runWrapped, type WrappedOutcome } from './wrapped-exec.js';

export interface ShellRequest {
  command: string;
  timeoutSeconds: number;
  env?: Record<string, string>;
  stdin?: Buffer;
  signal?: AbortSignal;
  onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  list: { ignore: string[] } | null;
  /** Instead of a listing. */
  reads?: { paths: string[]; bytesMax: number } | undefined;
  outputBytesMax: number;
}

export interface ShellResult {
  outcome: CommandOutcome;
  exitCode: number | null;
  stdout: Buffer;
  stderr: Buffer;
  durationMs: number;
  /** What the kernel counted; null when the command did not come to its end. */
  measured: Measured | null;
  /** The raw listing, or the raw files of `reads`, when asked for; null when the container did not survive. */
  listing: Buffer | null;
}

// How often, and how far apart, a container is asked whether it has ended.
const ENDED_LOOKS = 5;
const ENDED_LOOK_MS = 100;

/** After the sweep: everything of the command ended, the container had ended before (of memory or for another reason), or we had to kill it. */
interface Swept {
  state: 'calm' | 'oom' | 'lost' | 'killed';
  trailer: WrappedOutcome['trailer'];
}

/** The exit codes `timeout` answers with when it had to end the command: by TERM, by KILL. */
const TIMEOUT_CODES = [124, 137];

export class ContainerShell {
  readonly #docker: Docker;
  readonly #container: Docker.Container;
  readonly #mutex: Mutex;
  #oomKills = 0;

  /** `mutex` is shared by all shells of this container in this process: ending leftovers would end a neighbour's command too. */
  constructor(docker: Docker, containerId: string, mutex: Mutex) {
    this.#docker = docker;
    this.#container = docker.getContainer(containerId);
    this.#mutex = mutex;
  }

  /**
   * Runs one command and leaves nothing of it running. Rejects with SANDBOX_UNAVAILABLE when the container or the engine was
   * lost, and with the signal's reason when it was aborted.
   */
  run(request: ShellRequest): Promise<ShellResult> {
    return this.#mutex.run(() => this.#run(request));
  }

  async #run(request: ShellRequest): Promise<ShellResult> {
    request.signal?.throwIfAborted();
    const started = performance.now();
    const outcome = await runWrapped(this.#container, {
      ...request,
      reportBytesMax: reportBytesMax(request),
      deadlineSeconds: request.timeoutSeconds + TIMEOUT_GRACE_SECONDS,
    });
    const durationMs = Math.round(performance.now() - started);
    const { trailer, stdout, stderr } = outcome;
    const measured = trailer && { forksRefused: trailer.forksRefused, leftovers: trailer.leftovers, full: trailer.full };
    const base = { stdout, stderr, durationMs, measured };
    const wantsMore = request.list !== null || request.reads !== undefined;
    if (outcome.end === 'reported' && trailer && (trailer.listing || !wantsMore)) {
      this.#oomKills = trailer.oomAfter;
      return { ...base, ...verdict(trailer, durationMs, request.timeoutSeconds), listing: wantsMore ? trailer.listing : null };
    }
    return { ...base, ...(await this.#afterIncident(outcome, request, durationMs)) };
  }

  /** The command did not end in the usual way: end it, look at the container, and say what happened. */
  async #afterIncident(outcome: WrappedOutcome, request: ShellRequest, durationMs: number): Promise<Pick<ShellResult, 'outcome' | 'exitCode' | 'listing'>> {
    const { trailer } = outcome;
    if (outcome.end === 'ended' && !trailer) await this.#requireEndedExec(outcome.execId);
    const knownKills = trailer?.oomBefore ?? this.#oomKills;
    const swept = await this.#sweep(request.list);
    if (outcome.end === 'aborted') throw request.signal?.reason ?? new DOMException('The command was aborted', 'AbortError');
    const listing = (request.list && swept.trailer?.listing) ?? null;
    if (outcome.end === 'output_cut') return { outcome: 'output_cut', exitCode: null, listing };
    if (outcome.end === 'deadline') return { outcome: 'timeout', exitCode: null, listing };
    if (swept.state === 'oom') return { outcome: 'oom', exitCode: null, listing: null };
    if (swept.state === 'lost' || (trailer && ((request.list && !listing) || request.reads)))
      throw lost('The sandbox container ended while a command ran in it');
    if (!outcome.begun) throw lost('The Docker engine could not start a command in the sandbox');
    if (trailer) return { ...verdict(trailer, durationMs, request.timeoutSeconds), listing };
    return { outcome: (swept.trailer?.oomAfter ?? 0) > knownKills ? 'oom' : 'killed', exitCode: null, listing };
  }

  /** Ends every process of the sandbox user. A container in which even that cannot be done is killed. */
  async #sweep(list: ShellRequest['list']): Promise<Swept> {
    try {
      const sweep = {
        command: ':',
        timeoutSeconds: SWEEP_SECONDS,
        list,
        outputBytesMax: 1024,
        reportBytesMax: MANIFEST_BYTES_MAX,
        deadlineSeconds: SWEEP_SECONDS,
      };
      const { end, trailer } = await runWrapped(this.#container, sweep);
      if (end === 'reported' && trailer) {
        this.#oomKills = trailer.oomAfter;
        return { state: 'calm', trailer };
      }
    } catch {
      // No process can be started in there: it is full of them, or it has ended.
    }
    // A container that was killed is still called running for a moment.
    for (let look = 0; look < ENDED_LOOKS; look++) {
      const { running, oomKilled } = await this.#state();
      if (!running) return { state: oomKilled ? 'oom' : 'lost', trailer: null };
      await sleep(ENDED_LOOK_MS);
    }
    await engineCallUnless('Killing the sandbox container', [404, 409], () => this.#container.kill());
    return { state: 'killed', trailer: null };
  }

  async #state(): Promise<{ running: boolean; oomKilled: boolean }> {
    const found = await engineCallUnless('Looking at the sandbox container', [404], () => this.#container.inspect());
    return { running: found?.State.Running === true, oomKilled: found?.State.OOMKilled === true };
  }

  /** The stream ended, the container lives: unless the engine also knows the exit code, it was the engine that broke off. */
  async #requireEndedExec(execId: string): Promise<void> {
    const exec = await engineCallUnless('Asking how a command ended', [404], () => this.#docker.getExec(execId).inspect());
    if (!exec || exec.Running || typeof exec.ExitCode !== 'number') throw lost('The Docker engine cut the output of a command off before it ended');
  }
}

function reportBytesMax({ reads }: ShellRequest): number {
  // Beside the files themselves: a record and a line for each.
  return reads ? reads.paths.length * (reads.bytesMax + 32) + 1024 : MANIFEST_BYTES_MAX;
}

function verdict(
  trailer: NonNullable<WrappedOutcome['trailer']>,
  durationMs: number,
  timeoutSeconds: number,
): { outcome: CommandOutcome; exitCode: number | null } {
  const { exitCode, oomBefore, oomAfter } = trailer;
  if (exitCode !== 0 && oomAfter > oomBefore) return { outcome: 'oom', exitCode: null };
  if (TIMEOUT_CODES.includes(exitCode) && durationMs >= timeoutSeconds * 1000) return { outcome: 'timeout', exitCode: null };
  return { outcome: 'exit', exitCode };
}

function lost(what: string): MillwrightError {
  return new MillwrightError('SANDBOX_UNAVAILABLE', `${what}. Its work is not counted; the step is tried again in a new one.`);
}
