import { modelOf, providerOf, type ModelEntry, type ModelProvider, type ModelsFile } from '../../../schemas/models.js';
import { LIMITS_DEFAULT } from '../one-model.js';
import type { ModelPrice, Tier } from '../port.js';
import { listPrice } from '../prices.js';

/** What the composition root knows of the models. */
export interface ModelSettings {
  file: ModelsFile;
  /** Values of the variables the file names. */
  variables: Readonly<Record<string, string>>;
  /** The built-in template model answers, whatever else is set. */
  mock?: boolean;
  /** OPENAI_*: a lone endpoint when it has a base URL or a model of its own and nothing else is named. */
  openai?: { apiKey?: string; baseUrl?: string; model?: string };
  /** `provider` or `provider/model` that is asked first for work of a tier. */
  first?: Partial<Record<Tier, string | null>>;
  /** The operator gave a models file of his own. */
  hasOwnFile?: boolean;
  /** Models without a known price are not asked. */
  refuseUnpriced?: boolean;
  firstByteTimeoutMs?: number;
  idleTimeoutMs?: number;
}

export interface CatalogProvider {
  name: string;
  /** Null while nobody said where it is. */
  baseUrl: string | null;
  keyName: string | null;
  /** Secret. */
  key: string | null;
  headers: Record<string, string>;
  quirks: NonNullable<ModelProvider['quirks']>;
  /** Why it cannot be asked, as an instruction; null when it can. */
  missing: string | null;
}

export interface CatalogModel {
  /** `provider/model` */
  name: string;
  provider: string;
  model: string;
  contextTokens: number;
  outputTokens: number;
  price: ModelPrice | null;
  /** Where the price is from; null: unknown. */
  priceFrom: 'file' | 'list' | null;
  can: { tools: boolean; jsonSchema: boolean; streaming: boolean; reasoning: boolean };
}

export interface Catalog {
  providers: Map<string, CatalogProvider>;
  models: Map<string, CatalogModel>;
  /** `provider/model`, those included that cannot be asked. */
  chains: Record<Tier, string[]>;
  /** What is known of a model, in the file or not. */
  describe(name: string): CatalogModel;
  /** One endpoint of OPENAI_* answers everything. */
  lone: boolean;
}

export const TIERS = ['simple', 'medium', 'complex'] as const satisfies Tier[];

// A small model that can call tools; OPENAI_MODEL names another.
export const MODEL_DEFAULT = 'gpt-5.4-mini';

/** Everything that is configured, usable or not. */
export function catalogOf(settings: ModelSettings): Catalog {
  const providers = new Map(Object.entries(settings.file.providers).map(([name, entry]) => [name, providerFrom(name, entry, settings.variables)]));
  if (isLone(settings)) return loneCatalog(settings, providers);
  const chains = Object.fromEntries(TIERS.map((tier) => [tier, chainOf(settings, tier)])) as Catalog['chains'];
  const names = new Set([...Object.keys(settings.file.models), ...Object.values(chains).flat()]);
  const describe = (modelName: string): CatalogModel => modelFrom(modelName, settings.file);
  return { providers, models: new Map([...names].map((name) => [name, describe(name)])), chains, describe, lone: false };
}

/** The models of a tier that can be asked now, in order; those of the nearest tier when there is none. */
export function usableChain(catalog: Catalog, tier: Tier): CatalogModel[] {
  const at = TIERS.indexOf(tier);
  // The stronger one first: work done too well costs less than work done again.
  const nearest = TIERS.toSorted((a, b) => distance(a, at) - distance(b, at));
  for (const each of nearest) {
    const models = (catalog.chains[each] ?? []).flatMap((name) => catalog.models.get(name) ?? []);
    const usable = models.filter(({ provider }) => catalog.providers.get(provider)?.missing === null);
    if (usable.length > 0) return usable;
  }
  return [];
}

/** Whether anything but the template model can be asked. */
export function hasModels(catalog: Catalog): boolean {
  return TIERS.some((tier) => usableChain(catalog, tier).length > 0);
}

function distance(tier: Tier, from: number): number {
  const steps = TIERS.indexOf(tier) - from;
  return steps >= 0 ? steps : -steps + 0.5;
}

function isLone({ openai, first, hasOwnFile }: ModelSettings): boolean {
  const named = Object.values(first ?? {}).some((entry) => entry);
  return !hasOwnFile && !named && Boolean(openai?.baseUrl || (openai?.apiKey && openai.model));
}

