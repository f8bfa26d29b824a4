/** The LLM port: what the product needs of a model, and nothing of any vendor. Adapters: one file each beside this one. */

export interface ToolCall {
  id: string;
  name: string;
  /** JSON text exactly as the model wrote it; it may be invalid. */
  arguments: string;
}

export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string | null; toolCalls: ToolCall[] }
  | { role: 'tool'; toolCallId: string; content: string };

export interface ToolSpec {
  name: string;
  description: string;
  /** JSON schema of the arguments. */
  parameters: Record<string, unknown>;
}

export interface ChatRequest {
  messages: ChatMessage[];
  tools?: ToolSpec[];
  /** Asks for an answer that is JSON of this schema. */
  schema?: { name: string; schema: Record<string, unknown> };
  /** Tokens of the answer at most. */
  maxTokens: number;
}

export interface ChatAnswer {
  content: string | null;
  toolCalls: ToolCall[];
  finishReason: string;
  /** Null when the endpoint did not say; the caller then bills its reservation. */
  usage: { promptTokens: number; completionTokens: number } | null;
  /** The model that answered. */
  model: string;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Called for each piece of streamed text. Must not throw. */
  onDelta?: (text: string) => void;
}

export interface LlmProvider {
  /** The model's name as shown to people: `template`, `gpt-5-mini` ... */
  readonly model: string;
  /** Dollars per million tokens; null where the price is unknown (then billed as 0 and said so). */
  readonly price: { promptUsdPerMillion: number; completionUsdPerMillion: number } | null;
  /** Answers once. Throws MillwrightError: LLM_AUTH, LLM_REQUEST_REFUSED, LLM_RATE_LIMITED (with retryAfterSeconds), LLM_UNAVAILABLE. Never retries by itself. */
  complete(request: ChatRequest, options?: CallOptions): Promise<ChatAnswer>;
}
