import type { ChatAnswer, ModelPrice, TokenPrice } from './port.js';

// Money is kept in millionths of a dollar (db/schema): what is finer would be rounded there, differently at each booking,
// and a rest of it would stay reserved for ever. A price per million tokens is that many millionths a token.
const MICRO = 1e6;

/** Dollars that a call may cost at most; 0 where nobody knows the price. */
export function worstCaseUsd(price: ModelPrice | null, promptTokens: number, answerTokens: number): number {
  if (!price) return 0;
  const { promptUsdPerMillion, completionUsdPerMillion } = priceFor(price, promptTokens);
  return Math.ceil(promptUsdPerMillion * promptTokens + completionUsdPerMillion * answerTokens) / MICRO;
}

/** Dollars that an answer cost: cached prompt tokens at their own price. Null when the price or the usage is unknown. */
export function actualUsd(price: ModelPrice | null, usage: ChatAnswer['usage']): number | null {
  if (!price || !usage) return null;
  const { promptUsdPerMillion, completionUsdPerMillion, cachedUsdPerMillion = promptUsdPerMillion } = priceFor(price, usage.promptTokens);
  const cached = Math.min(usage.cachedTokens ?? 0, usage.promptTokens);
  const prompt = (usage.promptTokens - cached) * promptUsdPerMillion + cached * cachedUsdPerMillion;
  return Math.ceil(prompt + usage.completionTokens * completionUsdPerMillion) / MICRO;
}

function priceFor(price: ModelPrice, promptTokens: number): TokenPrice {
  return price.longPrompt && promptTokens > price.longPrompt.fromTokens ? price.longPrompt : price;
}
