import { describe, expect, it } from '@jest/globals';
import { createProvider, providerName } from '../../activities/llm/index.js';

describe('the registry of models', () => {
  it('chooses the template only when neither key nor base URL is set', () => {
    expect(providerName({})).toBe('template');
    expect(providerName({ apiKey: '', baseUrl: '', model: 'gpt-5' })).toBe('template');
    expect(providerName({ apiKey: 'k' })).toBe('openai');
    expect(providerName({ baseUrl: 'http://127.0.0.1:11434/v1' })).toBe('openai');
  });

  it('makes each of them with a name for people and an honest price', () => {
    expect(createProvider({}).model).toBe('template');
    expect(createProvider({ apiKey: 'k' })).toMatchObject({ model: 'gpt-5-mini', price: { promptUsdPerMillion: 0.25, completionUsdPerMillion: 2 } });
    expect(createProvider({ apiKey: 'k', model: 'a-model-nobody-knows' })).toMatchObject({ price: null });
    const price = { promptUsdPerMillion: 1, completionUsdPerMillion: 2 };
    expect(createProvider({ baseUrl: 'http://127.0.0.1:11434/v1', model: 'llama', price })).toMatchObject({ model: 'llama', price });
  });
});
