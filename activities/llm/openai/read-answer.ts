import { createParser } from 'eventsource-parser';
import { LLM_ANSWER_BYTES_MAX } from '../../../contracts/limits.js';
import { MillwrightError } from '../../../contracts/failures.js';
import type { ChatAnswer, ChatRequest } from '../port.js';
import { AnswerAssembly } from './answer-assembly.js';
import { cut, textOf } from './values.js';

export interface ReadOptions {
  request: ChatRequest;
  /** The model that was asked, for endpoints that do not name the one that answered. */
  model: string;
  onBytes: () => void;
  onDelta?: (text: string) => void;
}

// One event or one JSON body: twice the answer's own limit, for escapes and the wrapping around it.
const RAW_BYTES_MAX = 2 * LLM_ANSWER_BYTES_MAX;
// What is quoted of a body that is no completion.
const QUOTE_CHARS = 200;
// One more, so that a quote shows that it is cut.
const HEAD_CHARS = QUOTE_CHARS + 1;

/**
 * Reads a 200 response, an event stream or one JSON body whatever its content type says.
 * An answer beyond LLM_ANSWER_BYTES_MAX comes back empty with finishReason `length`, for a part of it must not be used.
 * LLM_UNAVAILABLE: cut off before its end, an error in a 200, or no completion at all.
 */
export async function readAnswer(response: Response, options: ReadOptions): Promise<ChatAnswer> {
  const assembly = new AnswerAssembly(options.onDelta);
  try {
    await readBody(response, assembly, options.onBytes);
  } catch (error) {
    // All of the answer is here and only the goodbye was lost: nothing is gained by asking again.
    if (!assembly.ended || error instanceof MillwrightError) throw error;
  }
  if (assembly.oversized) return { content: null, toolCalls: [], finishReason: 'length', usage: null, model: assembly.model ?? options.model };
  if (!assembly.ended) throw new MillwrightError('LLM_UNAVAILABLE', `the answer was cut after ${assembly.characters} characters; it will be asked for again`);
  return assembly.answer(options.request, options.model);
}

async function readBody(response: Response, assembly: AnswerAssembly, onBytes: () => void): Promise<void> {
  const reader = new BodyReader(assembly);
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    onBytes();
    reader.feed(decoder.decode(bytes, { stream: true }));
    if (assembly.oversized || assembly.closed) return;
  }
  reader.end(decoder.decode());
}

/** Tells an event stream from a JSON body by the first character, and feeds the assembly. */
class BodyReader {
  private head = '';
  private kind: 'unknown' | 'json' | 'stream' = 'unknown';
  private readonly json: string[] = [];
  /** Characters since the last event, or of the JSON body. */
  private pending = 0;
  private events = 0;
  private unreadable = '';
  private readonly parser = createParser({ onEvent: (event) => this.event(event.data) });

  constructor(private readonly assembly: AnswerAssembly) {}

  feed(text: string): void {
    if (this.head.length < HEAD_CHARS) this.head = (this.head + text).trimStart().slice(0, HEAD_CHARS);
    if (this.kind === 'unknown' && this.head !== '') this.kind = this.head.startsWith('{') || this.head.startsWith('[') ? 'json' : 'stream';
    this.pending += text.length;
    if (this.pending > RAW_BYTES_MAX) this.assembly.oversized = true;
    if (this.assembly.oversized) return;
    if (this.kind === 'json') this.json.push(text);
    else this.parser.feed(text);
  }

  end(rest: string): void {
    this.feed(rest);
    if (this.kind === 'json') return this.wholeBody(this.json.join(''));
    // A stream may end without the blank line that closes its last event.
    this.parser.feed('\n\n');
    if (this.events === 0) throw notACompletion(this.head);
  }

  private event(data: string): void {
    this.pending = 0;
    if (this.assembly.closed) return;
    if (data.trim() === '[DONE]') return this.assembly.close();
    let chunk: unknown;
    try {
      chunk = JSON.parse(data);
    } catch {
      // A chunk that stops in its middle is how a cut looks: what follows decides.
      this.unreadable = data;
      return;
    }
    this.events += 1;
    if (this.unreadable) throw new MillwrightError('LLM_UNAVAILABLE', `the stream is broken at "${cut(this.unreadable, QUOTE_CHARS)}"; it will be asked again`);
    this.assembly.chunk(chunk);
  }

  private wholeBody(text: string): void {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw new MillwrightError('LLM_UNAVAILABLE', `the answer was cut after ${text.length} characters; it will be asked for again`);
    }
    if (!this.assembly.whole(body)) throw notACompletion(textOf(body));
  }
}

function notACompletion(text: string): MillwrightError {
  const what = text.trim() === '' ? 'an empty body' : `"${cut(text.trim(), QUOTE_CHARS)}"`;
  return new MillwrightError('LLM_UNAVAILABLE', `the model endpoint answered 200 with ${what}, which is no completion. Is OPENAI_BASE_URL right?`);
}
