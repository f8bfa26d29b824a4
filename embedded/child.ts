/** One supervised process: adopted or started, started again when it dies, held down while its hold file exists. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from './home.js';
import { identify, isAlive, isHeld, readLiving, removePidFile, stopProcess, writePidFile, type ProcessIdentity } from './pidfile.js';
import { boundLog, launchDetached, logTail, rotateLog, type Launch } from './process.js';

export interface ChildSpec {
  /** Names run/<name>.pid, run/<name>.hold and logs/<name>.log. */
  name: string;
  /** Services are stopped before the engines they use. */
  stage: 'engine' | 'service';
  launch: Launch;
  /** What makes a living process out of date besides its command: build and settings, for our own code. */
  version?: string;
  /** Runs before each start; may throw. */
  prepare?: () => Promise<void>;
  /** Finds a living process that our pid file does not know. */
  findLiving?: () => number | null;
  /** Answers true when it does its work. Must not throw. */
  ready: () => Promise<boolean>;
  readySeconds: number;
  stopSignal: NodeJS.Signals;
  graceSeconds: number;
}

/** One sentence for people. */
export type Report = (sentence: string) => void;

// First wait before a dead child is started again, and where doubling ends: quick after one crash, calm in a crash loop.
const BACKOFF_MS = { first: 200, last: 5_000 };
// A child that lived this long has recovered: its next death starts from the first wait.
const STEADY_MS = 10_000;
// How often readiness is asked for during a start.
const READY_POLL_MS = 100;
// Deaths before it was ever ready, after which its start has failed.
const EARLY_DEATHS_MAX = 3;

type State = 'new' | 'starting' | 'running' | 'dead' | 'stopped';

export class Child {
  #state: State = 'new';
  #process: ProcessIdentity | null = null;
  #ending = '';
  #backoffMs = BACKOFF_MS.first;
  #startedAt = 0;
  #startAt = 0;
  #deaths = 0;
  #heldTold = false;
  readonly #logFile: string;

  constructor(
    readonly spec: ChildSpec,
    private readonly home: Home,
    private readonly report: Report,
  ) {
    this.#logFile = join(home.logs, `${spec.name}.log`);
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Takes over a living process of this name, or starts one. Does not wait until it is ready. */
  async begin(): Promise<void> {
    const living = readLiving(this.home.run, this.spec.name);
    if (living && living.fingerprint === fingerprintOf(this.spec)) return this.#adopt(living);
    if (living) {
      this.report(`${this.spec.name} runs with other settings or older code (process ${living.pid}); restarting it.`);
      await stopProcess(living, this.spec.stopSignal, this.spec.graceSeconds * 1000);
    }
    const found = this.spec.findLiving?.();
    const identity = found ? identify(found) : null;
    if (identity) return this.#adopt(identity);
    rotateLog(this.#logFile);
    this.#state = 'dead';
    await this.tick();
  }

  /** Resolves when it works. Rejects, with the end of its log, when it keeps dying or takes too long; a hold stops that clock. */
  async untilReady(): Promise<void> {
    let deadline = Date.now() + this.spec.readySeconds * 1000;
    for (;;) {
      if (this.#state === 'stopped') throw new Error(`${this.spec.name} was stopped before it was ready.`);
      if (this.#state === 'running' && (await this.spec.ready())) return;
      if (isHeld(this.home.run, this.spec.name)) deadline = Date.now() + this.spec.readySeconds * 1000;
      if (this.#deaths >= EARLY_DEATHS_MAX) throw this.#failure(`ended again and again (${this.#ending})`);
      if (Date.now() > deadline) throw this.#failure(`was not ready after ${this.spec.readySeconds} s`);
      await sleep(READY_POLL_MS);
    }
  }

  /** Looks after the process once; called several times a second. */
  async tick(): Promise<void> {
    if (this.#state === 'running' && this.#process && !isAlive(this.#process)) this.#died();
    if (this.#state !== 'dead' || Date.now() < this.#startAt) return;
    if (isHeld(this.home.run, this.spec.name)) return this.#tellHeld();
    this.#heldTold = false;
    this.#state = 'starting';
    try {
      await this.spec.prepare?.();
      if (!this.#stopping()) await this.#start();
    } catch (error) {
      this.#ending = (error as Error).message;
      this.#died();
    }
  }

  boundLog(): void {
    boundLog(this.#logFile);
  }

  /** Ends it for good: the signal, the grace period, then the hard way. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    const { name, stopSignal, graceSeconds } = this.spec;
    if (this.#process && !(await stopProcess(this.#process, stopSignal, graceSeconds * 1000))) {
      this.report(`${name} did not stop within ${graceSeconds} s and was killed.`);
    }
    this.#process = null;
    removePidFile(this.home.run, name);
  }

  #stopping(): boolean {
    return this.#state === 'stopped';
  }

  #adopt(identity: ProcessIdentity): void {
    this.#watch(identity);
    this.report(`${this.spec.name} is running already (process ${identity.pid}); taking it over.`);
  }

  async #start(): Promise<void> {
    const launched = await launchDetached(this.spec.launch, this.#logFile);
    const identity = identify(launched.pid) ?? { pid: launched.pid, startTime: 'ended at once' };
    const stoppedMeanwhile = this.#stopping();
    this.#watch(identity);
    void launched.ended.then((ending) => {
      if (this.#process === null || this.#process.pid === launched.pid) this.#ending = ending;
    });
    if (stoppedMeanwhile) await this.stop();
  }

  #watch(identity: ProcessIdentity): void {
    this.#process = identity;
    this.#startedAt = Date.now();
    this.#state = 'running';
    this.#ending = '';
    writePidFile(this.home.run, this.spec.name, { ...identity, fingerprint: fingerprintOf(this.spec) });
  }

  #died(): void {
    const steady = this.#state === 'running' && Date.now() - this.#startedAt > STEADY_MS;
    this.#deaths = steady ? 1 : this.#deaths + 1;
    if (steady) this.#backoffMs = BACKOFF_MS.first;
    const waitMs = this.#backoffMs;
    this.#state = 'dead';
    this.#startAt = Date.now() + waitMs;
    this.#backoffMs = Math.min(this.#backoffMs * 2, BACKOFF_MS.last);
    removePidFile(this.home.run, this.spec.name);
    this.report(`${this.spec.name} ended${this.#ending ? ` (${this.#ending})` : ''}; starting it again in ${waitMs / 1000} s.`);
  }

  #tellHeld(): void {
    if (!this.#heldTold) this.report(`${this.spec.name} stays down while ${join(this.home.run, `${this.spec.name}.hold`)} exists.`);
    this.#heldTold = true;
  }

  #failure(what: string): Error {
    return new Error(`${this.spec.name} ${what}. The end of ${this.#logFile}:\n${logTail(this.#logFile, 15)}`);
  }
}

function fingerprintOf(spec: ChildSpec): string {
  const { command, args } = spec.launch;
  const parts = JSON.stringify([command, args, spec.version ?? '']);
  return createHash('sha256').update(parts).digest('hex');
}
