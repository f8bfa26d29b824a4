/** A client of an event stream as a benchmark needs it: notes how late each event is, and can stop taking anything. */
import http, { type IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage, type EventSourceParser } from 'eventsource-parser';

/** A build's own stream, or the feed of all builds of a user. */
export type Stream = { kind: 'build'; id: string } | { kind: 'feed' };

const agent = new http.Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

export class Watcher {
  /** Milliseconds from each event's transaction to its arrival. */
  lags: number[] = [];
  /** Events that were not the one after the one before (a build's stream only). */
  breaks = 0;
  gaps = 0;
  passing = 0;
  lastSeq = 0;
  /** The server has ended the stream. */
  ended = false;
  #response: IncomingMessage | null = null;

  constructor(
    private readonly api: { url: string; token: string },
    readonly stream: Stream,
  ) {}

  /** Resolves when the stream stands; goes on after the last event seen. */
  async open(): Promise<void> {
    const path = this.stream.kind === 'feed' ? '/api/events' : `/api/coding_agent/${this.stream.id}/events`;
    const headers = { authorization: `Bearer ${this.api.token}`, ...(this.lastSeq > 0 ? { 'last-event-id': String(this.lastSeq) } : {}) };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      http
        .request(this.api.url + path, { agent, headers }, resolve)
        .once('error', reject)
        .end();
    });
    if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}`);
    this.ended = false;
    this.#response = response;
    this.#read(response, createParser({ onEvent: (message) => this.#take(message) }));
  }

  /** Takes nothing from now on, as a laptop that was closed. */
  stall(): void {
    this.#response?.pause();
  }

  /** Reads again. */
  resume(): void {
    this.#response?.resume();
  }

  close(): void {
    this.#response?.destroy();
  }

  #read(response: IncomingMessage, parser: EventSourceParser): void {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => parser.feed(chunk));
    // Cut connections end too.
    response.on('error', () => undefined);
    response.on('close', () => (this.ended = true));
  }

  #take({ id, event, data }: EventSourceMessage): void {
    if (event === 'gap') this.gaps += 1;
    else if (event === 'thinking') this.passing += 1;
    if (event === 'gap' || event === 'thinking' || event === 'hello') return;
    const { at } = JSON.parse(data) as { at: string };
    this.lags.push(Date.now() - Date.parse(at));
    if (this.stream.kind === 'feed') return;
    const seq = Number(id);
    if (seq !== this.lastSeq + 1) this.breaks += 1;
    this.lastSeq = seq;
  }
}
