import type { MillwrightError } from '../../../contracts/failures.js';
import type { Wait } from '../port.js';

// An endpoint that fails as fast as this costs nothing to try again; three such failures in a row are no accident.
const QUICK_MS = 5_000;
const QUICK_FAILURES_MAX = 3;
// How long a provider that does not work is passed over while another one can answer; doubled while it goes on failing.
const OPEN_MS = 15_000;
const OPEN_MAX_MS = 5 * 60_000;
// A key that was refused is not accepted a minute later; somebody must do something first.
const KEY_REFUSED_MS = 10 * 60_000;
// A 429 without Retry-After: first a short wait, doubled each time, up to what is usual for limits by the minute.
const GUESS_MS = 5_000;
const GUESS_MAX_MS = 60_000;
// So that those who were refused together do not all come back together.
const JITTER = 0.2;

interface State {
  /** Failures in a row. */
  failures: number;
  /** How often in a row it asked us to wait without saying how long. */
  guesses: number;
  /** Until then it must not be asked: it said so. */
  wait: { untilMs: number; reason: string } | null;
  /** Until then it is asked only when nobody else can answer. */
  openUntilMs: number;
}

/** The circuit breakers: one a provider, and one a model for what a provider refuses of it alone. Times are epoch milliseconds. */
export class Health {
  private readonly states = new Map<string, State>();

  constructor(private readonly now: () => number = Date.now) {}

  /** What came of a call that took so long. */
  report(provider: string, model: string, failure: MillwrightError | null, elapsedMs: number): void {
    const refused = failure?.code === 'LLM_REQUEST_REFUSED';
    if (failure === null) this.states.delete(model);
    // Whatever it thinks of this request, a provider that answers is up.
    if (failure === null || refused) this.recover(provider);
    if (!failure) return;
    const state = this.stateOf(refused ? model : provider);
    state.failures += 1;
    if (failure.code === 'LLM_RATE_LIMITED' || failure.options.retryAfterSeconds !== undefined) this.obey(state, failure);
    else if (failure.code === 'LLM_AUTH') state.openUntilMs = this.now() + KEY_REFUSED_MS;
    else if (state.failures >= QUICK_FAILURES_MAX || elapsedMs > QUICK_MS)
      state.openUntilMs = this.now() + Math.min(OPEN_MS * 2 ** Math.max(0, state.failures - QUICK_FAILURES_MAX), OPEN_MAX_MS);
  }

  /** What another process was told. */
  learn(waits: readonly Wait[]): void {
    for (const { provider, untilMs, reason } of waits) {
      const state = this.stateOf(provider);
      if (untilMs > (state.wait?.untilMs ?? 0)) state.wait = { untilMs, reason };
    }
  }

  /** The wait a provider asked for, while it lasts. */
  waitOf(provider: string): Wait | null {
    const wait = this.states.get(provider)?.wait;
    return wait && wait.untilMs > this.now() ? { provider, ...wait } : null;
  }

  /** Whether a provider, or this model of it, failed too often just now. */
  isOpen(provider: string, model: string): boolean {
    return [provider, model].some((name) => (this.states.get(name)?.openUntilMs ?? 0) > this.now());
  }

  /** Forgets failures, but not a wait that another call was asked for meanwhile. */
  private recover(provider: string): void {
    const wait = this.waitOf(provider);
    this.states.delete(provider);
    if (wait) this.learn([wait]);
  }

  private obey(state: State, failure: MillwrightError): void {
    const asked = failure.options.retryAfterSeconds;
    if (asked === undefined) state.guesses += 1;
    const ms = asked === undefined ? Math.min(GUESS_MS * 2 ** (state.guesses - 1), GUESS_MAX_MS) * (1 + Math.random() * JITTER) : asked * 1_000;
    const untilMs = this.now() + ms;
    if (untilMs > (state.wait?.untilMs ?? 0)) state.wait = { untilMs, reason: failure.detail };
  }

  private stateOf(name: string): State {
    let state = this.states.get(name);
    if (!state) this.states.set(name, (state = { failures: 0, guesses: 0, wait: null, openUntilMs: 0 }));
    return state;
  }
}
