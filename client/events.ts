import type { Call } from './call.js';
import { part } from './path.js';
import type { RetryOptions } from './pauses.js';
import type { StreamEvent, Verdict } from './stream.js';

/** An event of a build as it arrives: numbered per build, without gaps; more fields by its kind. */
export interface NumberedEvent {
  seq: number;
  build_id: string;
  kind: string;
  /** ISO 8601. */
  at: string;
}

export interface EventsOptions {
  /** The last event already seen; 0 reads from the beginning. */
  after?: number;
  signal?: AbortSignal;
  /** How long to go on while nothing answers; for ever unless `forMs` says otherwise. */
  retry?: RetryOptions;
  /** Hears what is shown in passing: `thinking`, unnumbered, sometimes lost. */
  onPassing?(event: { kind: string; [field: string]: unknown }): void;
  /** The server left something out because we were slow; it is read again by itself. */
  onGap?(): void;
}

/** After it a build says nothing more. */
export const LAST_KIND = 'build.ended';
const GAP = 'gap';
// A number missing after this many fresh reads is missing in the table: waiting for it would wait for ever.
const GAP_READS_MAX = 3;

/**
 * The events of a build in order, each exactly once, through any number of cut connections and API restarts; ends after
 * `build.ended`. `E` says what is known about their fields. Throws ApiProblem, NoAnswer, or the signal's reason.
 */
export async function* buildEvents<E extends object = Record<string, unknown>>(
  call: Call,
  buildId: string,
  options: EventsOptions = {},
): AsyncGenerator<E & NumberedEvent, void, void> {
  const order = new Order(options);
  const request = { method: 'GET', path: `/coding_agent/${part(buildId)}/events` };
  const { signal, retry, after = 0 } = options;
  const stream = call.stream(request, { signal, retry, lastEventId: String(after), judge: (event) => order.judge(event) });
  for await (const { id, event, data } of stream) yield { ...(data as E & NumberedEvent), seq: Number(id), kind: event };
}

/** Holds numbered events in their order: repeats are dropped, a hole makes the stream be read again. */
class Order {
  #last: number;
  #gapReads = 0;

  constructor(private readonly options: EventsOptions) {
    this.#last = options.after ?? 0;
  }

  judge({ id, event, data }: StreamEvent): Verdict {
    if (event === GAP) {
      this.options.onGap?.();
      return 'reread';
    }
    const seq = Number(id);
    if (id === null || !Number.isInteger(seq)) {
      this.options.onPassing?.({ ...(data as object), kind: event });
      return 'drop';
    }
    if (seq <= this.#last) return 'drop';
    if (seq > this.#last + 1 && this.#gapReads < GAP_READS_MAX) {
      this.#gapReads += 1;
      return 'reread';
    }
    this.#last = seq;
    this.#gapReads = 0;
    return event === LAST_KIND ? 'last' : 'take';
  }
}
