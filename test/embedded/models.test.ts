import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parseConfig, type ConfigError } from '../../config.js';
import { childEnvironment } from '../../embedded/child-environment.js';
import { reportModels, testModels } from '../../embedded/models.js';
import { reportProviders } from '../../worker-models.js';
import { completion, sendJson, withEndpoint } from '../llm/endpoint.js';

const folder = mkdtempSync(join(tmpdir(), 'models-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const own = (content: unknown): string => {
  files += 1;
  const path = join(folder, `${files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const problemsOf = (content: unknown): readonly string[] => {
  try {
    parseConfig({ MW_MODELS_FILE: own(content) });
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

describe('the models file', () => {
  it('as shipped knows the nine providers, each model with its limits and, but for what costs nothing, its list price', () => {
    const config = parseConfig({
      OPENAI_API_KEY: 'k',
      ANTHROPIC_API_KEY: 'k',
      GEMINI_API_KEY: 'k',
      GROQ_API_KEY: 'k',
      DEEPSEEK_API_KEY: 'k',
      OPENROUTER_API_KEY: 'k',
      MISTRAL_API_KEY: 'k',
      OLLAMA_BASE_URL: 'http://127.0.0.1:11434',
      VLLM_BASE_URL: 'http://127.0.0.1:8000/v1',
    });
    const report = reportModels(config);
    expect(report.providers.map(({ name, missing }) => [name, missing])).toEqual(
      ['openai', 'anthropic', 'google', 'groq', 'deepseek', 'openrouter', 'mistral', 'ollama', 'vllm'].map((name) => [name, null]),
    );
    expect(report.models.filter(({ price, price_from: from, name }) => price === null || (from === 'file') !== /^(ollama|vllm)\//.test(name))).toEqual([]);
    expect(report.models.filter((model) => model.output_tokens > model.context_tokens)).toEqual([]);
    expect(report.providers.find(({ name }) => name === 'ollama')?.base_url).toBe('http://127.0.0.1:11434/v1');
  });

  it('of the operator lies over it: a price, a provider of their own, a chain', () => {
    const path = own({
      providers: { mine: { base_url: 'https://llm.example.org/v1', key_env: 'MY_LLM_KEY', headers: { 'X-Team': 'a' } }, openai: { disabled: true } },
      models: { 'openai/gpt-5-mini': { price: { prompt: 1, completion: 2 } }, 'mine/large': { context: 64_000 } },
      chains: { complex: ['mine/large'] },
    });
    const report = reportModels(parseConfig({ MW_MODELS_FILE: path, MY_LLM_KEY: 'secret-1', OPENAI_API_KEY: 'k', GROQ_API_KEY: 'k' }));
    expect(report.chains).toMatchObject({ complex: ['mine/large'], medium: ['groq/openai/gpt-oss-120b'] });
    expect(report.providers.find(({ name }) => name === 'openai')).toMatchObject({ missing: 'it is disabled in the models file' });
    expect(report.models.find(({ name }) => name === 'mine/large')).toMatchObject({ context_tokens: 64_000, price: null });
    expect(JSON.stringify(report)).not.toContain('secret-1');
  });

  it('that is wrong says all that is wrong', () => {
    expect(problemsOf('{')).toEqual([expect.stringContaining('no JSON file that can be read')]);
    expect(problemsOf({ providers: { x: { key_env: 'sk-my key itself' } } })).toEqual([
      expect.stringContaining('must be the name of an environment variable, not its value'),
    ]);
    expect(problemsOf({ chains: { simple: ['nobody/x'] }, models: { 'noone/y': {} } })).toEqual([
      expect.stringContaining('noone/y names a provider'),
      expect.stringContaining('nobody/x names a provider'),
    ]);
    expect(problemsOf({ chain: {} })).toHaveLength(1);
  });

  it('gives the worker its keys and nobody else', () => {
    const config = parseConfig({ ANTHROPIC_API_KEY: 'secret-2', DATABASE_URL: 'postgres://x/y' });
    const endpoints = {
      temporalAddress: 'x:1',
      temporalUiUrl: null,
      databaseUrl: 'd',
      databaseOwnerUrl: 'o',
      dockerHost: 'unix:///x',
      proxyPort: 1,
      instance: 'i',
    };
    expect(childEnvironment(config, 'worker', endpoints)).toMatchObject({ ANTHROPIC_API_KEY: 'secret-2' });
    for (const role of ['api', 'proxy', 'migrate'] as const) expect(JSON.stringify(childEnvironment(config, role, endpoints))).not.toContain('secret-2');
    expect(JSON.stringify(config)).not.toContain('secret-2');
    // The API shows that there is a key: it is told so, by the same name.
    expect(reportProviders(parseConfig({ ...childEnvironment(config, 'api', endpoints), DATABASE_URL: 'postgres://host/name' })).providers).toContainEqual(
      expect.objectContaining({ name: 'anthropic', key: { name: 'ANTHROPIC_API_KEY', set: true }, missing: null }),
    );
  });
});

describe('the test of a model', () => {
  it('is one small call each, and says what was answered or why not', async () => {
    await withEndpoint(
      (response, body) =>
        body['model'] === 'good' ? sendJson(response, 200, completion({ content: 'ok' })) : sendJson(response, 401, { error: { message: 'no' } }),
      async (endpoint) => {
        const path = own({
          providers: { p: { base_url: endpoint.baseUrl, key_env: 'P_KEY' } },
          chains: { simple: ['p/good'], medium: ['p/bad'], complex: ['p/good'] },
        });
        const tests = await testModels(parseConfig({ MW_MODELS_FILE: path, P_KEY: 'secret-3' }));
        expect(tests).toMatchObject([
          { name: 'p/good', ok: true, detail: 'ok' },
          { name: 'p/bad', ok: false, detail: expect.stringContaining('Set a P_KEY that this endpoint and model accept') },
        ]);
        expect(endpoint.asked).toHaveLength(2);
      },
    );
  });
});
