/** A worker of one build, with one failpoint armed after the other: each start of the process has the next one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { distFolder, projectRoot } from '../../config.js';
import type { ChaosStack } from './stack.js';

// A worker that cannot start ends at once, again and again; the log says why.
const UNEXPECTED_ENDS_MAX = 5;

/** A point with this mark need not fire: it is armed together with the next one. */
export const OPTIONAL = '?';

export class Lane {
  readonly fired: { point: string; at: number }[] = [];
  readonly unexpected: string[] = [];
  #points: readonly string[];
  #next = 0;
  #child: ChildProcess | null = null;
  #stopped = false;

  constructor(
    private readonly stack: ChaosStack,
    private readonly options: { label: string; prefix: string; points: readonly string[]; env?: Record<string, string> },
  ) {
    this.#points = options.points;
  }

  /** What has not fired yet. */
  get waiting(): readonly string[] {
    return this.#points.slice(this.#next);
  }

  /** Arms these instead, in a new process. */
  async rearm(points: readonly string[]): Promise<void> {
    await this.stop();
    this.#points = points;
    this.#next = 0;
    this.#stopped = false;
    this.start();
  }

  start(): void {
    const { label, prefix, env } = this.options;
    const armed = this.#armed();
    // Another lane may have used this point: each lane fires it once, for it goes on with the next one then.
    for (const point of armed) rmSync(this.#marker(point), { force: true });
    const log = openSync(join(this.stack.home.logs, `lane-${label}.log`), 'a');
    const environment = { ...this.stack.workerEnvironment(), MW_QUEUE_PREFIX: prefix, MW_FAILPOINT: armed.map(bare).join(',') || 'none:left', ...env };
    const child = spawn(process.execPath, ['--enable-source-maps', join(distFolder, 'worker.js')], {
      env: environment,
      cwd: projectRoot,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#child = child;
    child.once('exit', (code, signal) => this.#ended(armed, code, signal));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** The next point, and the optional ones before it. */
  #armed(): string[] {
    const required = this.waiting.findIndex((point) => !point.endsWith(OPTIONAL));
    return this.waiting.slice(0, required < 0 ? this.waiting.length : required + 1);
  }

  #ended(armed: string[], code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#stopped) return;
    const point = armed.find((one) => existsSync(this.#marker(one)));
    if (signal === 'SIGKILL' && point) {
      const at = Date.now();
      this.fired.push({ point, at });
      this.stack.blows.push({ target: `lane ${this.options.label} at ${point}`, at, kind: 'kill' });
      this.#next += armed.indexOf(point) + 1;
    } else {
      this.unexpected.push(`the worker ended by itself (${code ?? signal})`);
    }
    if (this.unexpected.length < UNEXPECTED_ENDS_MAX) this.start();
  }

  /** The file the failpoint leaves when it fires (activities/failpoint.ts): proof that it did. */
  #marker(point: string): string {
    return join(this.stack.home.run, 'failpoints', this.options.prefix, `${bare(point).replace(':', '.')}.fired`);
  }

  /** Resolves when nothing is left to fire, or the time is over. */
  async untilAllFired(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (this.waiting.length > 0 && Date.now() < deadline) await sleep(100);
  }

  hasFired(point: string): boolean {
    return this.fired.some((one) => one.point === point);
  }

  /** Resolves when `point` has fired. */
  async untilFired(point: string, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.hasFired(point)) {
      if (Date.now() > deadline) throw new Error(`${point} did not fire`);
      await sleep(100);
    }
  }
}

function bare(point: string): string {
  return point.endsWith(OPTIONAL) ? point.slice(0, -OPTIONAL.length) : point;
}
