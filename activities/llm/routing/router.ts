import { MillwrightError } from '../../../contracts/failures.js';
import type { ChatRequest, ModelRouter, Route, RoutedModel, Tier, Wait } from '../port.js';
import { ANSWER_TOKENS_MIN } from '../answer-room.js';
import { BOUND_FACTOR, promptBound } from '../token-bound.js';
import { TIERS, usableChain, type Catalog, type CatalogModel } from './catalog.js';
import { nobodyLeft, type Failures } from './exhausted.js';
import { Health } from './health.js';
import { pinnedModel } from './pinned.js';

export interface RouterOptions {
  catalog: Catalog;
  /** Makes the client of a model; called once each. */
  connect: (model: CatalogModel) => RoutedModel;
  refuseUnpriced: boolean;
  now?: () => number;
}

// A fallback with a window much smaller than the first model's would shrink every prompt for the rare day it is needed:
// it is passed over instead when a prompt does not fit.
const WINDOW_SHARE_MIN = 0.25;

/** Chains by tier, circuit breakers by provider; Retry-After is obeyed whoever else could wait (spec.md section 4). */
export class Router implements ModelRouter {
  private readonly health: Health;
  private readonly connected = new Map<string, RoutedModel>();

  constructor(private readonly options: RouterOptions) {
    this.health = new Health(options.now);
  }

  windowTokens(route: Route): number {
    return Math.min(...this.shared(route).map(({ contextTokens }) => contextTokens));
  }

  answerTokens(route: Route): number {
    return Math.min(...this.shared(route).map(({ outputTokens }) => outputTokens));
  }

  nameOf(route: Route): string {
    return this.chainOf(route)[0]?.model ?? 'none';
  }

  priceOf(route: Route): RoutedModel['price'] {
    return this.chainOf(route)[0]?.price ?? null;
  }

  choose(route: Route, request: ChatRequest, failed: Failures): RoutedModel {
    const chain = this.chainOf(route);
    // What was said of a request counts for one model, everything else for all of its provider.
    const broken = new Set([...failed].filter(([, { code }]) => code !== 'LLM_REQUEST_REFUSED').map(([model]) => model.provider));
    const left = chain.filter((model) => !failed.has(this.connectedTo(model)) && !broken.has(model.provider));
    const ready = byFit(left, request).filter((model) => !this.health.waitOf(model.provider));
    const healthy = ready.find((model) => !this.health.isOpen(model.provider, model.name));
    const chosen = healthy ?? ready[0];
    if (chosen) return this.connectedTo(chosen);
    const waits = [...new Set(chain.map(({ provider }) => provider))].flatMap((provider) => this.health.waitOf(provider) ?? []);
    throw nobodyLeft({ failed, waits, nowMs: (this.options.now ?? Date.now)() });
  }

  report(model: RoutedModel, failure: MillwrightError | null, elapsedMs: number): void {
    this.health.report(model.provider, `${model.provider}/${model.model}`, failure, elapsedMs);
  }

  waitOf(provider: string): Wait | null {
    return this.health.waitOf(provider);
  }

  learn(waits: readonly Wait[]): void {
    this.health.learn(waits);
  }

  /** The models of a route that can be asked, in order. Throws LLM_REQUEST_REFUSED when there is none. */
  private chainOf(route: Route): CatalogModel[] {
    const { catalog, refuseUnpriced } = this.options;
    const chain = route.model ? pinnedModel(catalog, tierOfRoute(route), route.model) : usableChain(catalog, tierOfRoute(route));
    const allowed = refuseUnpriced ? chain.filter(({ price }) => price !== null) : chain;
    if (allowed.length > 0) return allowed;
    const why = chain.length > 0 ? `nobody knows the price of ${chain[0]?.name}, and LLM_UNPRICED=refuse` : 'none of its models can be asked; see mw models';
    throw new MillwrightError('LLM_REQUEST_REFUSED', `There is no model for ${tierOfRoute(route)} work: ${why}. Give one a price in MW_MODELS_FILE.`, {
      unbilled: true,
    });
  }

  /** The models whose limits every prompt of the route respects. */
  private shared(route: Route): CatalogModel[] {
    const chain = this.chainOf(route);
    const largest = chain[0]?.contextTokens ?? 0;
    return chain.filter(({ contextTokens }) => contextTokens >= largest * WINDOW_SHARE_MIN);
  }

  private connectedTo(model: CatalogModel): RoutedModel {
    let known = this.connected.get(model.name);
    if (!known) this.connected.set(model.name, (known = this.options.connect(model)));
    return known;
  }
}

/** `fast` is a tier down, `quality` a tier up, each escalation another one up. */
export function tierOfRoute({ tier, preference, escalate = 0 }: Route): Tier {
  const shift = preference === 'fast' ? -1 : preference === 'quality' ? 1 : 0;
  // The preference moves within the tiers first, so that an escalation is one whatever the preference was.
  const preferred = clampTier(TIERS.indexOf(tier) + shift);
  return TIERS[clampTier(preferred + escalate)] ?? tier;
}

function clampTier(index: number): number {
  return Math.min(Math.max(index, 0), TIERS.length - 1);
}

/** Those that can take the request as it is first, then those it must be rewritten for; those it is too long for last of all. */
function byFit(models: CatalogModel[], request: ChatRequest): CatalogModel[] {
  if (models.length < 2) return models;
  const prompt = promptBound(request) / BOUND_FACTOR;
  const rank = (model: CatalogModel): number => {
    const tooLong = prompt + Math.min(ANSWER_TOKENS_MIN, request.maxTokens) > model.contextTokens ? 4 : 0;
    return tooLong + (request.tools?.length && !model.can.tools ? 2 : 0) + (request.schema && !model.can.jsonSchema ? 1 : 0);
  };
  return models.toSorted((a, b) => rank(a) - rank(b));
}
