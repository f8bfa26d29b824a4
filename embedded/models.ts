/** What `mw models` and `mw doctor` know of the models: what is configured, what is missing, and whether it answers. */
import { MillwrightError } from '../contracts/failures.js';
import { connect } from '../activities/llm/index.js';
import { catalogOf, TIERS, usableChain, type Catalog, type CatalogModel } from '../activities/llm/routing/catalog.js';
import type { ModelPrice, Tier } from '../activities/llm/port.js';
import type { Config } from '../config.js';
import { modelSettingsOf, reportProviders, type ProvidersReport } from '../worker-models.js';

export interface ModelReport {
  /** `provider/model` */
  name: string;
  context_tokens: number;
  output_tokens: number;
  price: ModelPrice | null;
  price_from: 'file' | 'list' | null;
  can: CatalogModel['can'];
}

export interface ModelsReport extends Pick<ProvidersReport, 'answers' | 'providers'> {
  /** Those that can be asked. */
  models: ModelReport[];
  /** Who is asked for work of a tier, in order. */
  chains: Record<Tier, string[]>;
}

export interface ModelTest {
  name: string;
  ok: boolean;
  ms: number;
  /** What it answered, or why it did not. */
  detail: string;
}

// A person waits for it; a model that needs longer for one word is of little use.
const TEST_TIMEOUT_MS = 60_000;
// Room for a model that thinks first.
const TEST_TOKENS = 400;

/** Everything that is configured, without asking anybody. */
export function reportModels(config: Config): ModelsReport {
  const catalog = readCatalog(config);
  const { answers, providers } = reportProviders(config);
  const chains = Object.fromEntries(TIERS.map((tier) => [tier, usableChain(catalog, tier).map(({ name }) => name)])) as ModelsReport['chains'];
  return {
    answers,
    providers,
    models: usableModels(catalog).map(({ name, contextTokens, outputTokens, price, priceFrom, can }) => ({
      name,
      context_tokens: contextTokens,
      output_tokens: outputTokens,
      price,
      price_from: priceFrom,
      can,
    })),
    chains,
  };
}

/** Asks each model of the chains for one word, all at once; tells of each when it is known. */
export async function testModels(config: Config, told: (test: ModelTest) => void = () => {}): Promise<ModelTest[]> {
  const catalog = readCatalog(config);
  return Promise.all(
    usableModels(catalog).map(async (model) => {
      const test = await testModel(catalog, model);
      told(test);
      return test;
    }),
  );
}

async function testModel(catalog: Catalog, model: CatalogModel): Promise<ModelTest> {
  const started = Date.now();
  const end = (ok: boolean, detail: string): ModelTest => ({ name: model.name, ok, ms: Date.now() - started, detail });
  const client = connect(catalog, model, { firstByteTimeoutMs: TEST_TIMEOUT_MS, idleTimeoutMs: TEST_TIMEOUT_MS });
  try {
    const answer = await client.complete({ messages: [{ role: 'user', content: 'Answer with the word ok.' }], maxTokens: TEST_TOKENS });
    return end(true, (answer.content ?? `no text (${answer.finishReason})`).trim().replaceAll(/\s+/g, ' ').slice(0, 60));
  } catch (error) {
    return end(false, error instanceof MillwrightError ? error.detail : String(error));
  }
}

function readCatalog(config: Config): Catalog {
  return catalogOf(modelSettingsOf(config));
}

/** The models of all chains, each once, in the order of the tiers. */
function usableModels(catalog: Catalog): CatalogModel[] {
  return [...new Set(TIERS.flatMap((tier) => usableChain(catalog, tier)))];
}
