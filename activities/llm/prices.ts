import { calcPrice, type TieredPrices } from '@pydantic/genai-prices';
import type { ModelPrice } from './port.js';

/**
 * The list price of a model in dollars per million tokens, from the price data of @pydantic/genai-prices; null when it
 * knows neither the provider nor the model. `vendor` is that package's id of a provider; null lets it guess by the model's name.
 */
export function listPrice(vendor: string | null, model: string): ModelPrice | null {
  const found = vendor === null ? guess(model) : ask(model, { providerId: vendor });
  if (!found) return null;
  const { input_mtok: input, output_mtok: output, cache_read_mtok: cached } = found.model_price;
  if (input === undefined || output === undefined) return null;
  const base = priceAt(0, input, output, cached);
  const from = tierStart(input);
  return from === null ? base : { ...base, longPrompt: { fromTokens: from, ...priceAt(from, input, output, cached) } };
}

// Some vendors ask more at certain hours, and a worker keeps the price it started with: the dearest one of a day.
const HOURS_LOOKED_AT = 24;
const HOUR_MS = 60 * 60 * 1000;

function ask(model: string, options: { providerId?: string }): ReturnType<typeof calcPrice> {
  const at = (hour: number) => calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { ...options, timestamp: new Date(Date.now() + hour * HOUR_MS) });
  const now = at(0);
  if (!now) return now;
  const day = Array.from({ length: HOURS_LOOKED_AT - 1 }, (_, hour) => at(hour + 1) ?? now);
  return day.reduce((dearest, other) => (other.total_price > dearest.total_price ? other : dearest), now);
}

/** A model of an endpoint that nobody named: `vendor/model` is looked up as that vendor's, a plain name by itself. */
function guess(model: string): ReturnType<typeof calcPrice> {
  return ask(model, {}) ?? ask(model.split('/').at(-1) ?? model, {});
}

type Price = number | TieredPrices;

function priceAt(tokens: number, input: Price, output: Price, cached: Price | undefined): ModelPrice {
  const prompt = tierPrice(input, tokens);
  return {
    promptUsdPerMillion: prompt,
    completionUsdPerMillion: tierPrice(output, tokens),
    ...(cached === undefined ? {} : { cachedUsdPerMillion: tierPrice(cached, tokens) }),
  };
}

/** The price of the tier that a prompt of so many tokens reaches; all of its tokens cost that. */
function tierPrice(price: Price, tokens: number): number {
  if (typeof price === 'number') return price;
  return price.tiers.findLast((tier) => tier.start <= tokens)?.price ?? price.base;
}

/** Where the first dearer tier begins; vendors have one. */
function tierStart(price: Price): number | null {
  return typeof price === 'number' ? null : (price.tiers[0]?.start ?? null);
}
