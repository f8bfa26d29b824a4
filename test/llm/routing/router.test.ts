import { describe, expect, it } from '@jest/globals';
import type { ChatRequest, Route, RoutedModel } from '../../../activities/llm/port.js';
import { catalogOf } from '../../../activities/llm/routing/catalog.js';
import { Router, tierOfRoute } from '../../../activities/llm/routing/router.js';
import { MillwrightError, type FailureCode } from '../../../contracts/failures.js';
import { modelsFileSchema } from '../../../schemas/models.js';

const FILE = modelsFileSchema.parse({
  providers: {
    a: { base_url: 'http://a.test/v1' },
    b: { base_url: 'http://b.test/v1' },
    c: { base_url: 'http://c.test/v1' },
    away: { base_url_env: 'AWAY_URL' },
  },
  models: {
    'a/one': { context: 32_000, output: 4_000, price: { prompt: 1, completion: 2 } },
    'a/two': { context: 32_000, output: 4_000, price: { prompt: 1, completion: 2 } },
    'b/one': { context: 128_000, output: 8_000, price: { prompt: 1, completion: 2 }, json_schema: false },
    'c/small': { context: 4_000, output: 1_000, tools: false },
  },
  chains: { simple: ['away/x', 'c/small'], medium: ['a/one', 'a/two', 'b/one'], complex: ['away/y'] },
});
const medium: Route = { tier: 'medium', preference: 'balanced' };
const request: ChatRequest = { messages: [{ role: 'user', content: 'hello' }], maxTokens: 100 };
const failure = (code: FailureCode, options: { retryAfterSeconds?: number } = {}) => new MillwrightError(code, `it said ${code}`, options);

function routing(over: { refuseUnpriced?: boolean } = {}) {
  const clock = { ms: 1_000_000 };
  const router = new Router({
    catalog: catalogOf({ file: FILE, variables: {}, hasOwnFile: true }),
    connect: (model) => ({ ...model, complete: () => Promise.reject(new Error('not asked here')) }),
    refuseUnpriced: over.refuseUnpriced ?? false,
    now: () => clock.ms,
  });
  const failed = new Map<RoutedModel, MillwrightError>();
  /** The next model of this call, by name; `fail` says what comes of the one before. */
  const next = (fail?: MillwrightError, asked: ChatRequest = request): string => {
    if (fail && current) {
      router.report(current, fail, 10);
      failed.set(current, fail);
    }
    current = router.choose(medium, asked, failed);
    return `${current.provider}/${current.model}`;
  };
  let current: RoutedModel | null = null;
  return { router, clock, failed, next, fresh: () => (failed.clear(), (current = null)) };
}

describe('the tier of a route', () => {
  it('moves with the preference and with each escalation, within the tiers', () => {
    const of = (tier: Route['tier'], preference: Route['preference'], escalate = 0) => tierOfRoute({ tier, preference, escalate });
    expect([of('medium', 'fast'), of('medium', 'balanced'), of('medium', 'quality')]).toEqual(['simple', 'medium', 'complex']);
    expect([of('simple', 'fast'), of('complex', 'quality')]).toEqual(['simple', 'complex']);
    expect([of('simple', 'fast', 1), of('complex', 'fast', 1), of('complex', 'balanced', 2)]).toEqual(['medium', 'complex', 'complex']);
  });
});

