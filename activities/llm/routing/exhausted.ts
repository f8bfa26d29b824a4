import { FAILURES, MillwrightError } from '../../../contracts/failures.js';
import type { RoutedModel, Wait } from '../port.js';

export type Failures = ReadonlyMap<RoutedModel, MillwrightError>;

interface Situation {
  /** What this call met, by model. */
  failed: Failures;
  /** Providers of the chain that asked us to wait. */
  waits: readonly Wait[];
  nowMs: number;
}

// Each failure in a few words; the journal of the build has them at length.
const WORDS_MAX = 300;

/**
 * The failure of a call that nobody is left for. When all that can be asked again asked us to wait, it says for how long,
 * the shortest of them: the wait is then a timer of the server, and nothing here is held meanwhile.
 */
export function nobodyLeft({ failed, waits, nowMs }: Situation): MillwrightError {
  const first = [...failed.values()][0];
  const retryable = [...failed].filter(([, { code }]) => FAILURES[code].retryable);
  const waiting = new Set(waits.map(({ provider }) => provider));
  const allWait = waits.length > 0 && retryable.every(([{ provider }]) => waiting.has(provider));
  if (!allWait) {
    if (!first) throw new Error('nobody was asked and nobody is waited for');
    if (failed.size === 1) return first;
    // One that may work soon decides: a key that was refused elsewhere must not end the build.
    const deciding = retryable[0]?.[1] ?? first;
    return new MillwrightError(deciding.code, allOf(failed), { unbilled: true });
  }
  const next = waits.reduce((soonest, wait) => (wait.untilMs < soonest.untilMs ? wait : soonest));
  const seconds = Math.max(0.001, (next.untilMs - nowMs) / 1_000);
  const words = failed.size > 0 ? allOf(failed) : waits.map(({ provider, reason }) => `${provider}: ${reason.slice(0, WORDS_MAX)}`).join('; ');
  const until = `${new Date(Math.ceil(next.untilMs / 1_000) * 1_000).toISOString().slice(11, 19)} UTC`;
  // When comes first: events cut long texts.
  return new MillwrightError(retryable[0]?.[1].code ?? 'LLM_RATE_LIMITED', `it goes on at ${until}, as the models asked: ${words}`, {
    unbilled: true,
    retryAfterSeconds: seconds,
  });
}

function allOf(failed: Failures): string {
  if (failed.size === 1) return [...failed.values()][0]?.detail ?? '';
  return [...failed].map(([{ provider, model }, { detail }]) => `${provider}/${model}: ${detail.slice(0, WORDS_MAX)}`).join('; ');
}
