import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { LAST_EVENT_KIND, THINKING_KIND, type BuildEvent, type ThinkingEvent } from '../contracts/events.js';
import { retryAfter } from './client.js';
import type { Connection } from './connection.js';
import { CliFailure, Interrupted } from './failure.js';
import { Patience } from './patience.js';
import { problemFailure, unreachableFailure } from './problem.js';

/** An event as it arrives: numbered per build, without gaps. */
export type SeenEvent = BuildEvent & { seq: number; build_id: string; at: string };

export interface EventStreamOptions {
  connect(): Connection;
  buildId: string;
  /** The last event already seen; 0 reads from the beginning. */
  after?: number;
  /** How long to go on trying while nothing answers. */
  patienceSeconds: number;
  say?: (sentence: string) => void;
  signal?: AbortSignal;
  /** Hears what is shown in passing: unnumbered, sometimes lost. */
  onThinking?: (event: ThinkingEvent) => void;
}

// The server sends a comment every few seconds; a connection silent for this long is dead without having said so.
const IDLE_MS = 60_000;
// One event is a line of at most 64 KB; far more without an end is no event stream.
const EVENT_CHARS_MAX = 4 * 1024 * 1024;
// A number missing after this many fresh reads is missing in the table: waiting for it would wait for ever.
const GAP_READS_MAX = 3;
// A server that shuts down also ends its streams; one that ends this many at once without a word has no more to say.
const SILENT_ENDS_MAX = 5;

/**
 * The events of a build in order, each exactly once, through any number of cut connections and API restarts.
 * Ends after `build.ended`, or when the server has nothing more to say.
 * Throws ApiFailure (unknown id, bad token), CliFailure after `patienceSeconds` of silence, Interrupted at abort.
 */
export async function* readEvents(options: EventStreamOptions): AsyncGenerator<SeenEvent, void, void> {
  const patience = new Patience(options.patienceSeconds, options.say);
  let last = options.after ?? 0;
  let gapReads = 0;
  for (let silentEnds = 0; silentEnds < SILENT_ENDS_MAX;) {
    const before = last;
    let cause: unknown = 'the stream ended';
    try {
      for await (const event of connection(options, last, () => patience.succeeded())) {
        if (event.seq <= last) continue;
        if (event.seq > last + 1 && gapReads++ < GAP_READS_MAX) break;
        last = event.seq;
        gapReads = 0;
        yield event;
        if (event.kind === LAST_EVENT_KIND) return;
      }
      silentEnds = last === before && gapReads === 0 ? silentEnds + 1 : 0;
    } catch (error) {
      if (options.signal?.aborted) throw new Interrupted();
      if (error instanceof Over) return;
      if (error instanceof CliFailure) throw error;
      cause = error;
    }
    const { baseUrl } = options.connect();
    const asked = cause instanceof Busy ? cause.seconds : 0;
    if (await patience.pause(`The events of ${options.buildId} have stopped coming.`, options.signal, asked)) continue;
    throw unreachableFailure(baseUrl, cause, options.patienceSeconds);
  }
}

/** The server is there but has no place just now. */
class Busy extends Error {
  constructor(readonly seconds: number) {
    super('it is too busy');
  }
}

/** The build has ended and everything was seen. */
class Over extends Error {}

/** One connection, from the event after `last` until it ends or breaks. */
async function* connection(options: EventStreamOptions, last: number, alive: () => void): AsyncGenerator<SeenEvent, void, void> {
  const { baseUrl, token } = options.connect();
  const closing = new AbortController();
  const signal = options.signal ? AbortSignal.any([closing.signal, options.signal]) : closing.signal;
  const headers: Record<string, string> = { accept: 'text/event-stream', 'last-event-id': String(last) };
  if (token) headers['authorization'] = `Bearer ${token}`;
  let idle = setTimeout(() => closing.abort(new Error('nothing came for a minute')), IDLE_MS);
  try {
    const path = `/api/coding_agent/${encodeURIComponent(options.buildId)}/events`;
    const response = await fetch(baseUrl + path, { headers, signal, redirect: 'error' });
    if (response.status === 204) throw new Over();
    if (response.status === 429 || response.status >= 502) throw new Busy(retryAfter(response.headers));
    if (!response.ok) throw problemFailure(response.status, await response.text());
    const reader = new EventReader(options.onThinking);
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      idle.refresh();
      alive();
      yield* reader.read(decoder.decode(chunk as Uint8Array, { stream: true }));
    }
  } finally {
    clearTimeout(idle);
    closing.abort();
  }
}

/** Chunks of text in, whole events out; half an event at the end of a connection is dropped and read again. */
class EventReader {
  #messages: EventSourceMessage[] = [];
  #pendingChars = 0;
  #parser = createParser({ onEvent: (message) => this.#messages.push(message) });

  constructor(private readonly onThinking: EventStreamOptions['onThinking']) {}

  read(chunk: string): SeenEvent[] {
    this.#parser.feed(chunk);
    const messages = this.#messages.splice(0);
    this.#pendingChars = messages.length > 0 ? 0 : this.#pendingChars + chunk.length;
    if (this.#pendingChars > EVENT_CHARS_MAX) throw new CliFailure('The event stream sent megabytes without one event');
    return messages.flatMap((message) => this.#eventOf(message));
  }

  #eventOf(message: EventSourceMessage): SeenEvent[] {
    if (message.event !== THINKING_KIND || message.id) return eventOf(message);
    const [event] = parsed<ThinkingEvent>(message);
    if (event) this.onThinking?.(event);
    return [];
  }
}

function eventOf(message: EventSourceMessage): SeenEvent[] {
  const seq = Number(message.id);
  if (!message.id || !Number.isInteger(seq)) return [];
  return parsed<SeenEvent>(message).map((data) => ({ ...data, seq, kind: (message.event ?? data.kind) as never }));
}

function parsed<T>(message: EventSourceMessage): T[] {
  try {
    const data = JSON.parse(message.data) as T;
    return typeof data === 'object' && data !== null ? [data] : [];
  } catch {
    throw new CliFailure('The event stream sent an event that is not JSON', { why: `event ${message.id ?? message.event ?? ''}` });
  }
}
