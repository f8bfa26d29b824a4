/** The API as the benchmarks use it: one request, one answer, and a stream of events. */
import { createParser } from 'eventsource-parser';

export interface SeenEvent {
  seq: number;
  kind: string;
  /** ISO time of the transaction that wrote it. */
  at: string;
  /** Milliseconds since 1970, when it was here. */
  arrivedMs: number;
  data: Record<string, unknown>;
}

export interface Status {
  status: string;
  waiting_for: { kind: string } | null;
  failure: { code: string; detail: string } | null;
}

// A request that takes this long has failed.
const REQUEST_MS = 60_000;

export class BuildClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Answers status and body; rejects only when nothing answered. */
  async send(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const init: RequestInit = { method, headers, signal: AbortSignal.timeout(REQUEST_MS), ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await fetch(`${this.url}/api/coding_agent/${path}`, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** The same for what must succeed: throws at 400 and above. */
  async must(method: 'GET' | 'POST', path: string, body?: object): Promise<Record<string, unknown>> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
    return answer.body;
  }

  async create(intent: object): Promise<string> {
    return String((await this.must('POST', 'create', intent))['id']);
  }

  async status(id: string): Promise<Status> {
    return (await this.must('GET', `status/${id}`)) as unknown as Status;
  }

  /** Events of a build as they come, until `until` says so of one (that one included). Rejects at the time limit or when the build ends first. */
  async watch(
    id: string,
    until: (event: SeenEvent) => boolean,
    options: { after?: number; timeoutMs: number; onEvent?: (event: SeenEvent) => void },
  ): Promise<SeenEvent> {
    const headers = { authorization: `Bearer ${this.token}`, ...(options.after ? { 'last-event-id': String(options.after) } : {}) };
    const response = await fetch(`${this.url}/api/coding_agent/${id}/events`, { headers, signal: AbortSignal.timeout(options.timeoutMs) });
    if (!response.ok || !response.body) throw new Error(`the events of ${id} answered ${response.status}`);
    const seen: SeenEvent[] = [];
    const parser = createParser({ onEvent: ({ data }) => seen.push(toEvent(JSON.parse(data) as Record<string, unknown>)) });
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
      for (const event of seen.splice(0)) {
        options.onEvent?.(event);
        // Leaving the loop ends the stream.
        if (until(event)) return event;
      }
    }
    throw new Error(`the build ${id} ended before what was waited for: ${JSON.stringify((await this.status(id)).failure)}`);
  }
}

function toEvent(data: Record<string, unknown>): SeenEvent {
  return { seq: Number(data['seq']), kind: String(data['kind']), at: String(data['at']), arrivedMs: Date.now(), data };
}
