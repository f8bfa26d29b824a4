/** The LLM port: what the product needs of a model, and nothing of any vendor. Adapters: one file each beside this one. */
import type { MillwrightError } from '../../contracts/failures.js';

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
  /** 0 to 2, for candidates that should differ; the model's own when absent. Left out where a model refuses it. */
  temperature?: number;
}

export interface Usage {
  promptTokens: number;
  /** With those of thinking. */
  completionTokens: number;
  /** Prompt tokens that came from the provider's cache; absent when it did not say. */
  cachedTokens?: number;
  /** Completion tokens that were thought and not said; absent when it did not say. */
  reasoningTokens?: number;
}

export interface ChatAnswer {
  content: string | null;
  toolCalls: ToolCall[];
  finishReason: string;
  /** Null when the endpoint did not say; the caller then bills its reservation. */
  usage: Usage | null;
  /** The model that answered. */
  model: string;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Called for each piece of streamed text. Must not throw. */
  onDelta?: (text: string) => void;
}

/** How hard a piece of work is (spec.md section 4); each tier has a chain of models. */
export type Tier = 'simple' | 'medium' | 'complex';

/** What the person wants of the models: `fast` asks one tier down, `quality` one tier up. */
export type Preference = 'fast' | 'balanced' | 'quality';

/** What decides which models may answer. */
export interface Route {
  tier: Tier;
  preference: Preference;
  /** `provider/model` or a model's name: only this one is asked. Null or absent: routing decides. */
  model?: string | null;
  /** Tiers up, for work that a weaker model failed at; 0 when absent. */
  escalate?: number;
}

/** Dollars per million tokens. */
export interface TokenPrice {
  promptUsdPerMillion: number;
  completionUsdPerMillion: number;
  /** Of prompt tokens that the provider had cached; as the others when absent. */
  cachedUsdPerMillion?: number;
}

export interface ModelPrice extends TokenPrice {
  /** What a call costs whose prompt has more than so many tokens. */
  longPrompt?: TokenPrice & { fromTokens: number };
}

export interface LlmProvider {
  /** The model's name as shown to people: `template`, `gpt-5.4-mini` ... */
  readonly model: string;
  /** Null where the price is unknown: then its calls are marked as unpriced. */
  readonly price: ModelPrice | null;
  /** Answers once. Throws MillwrightError: LLM_AUTH, LLM_REQUEST_REFUSED, LLM_RATE_LIMITED (with retryAfterSeconds), LLM_UNAVAILABLE. Never retries by itself. */
  complete(request: ChatRequest, options?: CallOptions): Promise<ChatAnswer>;
}

/** One model at one provider, as routing knows it. */
export interface RoutedModel extends LlmProvider {
  /** The provider's name in the models file. */
  readonly provider: string;
  /** Tokens of prompt and answer together at most. */
  readonly contextTokens: number;
  /** Tokens of an answer at most. */
  readonly outputTokens: number;
}

/** Knows the models, and which of them may be asked now. */
export interface ModelRouter {
  /** Tokens that a prompt and its answer may have together, whichever model of the route's chain answers. The same for as long as the process lives. */
  windowTokens(route: Route): number;
  /** Tokens that an answer may have, whichever model of the chain answers. */
  answerTokens(route: Route): number;
  /** The model of the route that is asked first while all are well, as shown to people. */
  nameOf(route: Route): string;
  /** The next one to ask. `failed` holds what this very call met so far, by model. Throws when nobody is left to ask, saying who failed how. */
  choose(route: Route, request: ChatRequest, failed: ReadonlyMap<RoutedModel, MillwrightError>): RoutedModel;
  /** The price of that model; null when unknown. */
  priceOf(route: Route): ModelPrice | null;
  /** What came of a call that took so long; null: an answer. */
  report(model: RoutedModel, failure: MillwrightError | null, elapsedMs: number): void;
  /** The wait a provider asked for, while it lasts. */
  waitOf(provider: string): Wait | null;
  /** What other processes were told. */
  learn(waits: readonly Wait[]): void;
}

/** A provider asked not to be asked for a while. */
export interface Wait {
  provider: string;
  /** Epoch milliseconds. */
  untilMs: number;
  reason: string;
}