describe('the choice of a model', () => {
  it('is the first of the chain; after a failure one of another provider', () => {
    const { next, fresh } = routing();
    expect(next()).toBe('a/one');
    expect(next(failure('LLM_UNAVAILABLE'))).toBe('b/one');
    fresh();
    expect(next()).toBe('a/one');
    // What a provider refuses of one model it may take of another.
    expect(next(failure('LLM_REQUEST_REFUSED'))).toBe('a/two');
  });

  it('passes over a provider that fails again and again, and tries it when nobody else is left, or after a while', () => {
    const { next, fresh, clock } = routing();
    for (let call = 0; call < 3; call += 1) {
      expect(next()).toBe('a/one');
      expect(next(failure('LLM_UNAVAILABLE'))).toBe('b/one');
      fresh();
    }
    expect(next()).toBe('b/one');
    expect(next(failure('LLM_UNAVAILABLE'))).toBe('a/one');
    fresh();
    clock.ms += 20_000;
    expect(next()).toBe('a/one');
  });

  it('passes over a slow failure at once: each one costs the time of a timeout', () => {
    const { router, next, fresh } = routing();
    next();
    router.report(router.choose(medium, request, new Map()), failure('LLM_UNAVAILABLE'), 60_000);
    fresh();
    expect(next()).toBe('b/one');
  });

  it('obeys Retry-After: not asked before, whoever else could answer, and asked first after it', () => {
    const { next, fresh, clock } = routing();
    next();
    expect(next(failure('LLM_RATE_LIMITED', { retryAfterSeconds: 60 }))).toBe('b/one');
    fresh();
    expect(next()).toBe('b/one');
    clock.ms += 60_001;
    fresh();
    expect(next()).toBe('a/one');
  });

  it('says the shortest wait when all ask us to wait, and asks nobody meanwhile', () => {
    const { router, next, fresh, clock } = routing();
    next();
    next(failure('LLM_RATE_LIMITED', { retryAfterSeconds: 60 }));
    expect(() => next(failure('LLM_RATE_LIMITED', { retryAfterSeconds: 20 }))).toThrow(
      expect.objectContaining({ code: 'LLM_RATE_LIMITED', options: { unbilled: true, retryAfterSeconds: 20 } }),
    );
    fresh();
    clock.ms += 5_000;
    expect(() => router.choose(medium, request, new Map())).toThrow(
      expect.objectContaining({ code: 'LLM_RATE_LIMITED', options: { unbilled: true, retryAfterSeconds: 15 } }),
    );
    expect(() => router.choose(medium, request, new Map())).toThrow(/it goes on at 00:17:00 UTC.*b: it said LLM_RATE_LIMITED/);
  });

  it('learns waits from other workers', () => {
    const { router, next, clock } = routing();
    router.learn([{ provider: 'a', untilMs: clock.ms + 1_000, reason: 'told elsewhere' }]);
    expect(next()).toBe('b/one');
    clock.ms += 1_001;
    expect(next()).toBe('a/one');
  });

  it('keeps to a wait although a call that was under way is answered after all', () => {
    const { router, clock } = routing();
    const model = router.choose(medium, request, new Map());
    router.report(model, failure('LLM_RATE_LIMITED', { retryAfterSeconds: 30 }), 10);
    router.report(model, null, 10);
    expect(router.waitOf('a')?.untilMs).toBe(clock.ms + 30_000);
    expect(router.choose(medium, request, new Map()).provider).toBe('b');
  });

  it('waits longer each time for a 429 that does not say how long', () => {
    const { router, clock } = routing();
    const model = router.choose(medium, request, new Map());
    const waits = [1, 2, 3, 4, 5, 6].map(() => {
      router.report(model, failure('LLM_RATE_LIMITED'), 10);
      const wait = (router.waitOf('a')?.untilMs ?? 0) - clock.ms;
      clock.ms += wait + 1;
      return wait;
    });
    for (const [index, base] of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(base);
      expect(waits[index]).toBeLessThanOrEqual(base * 1.2);
    }
  });

  it('ends with the failure that may heal: a key refused elsewhere does not end a build', () => {
    const { next } = routing();
    next();
    next(failure('LLM_AUTH'));
    expect(() => next(failure('LLM_UNAVAILABLE'))).toThrow(expect.objectContaining({ code: 'LLM_UNAVAILABLE' }));
    const both = routing();
    both.next();
    both.next(failure('LLM_AUTH'));
    expect(() => both.next(failure('LLM_AUTH'))).toThrow(expect.objectContaining({ code: 'LLM_AUTH' }));
  });

  it('asks first who can take the request as it is', () => {
    const long = { messages: [{ role: 'user' as const, content: 'some words '.repeat(40_000) }], maxTokens: 100 };
    expect(routing().next(undefined, long)).toBe('b/one');
    const { router } = routing();
    expect(router.choose({ tier: 'simple', preference: 'balanced' }, request, new Map())).toMatchObject({ provider: 'c', model: 'small' });
    // Nobody of the chain can be asked: the nearest tier answers.
    expect(router.choose({ tier: 'complex', preference: 'balanced' }, request, new Map())).toMatchObject({ provider: 'a', model: 'one' });
  });

  it('is the model a person named, and no other one', () => {
    const { router } = routing();
    for (const [model, found] of [
      ['b/one', 'b/one'],
      ['two', 'a/two'],
      ['b/new-one', 'b/new-one'],
      ['quite-new', 'a/quite-new'],
    ]) {
      const chosen = router.choose({ ...medium, model }, request, new Map());
      expect(`${chosen.provider}/${chosen.model}`).toBe(found);
      const away = failure('LLM_UNAVAILABLE');
      expect(() => router.choose({ ...medium, model }, request, new Map([[chosen, away]]))).toThrow(away);
    }
  });

  it('leaves out models without a price when told so', () => {
    const { router } = routing({ refuseUnpriced: true });
    expect(() => router.choose({ tier: 'simple', preference: 'balanced' }, request, new Map())).toThrow(/price of c\/small/);
    expect(router.priceOf(medium)).toMatchObject({ promptUsdPerMillion: 1 });
  });
});

describe('the limits of a route', () => {
  it('are those of every model that may take over, but for one too small to count', () => {
    const { router } = routing();
    expect([router.windowTokens(medium), router.answerTokens(medium)]).toEqual([32_000, 4_000]);
    const file = { ...FILE, chains: { medium: ['b/one', 'c/small'] } };
    const other = new Router({
      catalog: catalogOf({ file, variables: {}, hasOwnFile: true }),
      connect: (model) => ({ ...model, complete: () => Promise.reject(new Error()) }),
      refuseUnpriced: false,
    });
    expect(other.windowTokens(medium)).toBe(128_000);
  });
});
