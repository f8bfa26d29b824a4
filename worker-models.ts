/** The settings of the models, as the router takes them: what config.ts read, under the router's own names. */
import { catalogOf, hasModels, type ModelSettings } from './activities/llm/routing/catalog.js';
import type { BudgetRules } from './activities/llm/scopes.js';
import { withoutSecrets, type Config } from './config.js';

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

export interface ProviderReport {
  name: string;
  base_url: string | null;
  /** Name of the variable of its key and whether it is set; never its value. */
  key: { name: string; set: boolean } | null;
  /** What to do before it can be asked; null when it can. */
  missing: string | null;
}

export interface ProvidersReport {
  /** template: the built-in model alone; endpoint: one for everything; chains: by tier. */
  answers: 'template' | 'endpoint' | 'chains';
  providers: ProviderReport[];
  /** Who is named for work of a tier, in order, also those that cannot be asked. */
  chains: Record<'simple' | 'medium' | 'complex', string[]>;
}

/** Which providers there are, and what each still lacks, without asking anybody: what `mw models` and `GET /settings` tell. */
export function reportProviders(config: Config): ProvidersReport {
  const catalog = catalogOf(modelSettingsOf(config));
  return {
    answers: config.settings.MOCK_LLM || !hasModels(catalog) ? 'template' : catalog.lone ? 'endpoint' : 'chains',
    providers: [...catalog.providers.values()].map(({ name, baseUrl, key, keyName, missing }) => ({
      name,
      base_url: baseUrl === null ? null : withoutSecrets(baseUrl),
      key: keyName === null ? null : { name: keyName, set: key !== null },
      missing,
    })),
    chains: catalog.chains,
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
