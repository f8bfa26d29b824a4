import type { LlmProvider, ModelRouter, RoutedModel } from './port.js';

/** Limits of a model nobody described: what most of today's models have at least. */
export const LIMITS_DEFAULT = { contextTokens: 128_000, outputTokens: 16_384 } as const;

/** A router of one model that answers everything: it is asked once a call, and its failure is the call's. */
export function oneModel(llm: LlmProvider, over: Partial<Pick<RoutedModel, 'provider' | 'contextTokens' | 'outputTokens'>> = {}): ModelRouter {
  const model: RoutedModel = {
    provider: 'only',
    ...LIMITS_DEFAULT,
    ...over,
    model: llm.model,
    price: llm.price,
    complete: (request, options) => llm.complete(request, options),
  };
  return {
    windowTokens: () => model.contextTokens,
    answerTokens: () => model.outputTokens,
    nameOf: () => model.model,
    choose: (_route, _request, failed) => {
      const failure = failed.get(model);
      if (failure) throw failure;
      return model;
    },
    priceOf: () => model.price,
    report: () => {},
    waitOf: () => null,
    learn: () => {},
  };
}
