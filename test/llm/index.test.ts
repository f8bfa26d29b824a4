import { describe, expect, it } from '@jest/globals';
import { createModels } from '../../activities/llm/index.js';
import { catalogOf, type ModelSettings } from '../../activities/llm/routing/catalog.js';
import { parseConfig } from '../../config.js';
import { modelSettingsOf } from '../../worker-models.js';

const route = (tier: 'simple' | 'medium' | 'complex') => ({ tier, preference: 'balanced' }) as const;
const settings = (env: Record<string, string>): ModelSettings => modelSettingsOf(parseConfig(env));
const names = (env: Record<string, string>) => {
  const models = createModels(settings(env));
  return (['simple', 'medium', 'complex'] as const).map((tier) => models.nameOf(route(tier)));
};

describe('the models that settings choose', () => {
  it('are the template when there is neither a key nor an endpoint, or when it is asked for', () => {
    expect(names({})).toEqual(['template', 'template', 'template']);
    expect(names({ OPENAI_API_KEY: '', OPENAI_BASE_URL: '', OPENAI_MODEL: 'gpt-5' })).toEqual(['template', 'template', 'template']);
    expect(names({ MOCK_LLM: '1', OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' })).toEqual(['template', 'template', 'template']);
  });

  it('are one endpoint alone when OPENAI_BASE_URL or OPENAI_MODEL says so, whatever other keys are there', () => {
    expect(names({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).toEqual(['gpt-5.4-mini', 'gpt-5.4-mini', 'gpt-5.4-mini']);
    expect(names({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_MODEL: 'llama', ANTHROPIC_API_KEY: 'k' })).toEqual(['llama', 'llama', 'llama']);
    expect(names({ OPENAI_API_KEY: 'k', OPENAI_MODEL: 'gpt-4.1' })).toEqual(['gpt-4.1', 'gpt-4.1', 'gpt-4.1']);
    expect(createModels(settings({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).priceOf(route('medium'))).toMatchObject({ promptUsdPerMillion: 0.75 });
    expect(createModels(settings({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_MODEL: 'nobody-knows-it' })).priceOf(route('medium'))).toBeNull();
  });

  it('are asked as their vendor wants it when its address is the endpoint', () => {
    const lone = catalogOf(settings({ OPENAI_BASE_URL: 'https://api.deepseek.com/v1/', OPENAI_MODEL: 'deepseek-v4-flash', OPENAI_API_KEY: 'k' }));
    expect(lone.providers.get('openai')?.quirks).toEqual(['max_tokens', 'thinking_off']);
    expect(lone.models.get('openai/deepseek-v4-flash')).toMatchObject({ provider: 'openai', contextTokens: 1_000_000, priceFrom: 'list' });
  });

  it('need no key at an address of the operator, which is taken as it is', () => {
    const catalog = catalogOf(settings({ OPENAI_BASE_URL: 'http://127.0.0.1:1', LLM_SIMPLE_PROVIDER: 'openai' }));
    expect(catalog.providers.get('openai')).toMatchObject({ baseUrl: 'http://127.0.0.1:1', key: null, missing: null });
    expect(catalogOf(settings({ OLLAMA_BASE_URL: 'http://127.0.0.1:1' })).providers.get('ollama')?.baseUrl).toBe('http://127.0.0.1:1/v1');
  });

  it('are one for each tier by the keys that are there', () => {
    expect(names({ OPENAI_API_KEY: 'k' })).toEqual(['gpt-5.4-mini', 'gpt-5.4-mini', 'gpt-5.4']);
    expect(names({ ANTHROPIC_API_KEY: 'k', GROQ_API_KEY: 'k' })).toEqual(['claude-haiku-4-5', 'claude-sonnet-4-6', 'claude-opus-4-8']);
    expect(names({ OLLAMA_BASE_URL: 'http://127.0.0.1:11434' })).toEqual(['qwen3-coder:30b', 'qwen3-coder:30b', 'qwen3-coder:30b']);
  });

  it('are headed by the provider that a tier is given', () => {
    expect(names({ OPENAI_API_KEY: 'k', GROQ_API_KEY: 'k', LLM_SIMPLE_PROVIDER: 'groq' })[0]).toBe('openai/gpt-oss-20b');
    expect(names({ OPENAI_API_KEY: 'k', LLM_COMPLEX_PROVIDER: 'ollama/llama3.1:70b', OLLAMA_BASE_URL: 'http://127.0.0.1:11434' })[2]).toBe('llama3.1:70b');
    // A provider without its key is passed over.
    expect(names({ OPENAI_API_KEY: 'k', LLM_MEDIUM_PROVIDER: 'anthropic' })[1]).toBe('gpt-5.4-mini');
    expect(() => parseConfig({ LLM_SIMPLE_PROVIDER: 'nobody' })).toThrow(/LLM_SIMPLE_PROVIDER: there is no provider nobody/);
  });
});
