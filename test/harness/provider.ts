import type { CallOptions, ChatAnswer, ChatRequest, LlmProvider, ToolCall } from '../../activities/llm/port.js';

/** A model that answers from a list (its last entry again and again) and keeps every request it saw. */
export class CountingProvider implements LlmProvider {
  readonly model = 'counting-1';
  readonly requests: ChatRequest[] = [];
  constructor(
    readonly price: LlmProvider['price'],
    private readonly answers: (ChatAnswer | Promise<ChatAnswer> | ((request: ChatRequest) => Promise<ChatAnswer> | ChatAnswer))[],
  ) {}

  async complete(request: ChatRequest, _options?: CallOptions): Promise<ChatAnswer> {
    this.requests.push(structuredClone(request));
    const answer = this.answers[Math.min(this.requests.length, this.answers.length) - 1];
    if (!answer) throw new Error('the counting provider has no answer');
    return typeof answer === 'function' ? answer(request) : answer;
  }
}

export function says(content: string | null, over: Partial<ChatAnswer> = {}): ChatAnswer {
  return { content, toolCalls: [], finishReason: 'stop', usage: { promptTokens: 1_000, completionTokens: 100 }, model: 'counting-1', ...over };
}

let calls = 0;
/** A tool call with these arguments, as text when they are a string. */
export function call(name: string, args: unknown = {}): ToolCall {
  calls += 1;
  return { id: `call_${calls}`, name, arguments: typeof args === 'string' ? args : JSON.stringify(args) };
}

export function uses(...toolCalls: ToolCall[]): ChatAnswer {
  return says(null, { toolCalls, finishReason: 'tool_calls' });
}

/** A promise and the hand that resolves it. */
export function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
