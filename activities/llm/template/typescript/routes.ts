import { source } from '../source.js';

/** `src/routes.ts`. */
export const TYPESCRIPT_ROUTES = source`
/** From a request to a response: which path and method does what. */

import { type Entity, entityAt, type Values } from './models.ts';
import { describe, openapi } from './openapi.ts';
import { listItems } from './query.ts';
import { emptyResponse, jsonResponse, problem, type Request, type Response } from './responses.ts';
import { Conflict, type Store, UnknownReference } from './store.ts';
import { validate } from './validation.ts';

type Action = (request: Request) => Response;

const JSON_TYPES = ['', 'application/json', 'application/merge-patch+json'];

/** Answers one request. HEAD is answered like GET; the server leaves the body out. */
export function handle(request: Request, store: Store): Response {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const actions = actionsFor(request.path, store);
  if (!actions) return problem(404, 'There is nothing at this path; GET / lists what there is');
  const allowed = { Allow: [...actions.keys(), 'HEAD', 'OPTIONS'].toSorted().join(', ') };
  if (method === 'OPTIONS') return emptyResponse(allowed);
  const action = actions.get(method);
  if (!action)
    return problem(405, \`This path does not support \${request.method}\`, undefined, allowed);
  try {
    return action(request);
  } catch (error) {
    if (error instanceof UnknownReference) return problem(422, error.message, error.problems);
    if (error instanceof Conflict) return problem(409, error.message, error.problems);
    throw error;
  }
}

/** The methods of a path with what they do, or undefined when nothing is there. */
function actionsFor(rawPath: string, store: Store): Map<string, Action> | undefined {
  const path = rawPath.replace(/\/+$/, '') || '/';
  if (path === '/') return new Map([['GET', () => jsonResponse(200, describe())]]);
  if (path === '/health') return new Map([['GET', () => jsonResponse(200, { status: 'ok' })]]);
  if (path === '/openapi.json') return new Map([['GET', () => jsonResponse(200, openapi())]]);
  const parts = path.slice(1).split('/');
  const entity = entityAt(parts[0] ?? '');
  if (!entity || parts.length > 2) return undefined;
  if (parts.length === 1) {
    return new Map<string, Action>([
      ['GET', (request) => listAll(entity, store, request)],
      ['POST', (request) => create(entity, store, request)],
    ]);
  }
  const id = parseId(parts[1] ?? '');
  return new Map<string, Action>([
    ['GET', () => read(entity, store, id)],
    ['PUT', (request) => update(entity, store, id, request, false)],
    ['PATCH', (request) => update(entity, store, id, request, true)],
    ['DELETE', () => (store.delete(entity, id) ? emptyResponse() : notFound(entity))],
  ]);
}

/** The id in a path; 0, which no object has, when it is not a number. */
function parseId(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function listAll(entity: Entity, store: Store, request: Request): Response {
  const { page, problems } = listItems(entity, store.all(entity), request.query);
  return problems.length > 0
    ? problem(422, 'The query string has invalid values', problems)
    : jsonResponse(200, page);
}

function create(entity: Entity, store: Store, request: Request): Response {
  const { values, failure } = readBody(entity, request, false);
  if (failure) return failure;
  const item = store.create(entity, values);
  return jsonResponse(201, item, { Location: \`/\${entity.path}/\${item.id}\` });
}

function read(entity: Entity, store: Store, id: number): Response {
  const item = store.get(entity, id);
  return item ? jsonResponse(200, item) : notFound(entity);
}

function update(
  entity: Entity,
  store: Store,
  id: number,
  request: Request,
  partial: boolean,
): Response {
  if (!store.get(entity, id)) return notFound(entity);
  const { values, failure } = readBody(entity, request, partial);
  if (failure) return failure;
  const item = store.update(entity, id, values);
  return item ? jsonResponse(200, item) : notFound(entity);
}

function notFound(entity: Entity): Response {
  return problem(404, \`There is no \${entity.name} with this id\`);
}

/** The validated fields of the body, or the response that says what is wrong with it. */
function readBody(
  entity: Entity,
  request: Request,
  partial: boolean,
): { values: Values; failure?: Response } {
  const [mediaType = '', ...parameters] = request.contentType.toLowerCase().split(';');
  const charset = parameters.join(';').replace(/[\s"]/g, '');
  if (
    !JSON_TYPES.includes(mediaType.trim()) ||
    (charset.startsWith('charset=') && charset !== 'charset=utf-8')
  ) {
    return {
      values: {},
      failure: problem(
        415,
        'Send the body as JSON in UTF-8, with the header Content-Type: application/json',
      ),
    };
  }
  let data: unknown;
  try {
    data = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(request.body),
    );
  } catch {
    return { values: {}, failure: problem(400, 'The body is not valid JSON') };
  }
  if (!isObject(data))
    return {
      values: {},
      failure: problem(422, 'The body must be a JSON object', [
        { field: '', message: 'must be an object' },
      ]),
    };
  const { values, problems } = validate(entity, data, partial);
  return problems.length > 0
    ? { values, failure: problem(422, 'Some fields are invalid', problems) }
    : { values };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
`;
