/** The settings of the models, as the router takes them: what config.ts read, under the router's own names. */
import type { ModelSettings } from './activities/llm/routing/catalog.js';
import type { BudgetRules } from './activities/llm/scopes.js';
import type { Config } from './config.js';

export function modelSettingsOf({ settings, given, models, modelVariables }: Config): ModelSettings {
  return {
    file: models,
    variables: { ...modelVariables, ...(settings.OLLAMA_BASE_URL ? { OLLAMA_BASE_URL: settings.OLLAMA_BASE_URL } : {}) },
    mock: settings.MOCK_LLM,
    openai: {
      ...(settings.OPENAI_API_KEY ? { apiKey: settings.OPENAI_API_KEY } : {}),
      ...(settings.OPENAI_BASE_URL ? { baseUrl: settings.OPENAI_BASE_URL } : {}),
      // The default names no wish: with a key alone each tier has its own model.
      ...(given.OPENAI_MODEL ? { model: settings.OPENAI_MODEL } : {}),
    },
    first: { simple: settings.LLM_SIMPLE_PROVIDER, medium: settings.LLM_MEDIUM_PROVIDER, complex: settings.LLM_COMPLEX_PROVIDER },
    hasOwnFile: settings.MW_MODELS_FILE !== null,
    refuseUnpriced: settings.LLM_UNPRICED === 'refuse',
    firstByteTimeoutMs: settings.LLM_FIRST_BYTE_TIMEOUT_SECONDS * 1_000,
    idleTimeoutMs: settings.LLM_IDLE_TIMEOUT_SECONDS * 1_000,
  };
}

export function budgetRulesOf({ settings }: Config): BudgetRules {
  return {
    dailyUsd: settings.COST_LIMIT_DAILY,
    monthlyUsd: settings.COST_LIMIT_MONTHLY,
    alertUsd: settings.COST_ALERT_THRESHOLD,
    phaseShares: settings.BUDGET_PHASE_SHARES,
    phaseLimit: settings.BUDGET_PHASE_LIMIT,
  };
}
