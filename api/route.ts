import type { Request, Response } from 'express';
import type { z } from 'zod';
import { MillwrightError, type FailureCode } from '../contracts/failures.js';
import { idempotencyKeySchema, noParams, noQuery } from '../schemas/requests.js';
import { invalidInput } from './errors.js';
import { readJsonBody } from './body.js';
import type { AppDeps } from './deps.js';
import type { Role, User } from './roles.js';

export interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** What a handler is given: everything parsed, the user authorised. */
export interface Context<P, Q, B> {
  deps: AppDeps;
  user: User;
  params: P;
  query: Q;
  body: B;
  /** The `Idempotency-Key` header; null without one. */
  idempotencyKey: string | null;
  requestId: string;
  request: Request;
  response: Response;
}

export interface RouteSpec<P, Q, B> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it, without the `/api` prefix. */
  path: string;
  /** The operationId, and the method of the typed client: a verb and a noun, `createBuild`. Stays when the path changes. */
  operation: string;
  summary: string;
  tag: 'builds' | 'decisions' | 'reading' | 'projects' | 'artifacts' | 'agents' | 'code' | 'executions' | 'operation' | 'auth' | 'chat' | 'notifications';
  /** The least role that may do this; `open` needs no token. */
  access: Role | 'open';
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** Bytes of a body that may be larger than most. */
  bodyBytesMax?: number;
  /** The body is a form with one file in it, which the handler reads as a stream; there is no `body` then. */
  form?: { field: string; description: string };
  /** Set where a repeat with the same `Idempotency-Key` is answered like the first. */
  idempotent?: boolean;
  /** Statuses of success with what they carry. */
  responses: Record<number, { description: string; schema?: z.ZodType; contentType?: string }>;
  /** Failures beside those every route has. */
  failures?: FailureCode[];
  /** Answers, or null when it wrote the response itself. */
  handle(context: Context<P, Q, B>): Promise<Reply | null>;
}

/** A route whose types are closed over: what the registry, the dispatcher and the OpenAPI document need. */
export interface Route extends Omit<RouteSpec<unknown, unknown, unknown>, 'handle' | 'params' | 'query' | 'body'> {
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType | null;
  run(raw: RawContext): Promise<Reply | null>;
}
export type RawContext = Pick<Context<unknown, unknown, unknown>, 'deps' | 'user' | 'requestId' | 'request' | 'response'>;

/** Closes a route over its types. Order of checks: path, query, headers, body; each refusal is a 4xx of the catalogue. */
export function defineRoute<P = Record<string, never>, Q = Record<string, never>, B = undefined>(spec: RouteSpec<P, Q, B>): Route {
  const params = spec.params ?? (noParams as unknown as z.ZodType<P>);
  const query = spec.query ?? (noQuery as unknown as z.ZodType<Q>);
  return {
    ...spec,
    params,
    query,
    body: spec.body ?? null,
    async run(raw) {
      const { request } = raw;
      const parsedParams = parseWith(params, '/path', request.params);
      const parsedQuery = parseWith(query, '/query', { ...request.query });
      const idempotencyKey = readIdempotencyKey(request);
      const body = spec.body ? parseWith(spec.body, '', (await readJsonBody(request, spec.bodyBytesMax)) ?? {}) : (undefined as B);
      return spec.handle({ ...raw, params: parsedParams, query: parsedQuery, body, idempotencyKey });
    },
  };
}

function parseWith<T>(schema: z.ZodType<T>, root: string, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(root, parsed.error);
  return parsed.data;
}

function readIdempotencyKey(request: Request): string | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  const parsed = idempotencyKeySchema.safeParse(Array.isArray(header) ? header.join(',') : header);
  if (parsed.success) return parsed.data;
  const detail = 'must be 1 to 200 visible ASCII characters';
  throw new MillwrightError('INVALID_INPUT', `Idempotency-Key: ${detail}`, { errors: [{ pointer: '/header/Idempotency-Key', detail }] });
}
