import type { LlmProvider } from './port.js';

/**
 * List prices in dollars per million tokens (prompt, completion) of models people use most, as their vendors published
 * them in 2025 and 2026. A model that is not here has no price: its calls count as $0 and its budget does not bind.
 */
const PRICES: readonly [prefix: string, prompt: number, completion: number][] = [
  ['gpt-5-nano', 0.05, 0.4],
  ['gpt-5-mini', 0.25, 2],
  ['gpt-5', 1.25, 10],
  ['gpt-4.1-nano', 0.1, 0.4],
  ['gpt-4.1-mini', 0.4, 1.6],
  ['gpt-4.1', 2, 8],
  ['gpt-4o-mini', 0.15, 0.6],
  ['gpt-4o', 2.5, 10],
  ['claude-haiku-4-5', 1, 5],
  ['claude-sonnet-4', 3, 15],
  ['claude-opus-4-5', 5, 25],
  ['gemini-2.5-flash', 0.3, 2.5],
  ['gemini-2.5-pro', 1.25, 10],
  ['deepseek-chat', 0.28, 0.42],
];

/** The price of a model by the longest prefix of its name; null when nobody told us. */
export function priceOf(model: string): LlmProvider['price'] {
  const name = model.toLowerCase().split('/').at(-1) ?? '';
  const found = PRICES.filter(([prefix]) => name.startsWith(prefix)).sort((a, b) => b[0].length - a[0].length)[0];
  return found ? { promptUsdPerMillion: found[1], completionUsdPerMillion: found[2] } : null;
}
