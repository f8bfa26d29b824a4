import { z } from 'zod';

const NAME = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;
// `provider/model`; the model's own name may hold slashes and colons.
const ENTRY = /^[a-z0-9][a-z0-9_-]{0,39}\/[^\s]{1,200}$/;

const variable = () => z.string().regex(VARIABLE, 'must be the name of an environment variable, not its value');
const usd = () => z.number().min(0).max(100_000);
const httpUrl = () => z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'must be an http or https URL');

/** Where requests go, and how they are signed. The key itself is never in a file: only the name of its variable is. */
export const modelProviderSchema = z.strictObject({
  /** With the version path: `{base_url}/chat/completions` is asked. */
  base_url: httpUrl().optional(),
  /** Variable that holds or replaces the base URL. */
  base_url_env: variable().optional(),
  key_env: variable().optional(),
  /** The endpoint may be used without the key. */
  key_optional: z.boolean().optional(),
  /** Sent with each request; for names and versions, not for secrets. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().max(1_000)).optional(),
  /** Id of the provider in the price data of @pydantic/genai-prices. */
  prices: z.string().max(100).optional(),
  /** What this vendor's endpoint insists on beside the common form (activities/llm/openai/request-body.ts). */
  quirks: z.array(z.enum(['short_tool_ids', 'no_user_after_tool', 'max_tokens', 'thinking_off', 'thought_signatures'])).optional(),
  disabled: z.boolean().optional(),
});

export const modelEntrySchema = z.strictObject({
  /** Tokens of prompt and answer together. */
  context: z.number().int().min(1_000).max(20_000_000).optional(),
  /** Tokens of one answer. */
  output: z.number().int().min(100).max(2_000_000).optional(),
  /** Dollars per million tokens; over what the price data says. */
  price: z.strictObject({ prompt: usd(), completion: usd(), cached: usd().optional() }).optional(),
  tools: z.boolean().optional(),
  json_schema: z.boolean().optional(),
  streaming: z.boolean().optional(),
  reasoning: z.boolean().optional(),
});

const chain = () => z.array(z.string().regex(ENTRY, 'must be provider/model')).max(50);

/** A models file: `models.json`, and the operator's own that is merged over it. */
export const modelsFileSchema = z.strictObject({
  providers: z.record(z.string().regex(NAME), modelProviderSchema).default({}),
  /** By `provider/model`. */
  models: z.record(z.string().regex(ENTRY, 'must be provider/model'), modelEntrySchema).default({}),
  /** Who is asked for work of a tier, in this order. */
  chains: z.strictObject({ simple: chain().optional(), medium: chain().optional(), complex: chain().optional() }).default({}),
});

export type ModelProvider = z.infer<typeof modelProviderSchema>;
export type ModelEntry = z.infer<typeof modelEntrySchema>;
export type ModelsFile = z.infer<typeof modelsFileSchema>;

/** `over` laid on `base`: fields of a provider or model one by one, a chain as a whole. */
export function mergeModels(base: ModelsFile, over: ModelsFile): ModelsFile {
  return {
    providers: mergeEntries(base.providers, over.providers),
    models: mergeEntries(base.models, over.models),
    chains: { ...base.chains, ...over.chains },
  };
}

function mergeEntries<T extends object>(base: Record<string, T>, over: Record<string, T>): Record<string, T> {
  const merged = { ...base };
  for (const [name, entry] of Object.entries(over)) merged[name] = { ...merged[name], ...entry };
  return merged;
}

/** What is wrong beyond the shape: chains and models of providers nobody named. */
export function modelsProblems(file: ModelsFile): string[] {
  const entries = [
    ...Object.keys(file.models).map((entry) => ({ where: 'models', entry })),
    ...Object.entries(file.chains).flatMap(([tier, chained]) => (chained ?? []).map((entry) => ({ where: `chains.${tier}`, entry }))),
  ];
  return entries
    .filter(({ entry }) => !Object.hasOwn(file.providers, providerOf(entry)))
    .map(({ where, entry }) => `${where}: ${entry} names a provider that is not in the file`);
}

/** The variables a models file names: keys and base URLs. */
export function variablesOf(file: ModelsFile): string[] {
  return Object.values(file.providers).flatMap(({ key_env: key, base_url_env: base }) => [key, base].filter((name) => name !== undefined));
}

export function providerOf(entry: string): string {
  return entry.slice(0, entry.indexOf('/'));
}

export function modelOf(entry: string): string {
  return entry.slice(entry.indexOf('/') + 1);
}
