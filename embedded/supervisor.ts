/** The supervised tree of one home: starts children, keeps them alive, stops them in reverse order. Knows nothing of what they do. */
import { Child, type ChildSpec, type Report } from './child.js';
import type { Home } from './home.js';
import { takeLock } from './lock.js';
import { releasePorts } from './port-claims.js';

// A dead child is noticed within this; the look costs one small read a child.
const TICK_MS = 200;
// How often logs are looked at for their size.
const LOG_LOOK_MS = 60_000;

export class Supervisor {
  readonly #children: Child[] = [];
  readonly #timers: NodeJS.Timeout[];
  readonly #ticking = new Set<Child>();
  readonly #releaseLock: () => void;
  #stopped: Promise<void> | null = null;

  /** Takes the home's lock. Throws AlreadyRunning. */
  constructor(
    readonly home: Home,
    readonly report: Report,
  ) {
    this.#releaseLock = takeLock(home.run);
    this.#timers = [setInterval(() => this.#tick(), TICK_MS), setInterval(() => this.#boundLogs(), LOG_LOOK_MS)];
    // The process lives as long as its owner wants, not as long as these.
    for (const timer of this.#timers) timer.unref();
  }

  get stopping(): boolean {
    return this.#stopped !== null;
  }

  /** Process ids by name, null for one that is down right now. */
  get pids(): Record<string, number | null> {
    return Object.fromEntries(this.#children.map((child) => [child.spec.name, child.pid]));
  }

  /** Adopts or starts a child and waits until it is ready; from then on it is kept alive. Rejects when it can't be started. */
  async run(spec: ChildSpec): Promise<void> {
    if (this.stopping) throw new Error('Stopping: nothing more is started.');
    const child = new Child(spec, this.home, this.report);
    this.#children.push(child);
    await child.begin();
    await child.untilReady();
  }

  /**
   * Stops services, then engines, and gives ports and lock back. `between` runs when the services are down and the engines
   * still up; the children it names go on without a supervisor. Repeatable.
   */
  stop(between?: () => Promise<readonly string[]>): Promise<void> {
    this.#stopped ??= this.#stopAll(between);
    return this.#stopped;
  }

  async #stopAll(between?: () => Promise<readonly string[]>): Promise<void> {
    await this.#stopStage('service', []);
    await this.#stopStage('engine', (await between?.()) ?? []);
    for (const timer of this.#timers) clearInterval(timer);
    // Nothing of it listens any more.
    releasePorts(this.home.root);
    this.#releaseLock();
  }

  async #stopStage(stage: ChildSpec['stage'], kept: readonly string[]): Promise<void> {
    const ending = this.#children.filter(({ spec }) => spec.stage === stage && !kept.includes(spec.name));
    await Promise.all(ending.map((child) => child.stop()));
  }

  #tick(): void {
    if (this.stopping) return;
    for (const child of this.#children) {
      if (this.#ticking.has(child)) continue;
      this.#ticking.add(child);
      void child.tick().finally(() => this.#ticking.delete(child));
    }
  }

  #boundLogs(): void {
    for (const child of this.#children) child.boundLog();
  }
}
