import { LLM_ANSWER_BYTES_MAX } from '../../../contracts/limits.js';
import { MillwrightError } from '../../../contracts/failures.js';
import type { ChatAnswer, ChatRequest } from '../port.js';
import { ToolCallAssembly } from './tool-call-assembly.js';
import { cut, isRecord, textOf } from './values.js';

// The largest context known is 10 million tokens; more is no count but a fault.
const TOKENS_MAX = 20_000_000;
// What a person reads of an error within a stream.
const ERROR_CHARS = 500;
// Other families' names for "the answer hit its limit".
const LENGTH_NAMES = new Set(['length', 'max_tokens', 'MAX_TOKENS', 'model_length']);

/** Puts an answer together from chunks of any split, or from one body. */
export class AnswerAssembly {
  model: string | null = null;
  /** The answer passed LLM_ANSWER_BYTES_MAX: to be thrown away. */
  oversized = false;
  /** The endpoint said [DONE]. */
  closed = false;
  private text = '';
  private bytes = 0;
  private finishReason: string | null = null;
  private usage: ChatAnswer['usage'] = null;
  private readonly calls = new ToolCallAssembly();

  constructor(private readonly onDelta: ((text: string) => void) | undefined) {}

  /** The endpoint said that this is all. */
  get ended(): boolean {
    return this.closed || this.finishReason !== null;
  }

  get characters(): number {
    return this.text.length + this.calls.characters;
  }

  close(): void {
    this.closed = true;
  }

  /** One `chat.completion.chunk`. Throws LLM_UNAVAILABLE for an error in its place. */
  chunk(value: unknown): void {
    if (!isRecord(value)) return;
    refuseError(value);
    if (typeof value['model'] === 'string' && value['model'].trim() !== '') this.model = cut(value['model'], 200);
    this.usage = usageOf(value['usage']) ?? this.usage;
    const choice: unknown = Array.isArray(value['choices']) ? value['choices'][0] : undefined;
    if (!isRecord(choice)) return;
    // Some endpoints that only pretend to stream send the whole message in one chunk.
    const delta = choice['delta'] ?? choice['message'];
    if (isRecord(delta)) this.delta(delta);
    if (typeof choice['finish_reason'] === 'string' && choice['finish_reason'] !== '') this.finish(choice['finish_reason']);
  }

  /** One `chat.completion`. False when it is none. */
  whole(body: unknown): boolean {
    this.chunk(body);
    if (!isRecord(body) || !Array.isArray(body['choices']) || !isRecord(body['choices'][0])) return false;
    this.close();
    return true;
  }

  answer(request: ChatRequest, modelAsked: string): ChatAnswer {
    const toolCalls = this.calls.finished(request.messages);
    return {
      content: this.text.trim() === '' ? null : this.text,
      toolCalls,
      finishReason: this.finishReason ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop'),
      usage: this.usage,
      model: this.model ?? modelAsked,
    };
  }

  private delta(delta: Record<string, unknown>): void {
    // A refusal is text for us: the loop sees that it is not what was asked for.
    const text = contentText(delta['content']) || contentText(delta['refusal']);
    const callBytes = this.calls.add(delta['tool_calls']);
    this.bytes += Buffer.byteLength(text) + callBytes;
    if (this.bytes > LLM_ANSWER_BYTES_MAX || this.calls.tooMany) {
      this.oversized = true;
      return;
    }
    this.text += text;
    if (text !== '') this.onDelta?.(text);
  }

  private finish(reason: string): void {
    if (reason === 'error') throw new MillwrightError('LLM_UNAVAILABLE', 'the model endpoint broke off its answer with an error; it will be asked again');
    this.finishReason = LENGTH_NAMES.has(reason) ? 'length' : cut(reason, 40);
  }
}

function refuseError(value: Record<string, unknown>): void {
  const error = value['error'];
  if (error === undefined || error === null || error === false) return;
  const words = isRecord(error) ? (error['message'] ?? error) : error;
  throw new MillwrightError('LLM_UNAVAILABLE', `the model endpoint answered 200 with an error: ${cut(textOf(words), ERROR_CHARS)}`);
}

/** A string, or a list of {type: 'text', text} parts. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => (isRecord(part) && typeof part['text'] === 'string' ? part['text'] : '')).join('');
}

/** Null unless both counts are believable: the caller then bills its reservation, which a lie must not undercut. */
function usageOf(value: unknown): ChatAnswer['usage'] {
  if (!isRecord(value)) return null;
  const promptTokens = value['prompt_tokens'];
  const completionTokens = value['completion_tokens'];
  if (!isCount(promptTokens) || !isCount(completionTokens) || promptTokens + completionTokens === 0) return null;
  const cachedTokens = detailOf(value['prompt_tokens_details'], 'cached_tokens') ?? countOf(value['prompt_cache_hit_tokens']);
  const reasoningTokens = detailOf(value['completion_tokens_details'], 'reasoning_tokens');
  // Some vendors count thinking beside the completion, and not all of them say how much: only the total tells.
  const beside = Math.max(0, (countOf(value['total_tokens']) ?? 0) - promptTokens - completionTokens);
  return {
    promptTokens,
    completionTokens: completionTokens + beside,
    ...(cachedTokens === null || cachedTokens > promptTokens ? {} : { cachedTokens }),
    ...(reasoningTokens === null ? {} : { reasoningTokens }),
  };
}

function detailOf(details: unknown, name: string): number | null {
  return isRecord(details) ? countOf(details[name]) : null;
}

function countOf(value: unknown): number | null {
  return isCount(value) ? value : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= TOKENS_MAX;
}