function loneCatalog({ openai = {}, file }: ModelSettings, providers: Catalog['providers']): Catalog {
  const name = `openai/${openai.model || MODEL_DEFAULT}`;
  // A vendor of the file behind OPENAI_BASE_URL keeps its ways, and its models their limits and prices.
  const vendor = openai.baseUrl ? vendorAt(file, openai.baseUrl) : 'openai';
  const provider: CatalogProvider = {
    name: 'openai',
    baseUrl: openai.baseUrl ?? file.providers['openai']?.base_url ?? null,
    keyName: 'OPENAI_API_KEY',
    key: openai.apiKey || null,
    headers: {},
    quirks: (vendor && file.providers[vendor]?.quirks) || [],
    missing: null,
  };
  // Whoever serves it: another endpoint's price is looked up by the model's name alone.
  const describe = (each: string): CatalogModel => {
    const known = modelFrom(`${vendor ?? 'openai'}/${modelOf(each)}`, file);
    return { ...known, name: each, provider: 'openai', ...(vendor && known.price ? {} : withListPrice(null, modelOf(each))) };
  };
  return {
    providers: new Map([...providers, ['openai', provider]]),
    models: new Map([[name, describe(name)]]),
    chains: { simple: [name], medium: [name], complex: [name] },
    describe,
    lone: true,
  };
}

/** The provider of the file that serves under this address. */
function vendorAt(file: ModelsFile, baseUrl: string): string | null {
  const hostOf = (url: string | undefined): string | null => (url && URL.canParse(url) ? new URL(url).host : null);
  const host = hostOf(baseUrl);
  return Object.entries(file.providers).find(([, entry]) => host !== null && hostOf(entry.base_url) === host)?.[0] ?? null;
}

function providerFrom(name: string, entry: ModelProvider, variables: ModelSettings['variables']): CatalogProvider {
  const given = (entry.base_url_env && variables[entry.base_url_env]) || null;
  // Where the file knows no address, people know theirs without the version path; any other is taken as it is.
  const baseUrl = given && !entry.base_url ? withVersion(given) : (given ?? entry.base_url ?? null);
  const key = (entry.key_env && variables[entry.key_env]) || null;
  return {
    name,
    baseUrl,
    keyName: entry.key_env ?? null,
    key,
    headers: entry.headers ?? {},
    quirks: entry.quirks ?? [],
    // Whoever serves it at an address of the operator's own may want no key.
    missing: missingOf(given ? { ...entry, key_optional: true } : entry, baseUrl, key),
  };
}

function missingOf(entry: ModelProvider, baseUrl: string | null, key: string | null): string | null {
  if (entry.disabled) return 'it is disabled in the models file';
  if (!baseUrl) return entry.base_url_env ? `set ${entry.base_url_env}` : 'give it a base_url in the models file';
  if (!URL.canParse(baseUrl)) return `${entry.base_url_env ?? 'base_url'} is no URL`;
  if (entry.key_env && !key && !entry.key_optional) return `set ${entry.key_env}`;
  return null;
}

/** Ollama's users know its address without the version path. */
function withVersion(text: string): string {
  return URL.canParse(text) && new URL(text).pathname === '/' ? new URL('/v1', text).toString() : text;
}

/** A tier's chain, headed by what the person wants asked first. */
function chainOf({ file, first, openai }: ModelSettings, tier: Tier): string[] {
  const chain = file.chains[tier] ?? [];
  const wanted = first?.[tier];
  if (!wanted) return chain;
  if (wanted.includes('/')) return [wanted, ...chain.filter((name) => name !== wanted)];
  if (wanted === 'openai' && openai?.model) return [`openai/${openai.model}`, ...chain];
  const ofProvider = chain.filter((name) => providerOf(name) === wanted);
  const known = ofProvider.length > 0 ? ofProvider : anyModelOf(file, wanted);
  return [...known, ...chain.filter((name) => !known.includes(name))];
}

/** A provider that the tier's own chain does not have: the first of its models that another chain or the file names. */
function anyModelOf(file: ModelsFile, provider: string): string[] {
  const names = [...TIERS.flatMap((tier) => file.chains[tier] ?? []), ...Object.keys(file.models)];
  return names.filter((name) => providerOf(name) === provider).slice(0, 1);
}

function modelFrom(name: string, file: ModelsFile): CatalogModel {
  const provider = providerOf(name);
  const model = modelOf(name);
  const entry: ModelEntry = file.models[name] ?? {};
  const price = entry.price ? { price: ownPrice(entry.price), priceFrom: 'file' as const } : withListPrice(file.providers[provider]?.prices, model);
  const contextTokens = entry.context ?? LIMITS_DEFAULT.contextTokens;
  return {
    name,
    provider,
    model,
    contextTokens,
    outputTokens: Math.min(entry.output ?? LIMITS_DEFAULT.outputTokens, contextTokens),
    ...price,
    can: { tools: entry.tools ?? true, jsonSchema: entry.json_schema ?? true, streaming: entry.streaming ?? true, reasoning: entry.reasoning ?? false },
  };
}

function ownPrice(price: NonNullable<ModelEntry['price']>): ModelPrice {
  const { prompt, completion, cached } = price;
  return { promptUsdPerMillion: prompt, completionUsdPerMillion: completion, ...(cached === undefined ? {} : { cachedUsdPerMillion: cached }) };
}

/** `vendor` undefined: the file names none for this provider, and a guess could be another vendor's price. */
function withListPrice(vendor: string | null | undefined, model: string): Pick<CatalogModel, 'price' | 'priceFrom'> {
  const price = vendor === undefined ? null : listPrice(vendor, model);
  return { price, priceFrom: price ? 'list' : null };
}
