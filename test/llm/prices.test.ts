import { describe, expect, it } from '@jest/globals';
import { actualUsd, worstCaseUsd } from '../../activities/llm/money.js';
import { listPrice } from '../../activities/llm/prices.js';

describe('list prices', () => {
  it('are those of the vendor, cached tokens and long prompts at their own', () => {
    expect(listPrice('openai', 'gpt-5-mini')).toEqual({ promptUsdPerMillion: 0.25, completionUsdPerMillion: 2, cachedUsdPerMillion: 0.025 });
    expect(listPrice('google', 'gemini-2.5-pro')).toMatchObject({
      promptUsdPerMillion: 1.25,
      completionUsdPerMillion: 10,
      longPrompt: { fromTokens: 200_000, promptUsdPerMillion: 2.5, completionUsdPerMillion: 15 },
    });
    expect(listPrice(null, 'openai/gpt-5-mini')).toMatchObject({ promptUsdPerMillion: 0.25 });
  });

  it('are the dearest of the day where a vendor asks more at certain hours', () => {
    expect(listPrice('deepseek', 'deepseek-v4-flash')?.completionUsdPerMillion).toBe(1.32);
  });

  it('are unknown rather than nothing for a model that nobody knows', () => {
    expect([listPrice('openai', 'no-such-model'), listPrice(null, 'scripted-1'), listPrice('no-such-vendor', 'gpt-5-mini')]).toEqual([null, null, null]);
  });
});

describe('the cost of a call', () => {
  const price = {
    promptUsdPerMillion: 2,
    completionUsdPerMillion: 10,
    cachedUsdPerMillion: 0.2,
    longPrompt: { fromTokens: 1_000, promptUsdPerMillion: 4, completionUsdPerMillion: 20 },
  };

  it('counts cached tokens at their price, and everything of a long prompt at its', () => {
    expect(actualUsd(price, { promptTokens: 1_000, completionTokens: 100 })).toBeCloseTo(0.003, 9);
    expect(actualUsd(price, { promptTokens: 1_000, completionTokens: 100, cachedTokens: 500 })).toBeCloseTo(0.0021, 9);
    expect(actualUsd(price, { promptTokens: 1_001, completionTokens: 100 })).toBeCloseTo(0.006004, 9);
    expect(worstCaseUsd(price, 2_000, 1_000)).toBeCloseTo(0.028, 9);
  });

  it('is unknown, not zero, without a price or a usage', () => {
    expect([actualUsd(null, { promptTokens: 1, completionTokens: 1 }), actualUsd(price, null)]).toEqual([null, null]);
    expect(worstCaseUsd(null, 1_000, 1_000)).toBe(0);
  });
});
