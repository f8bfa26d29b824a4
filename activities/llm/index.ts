import { createOpenAiProvider } from './openai.js';
import type { LlmProvider } from './port.js';
import { priceOf } from './prices.js';
import { createTemplateModel } from './template/index.js';

export interface LlmSettings {
  apiKey?: string;
  baseUrl?: string;
  model?: string;
  firstByteTimeoutMs?: number;
  idleTimeoutMs?: number;
  price?: LlmProvider['price'];
}

export type ProviderName = 'template' | 'openai';

// A small model that can call tools; OPENAI_MODEL names another.
const MODEL_DEFAULT = 'gpt-5-mini';
// Reasoning models think for a minute or two before they say their first word.
const FIRST_BYTE_TIMEOUT_MS = 180_000;
// Once an answer streams, endpoints send tokens or keep-alive comments every few seconds.
const IDLE_TIMEOUT_MS = 60_000;

/** The one list of adapters. */
const PROVIDERS: Record<ProviderName, (settings: LlmSettings) => LlmProvider> = {
  template: () => createTemplateModel(),
  openai: (settings) =>
    createOpenAiProvider({
      ...settings,
      model: settings.model || MODEL_DEFAULT,
      price: settings.price ?? priceOf(settings.model || MODEL_DEFAULT),
      firstByteTimeoutMs: settings.firstByteTimeoutMs ?? FIRST_BYTE_TIMEOUT_MS,
      idleTimeoutMs: settings.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
    }),
};

/** `template` when neither a key nor a base URL is set. */
export function providerName(settings: LlmSettings): ProviderName {
  return settings.apiKey || settings.baseUrl ? 'openai' : 'template';
}

export function createProvider(settings: LlmSettings): LlmProvider {
  return PROVIDERS[providerName(settings)](settings);
}
