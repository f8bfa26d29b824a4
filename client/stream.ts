import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isPassing, Pauses, type RetryOptions } from './pauses.js';
import { ApiProblem, BadAnswer, NoAnswer } from './problem.js';
import type { ApiRequest, Caller } from './request.js';
import { linked } from './signals.js';

/** One server-sent event. */
export interface StreamEvent {
  /** What a resumed stream goes on after; null of what is shown in passing. */
  id: string | null;
  /** Its name; `message` without one, `gap` where the server left something out. */
  event: string;
  /** Parsed JSON. */
  data: unknown;
}

/** What becomes of an event: given on, dropped, given on as the last one, or the stream is read again from the last one given on. */
export type Verdict = 'take' | 'drop' | 'last' | 'reread';

export interface StreamOptions {
  signal?: AbortSignal;
  /** Resume after this event. */
  lastEventId?: string;
  /** How long to go on while nothing answers; for ever unless `forMs` says otherwise. */
  retry?: RetryOptions;
  judge?(event: StreamEvent): Verdict;
}

// The server sends a comment every 15 s; a connection silent for this long is dead without having said so.
const IDLE_MS = 60_000;
// One event is a line of at most 64 KB; far more without an end is no event stream.
const EVENT_CHARS_MAX = 4 * 1024 * 1024;
// A server that shuts down also ends its streams; one that ends this many at once without a word has no more to say.
const SILENT_ENDS_MAX = 5;

/** There is nothing after the last event, and there will be nothing (204). */
class Over extends Error {}

/**
 * Events in order, through any number of cut connections and API restarts, resumed by Last-Event-ID. Ends when the server has
 * nothing more to say, and at once where it was asked not to follow. Throws ApiProblem, NoAnswer, or the signal's reason.
 */
export async function* streamEvents(call: Caller, request: ApiRequest, options: StreamOptions): AsyncGenerator<StreamEvent, void, void> {
  const retry = options.retry ?? call.options.retry ?? {};
  const pauses = new Pauses(retry, retry.forMs ?? Number.POSITIVE_INFINITY);
  const outers = [options.signal, call.options.signal];
  let last = options.lastEventId ?? null;
  for (let silentEnds = 0; silentEnds < SILENT_ENDS_MAX;) {
    let cause: unknown = new Error('the stream ended');
    let isSilent = true;
    try {
      for await (const event of connection(call, request, last, pauses, outers)) {
        const verdict = options.judge?.(event) ?? 'take';
        isSilent &&= verdict === 'drop';
        if (verdict === 'reread') break;
        if (verdict === 'drop') continue;
        last = event.id ?? last;
        yield event;
        if (verdict === 'last') return;
      }
      if (request.query?.['follow'] === 'false') return;
      silentEnds = isSilent ? silentEnds + 1 : 0;
    } catch (error) {
      for (const outer of outers) if (outer?.aborted) throw outer.reason;
      if (error instanceof Over) return;
      if (error instanceof BadAnswer || !isPassing(error)) throw error;
      cause = error;
    }
    if (await pauses.wait(cause, ...outers)) continue;
    throw cause instanceof ApiProblem ? cause : new NoAnswer(call.baseUrl, pauses.forMs, { cause });
  }
}

/** One connection, from the event after `last` until it ends or breaks. */
async function* connection(
  call: Caller,
  request: ApiRequest,
  last: string | null,
  pauses: Pauses,
  outers: (AbortSignal | undefined)[],
): AsyncGenerator<StreamEvent, void, void> {
  const link = linked(...outers);
  const expire = () => link.abort(new Error('nothing came for a minute'));
  let idle = setTimeout(expire, IDLE_MS);
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const headers = { accept: 'text/event-stream', ...(last === null ? {} : { 'last-event-id': last }) };
    const response = await Promise.race([link.aborted, call.attempt(request, headers, link.signal)]);
    if (response.status === 204) throw new Over();
    reader = response.body?.getReader();
    const events = new EventReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { value, done } = (await Promise.race([link.aborted, reader?.read()])) ?? { value: undefined, done: true };
      if (done) return;
      clearTimeout(idle);
      idle = setTimeout(expire, IDLE_MS);
      pauses.succeeded();
      yield* events.read(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(idle);
    link.unlink();
    link.abort(new Error('left'));
    // The signal alone does not always reach a body that is being read.
    await reader?.cancel().catch(() => undefined);
  }
}

/** Chunks of text in, whole events out; half an event at the end of a connection is dropped and read again. */
class EventReader {
  #messages: EventSourceMessage[] = [];
  #pendingChars = 0;
  #parser = createParser({ onEvent: (message) => this.#messages.push(message) });

  read(chunk: string): StreamEvent[] {
    this.#parser.feed(chunk);
    const messages = this.#messages.splice(0);
    this.#pendingChars = messages.length > 0 ? 0 : this.#pendingChars + chunk.length;
    if (this.#pendingChars > EVENT_CHARS_MAX) throw new BadAnswer('The event stream sent megabytes without one event');
    return messages.map((message) => ({ id: message.id || null, event: message.event ?? 'message', data: parsed(message) }));
  }
}

function parsed(message: EventSourceMessage): unknown {
  try {
    return JSON.parse(message.data) as unknown;
  } catch {
    throw new BadAnswer(`The event stream sent an event that is not JSON (${message.id ?? message.event ?? 'without a name'})`);
  }
}
