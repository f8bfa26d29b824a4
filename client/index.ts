/**
 * The typed client of the HTTP API, for browsers and Node 20: one method per operation of the OpenAPI document, and the events
 * of a build. Imports nothing of ours; client/generated/ is made by scripts/generate-client.mjs.
 */
import { Call, type ClientOptions } from './call.js';
import { buildEvents, type EventsOptions } from './events.js';
import { operations } from './generated/index.js';

export type * from './generated/index.js';
export type { CallOptions, ClientOptions, Page, StreamEvent, StreamOptions } from './call.js';
export type { EventsOptions, NumberedEvent } from './events.js';
export type { Pause, RetryOptions } from './pauses.js';
export { ApiProblem, BadAnswer, NoAnswer } from './problem.js';

/**
 * `const client = createClient({ baseUrl: 'http://127.0.0.1:4500', token })`, then `await client.createBuild({ description })`.
 * Path parameters come first, then body, query and options. Reads and writes with an Idempotency-Key (one is made for each call
 * that takes one) are repeated while the API is away, with its Retry-After. Throws ApiProblem for what was refused, NoAnswer
 * when nothing answered, the signal's reason when aborted.
 */
export function createClient(options: ClientOptions) {
  const call = new Call(options);
  return {
    ...operations(call),
    /** The events of a build, each exactly once, resumed by itself; ends after `build.ended`. */
    events: <E extends object = Record<string, unknown>>(buildId: string, how?: EventsOptions) => buildEvents<E>(call, buildId, how),
  };
}

export type Client = ReturnType<typeof createClient>;
