import { TEMPLATE_MODEL } from '../../contracts/template-model.js';
import { oneModel } from './one-model.js';
import { createOpenAiProvider } from './openai.js';
import type { ModelRouter, RoutedModel } from './port.js';
import { catalogOf, hasModels, type Catalog, type CatalogModel, type ModelSettings } from './routing/catalog.js';
import { Router } from './routing/router.js';
import { createTemplateModel } from './template/index.js';
import { withoutTools } from './without-tools.js';

// Reasoning models think for a minute or two before they say their first word.
const FIRST_BYTE_TIMEOUT_MS = 180_000;
// Once an answer streams, endpoints send tokens or keep-alive comments every few seconds.
const IDLE_TIMEOUT_MS = 60_000;

/** The router of all models that the settings name; the built-in template model alone when there is no key and no endpoint. */
export function createModels(settings: ModelSettings): ModelRouter {
  const catalog = catalogOf(settings);
  if (settings.mock || !hasModels(catalog)) return oneModel(createTemplateModel(), { provider: TEMPLATE_MODEL });
  return new Router({ catalog, refuseUnpriced: settings.refuseUnpriced === true, connect: (model) => connect(catalog, model, settings) });
}

/** The client of one model. */
export function connect(catalog: Catalog, model: CatalogModel, settings: Pick<ModelSettings, 'firstByteTimeoutMs' | 'idleTimeoutMs'>): RoutedModel {
  const provider = catalog.providers.get(model.provider);
  const adapter = createOpenAiProvider({
    model: model.model,
    price: model.price,
    firstByteTimeoutMs: settings.firstByteTimeoutMs ?? FIRST_BYTE_TIMEOUT_MS,
    idleTimeoutMs: settings.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
    without: [...(model.can.jsonSchema ? [] : (['response_format'] as const)), ...(model.can.streaming ? [] : (['stream', 'stream_options'] as const))],
    ...(provider?.baseUrl ? { baseUrl: provider.baseUrl } : {}),
    ...(provider?.key ? { apiKey: provider.key } : {}),
    keyName: provider?.keyName ?? 'key (named by key_env in MW_MODELS_FILE)',
    ...(provider ? { headers: provider.headers, quirks: provider.quirks } : {}),
  });
  const { contextTokens, outputTokens } = model;
  return { ...(model.can.tools ? adapter : withoutTools(adapter)), provider: model.provider, contextTokens, outputTokens };
}
