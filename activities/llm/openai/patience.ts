import { MillwrightError } from '../../../contracts/failures.js';

export interface Patience {
  /** Aborted when the caller aborts or a timer runs out. */
  readonly signal: AbortSignal;
  /** To be called at each piece that arrives. */
  heard(): void;
  /** The failure to report when a timer ended the call, else null. */
  ranOut(): MillwrightError | null;
  /** Stops all timers and listeners. */
  end(): void;
}

/** How long a call may be silent: `firstByteMs` until the first byte, `idleMs` between any two after it. */
export function startPatience(limits: { firstByteMs: number; idleMs: number; caller?: AbortSignal }): Patience {
  const controller = new AbortController();
  let failure: MillwrightError | null = null;
  let idle: NodeJS.Timeout | null = null;
  const abort = (): void => controller.abort(limits.caller?.reason);
  const giveUp = (detail: string): void => {
    failure = new MillwrightError('LLM_UNAVAILABLE', detail);
    controller.abort(failure);
  };
  const first = setTimeout(() => giveUp(`the model endpoint sent nothing for ${seconds(limits.firstByteMs)}; it will be asked again`), limits.firstByteMs);
  limits.caller?.addEventListener('abort', abort, { once: true });
  if (limits.caller?.aborted) abort();

  return {
    signal: controller.signal,
    heard() {
      clearTimeout(first);
      if (idle) idle.refresh();
      else
        idle = setTimeout(() => giveUp(`the model endpoint fell silent for ${seconds(limits.idleMs)} within an answer; it will be asked again`), limits.idleMs);
    },
    ranOut: () => failure,
    end() {
      clearTimeout(first);
      if (idle) clearTimeout(idle);
      limits.caller?.removeEventListener('abort', abort);
    },
  };
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
