/** Is it an OpenAPI 3.0 or 3.1 document that tools would take? Checked by the rules of the specification; nothing is fetched. */
import { checkReference, checkSchema, parseJson } from './json-schema.js';
import { below, isObject, ProblemList, resolveLocal, type Json } from './problem-list.js';

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
const PATH_ITEM_KEYS = new Set<string>([...METHODS, 'summary', 'description', 'parameters', 'servers', '$ref']);
const PLACES = new Set(['query', 'header', 'path', 'cookie']);
const STATUS = /^(?:[1-5]\d\d|[1-5]XX|default)$/;
const COMPONENT_NAME = /^[A-Za-z0-9._-]+$/;

/** Problems of a document; empty when it is sound. */
export function openApiProblems(text: string): string[] {
  const problems = new ProblemList();
  const document = parseJson(text, problems);
  if (document === undefined) return problems.list();
  if (!isObject(document)) problems.add('', 'an OpenAPI document is an object');
  else checkDocument(document, problems);
  return problems.list();
}

/** `GET /tasks/{}` for every operation of a sound document: parameters without their names, so that they compare. */
export function operationsOf(text: string): { method: string; path: string }[] {
  const document: unknown = JSON.parse(text);
  const paths = isObject(document) && isObject(document['paths']) ? document['paths'] : {};
  return Object.entries(paths).flatMap(([path, item]) =>
    isObject(item) ? METHODS.filter((method) => method in item).map((method) => ({ method, path })) : [],
  );
}

function checkDocument(document: Json, problems: ProblemList): void {
  const version = document['openapi'];
  if (typeof version !== 'string' || !/^3\.[01]\.\d+$/.test(version)) problems.add('/openapi', 'must name the version, 3.1.0 for instance');
  const { info, paths } = document;
  if (!isObject(info)) problems.add('/info', 'is missing');
  else for (const key of ['title', 'version']) if (typeof info[key] !== 'string' || info[key] === '') problems.add(`/info/${key}`, 'must be a text');
  if (!isObject(paths)) return problems.add('/paths', 'must be an object of paths');
  if (Object.keys(paths).length === 0) problems.add('/paths', 'is empty: name every path of the API');
  const operationIds = new Set<string>();
  for (const [path, item] of Object.entries(paths)) if (!path.startsWith('x-')) checkPathItem(path, item, document, operationIds, problems);
  checkSamePaths(Object.keys(paths), problems);
  if ('components' in document) checkComponents(document['components'], document, problems);
}

function checkPathItem(path: string, item: unknown, root: Json, operationIds: Set<string>, problems: ProblemList): void {
  const pointer = below('/paths', path);
  if (!path.startsWith('/')) problems.add(pointer, 'a path begins with /');
  if (path.includes('?') || path.includes('#')) problems.add(pointer, 'a path has no query: name those as parameters');
  if (!isObject(item)) return problems.add(pointer, 'must be an object of operations');
  for (const key of Object.keys(item))
    if (!PATH_ITEM_KEYS.has(key) && !key.startsWith('x-')) problems.add(below(pointer, key), 'is no method of HTTP in lower case');
  const shared = checkParameters(item['parameters'], below(pointer, 'parameters'), root, problems);
  for (const method of METHODS)
    if (method in item) checkOperation(path, item[method], { pointer: below(pointer, method), root, shared, operationIds }, problems);
}

interface At {
  pointer: string;
  root: Json;
  /** Path parameters of the whole path. */
  shared: Set<string>;
  operationIds: Set<string>;
}

function checkOperation(path: string, operation: unknown, { pointer, root, shared, operationIds }: At, problems: ProblemList): void {
  if (!isObject(operation)) return problems.add(pointer, 'must be an object');
  const { operationId, responses, requestBody } = operation;
  if (operationId !== undefined) {
    if (typeof operationId !== 'string' || operationId === '') problems.add(below(pointer, 'operationId'), 'must be a text');
    else if (operationIds.has(operationId)) problems.add(below(pointer, 'operationId'), `${operationId} is used twice`);
    else operationIds.add(operationId);
  }
  const own = checkParameters(operation['parameters'], below(pointer, 'parameters'), root, problems);
  const declared = new Set([...shared, ...own]);
  const inPath = new Set([...path.matchAll(/\{([^{}/]+)\}/g)].map((match) => match[1] ?? ''));
  for (const name of inPath) if (!declared.has(name)) problems.add(pointer, `the path parameter ${name} is not declared (in: path, required: true)`);
  for (const name of own) if (!inPath.has(name)) problems.add(pointer, `declares the path parameter ${name}, which the path does not have`);
  if (requestBody !== undefined) checkContentHolder(requestBody, below(pointer, 'requestBody'), root, problems, true);
  if (!isObject(responses) || Object.keys(responses).length === 0) return problems.add(below(pointer, 'responses'), 'must name at least one status');
  for (const [status, response] of Object.entries(responses)) {
    const at = below(below(pointer, 'responses'), status);
    if (!STATUS.test(status) && !status.startsWith('x-')) problems.add(at, 'must be a status (200, 4XX) or default');
    else checkResponse(response, at, root, problems);
  }
}

/** The names of the path parameters among them. */
function checkParameters(list: unknown, pointer: string, root: Json, problems: ProblemList): Set<string> {
  const inPath = new Set<string>();
  if (list === undefined) return inPath;
  if (!Array.isArray(list)) {
    problems.add(pointer, 'must be a list');
    return inPath;
  }
  for (const [index, given] of (list as unknown[]).entries()) {
    const at = below(pointer, index);
    const parameter = dereferenced(given, at, root, problems);
    if (!isObject(parameter)) continue;
    const { name, in: place } = parameter;
    if (typeof name !== 'string' || name === '') problems.add(at, 'has no name');
    if (typeof place !== 'string' || !PLACES.has(place)) problems.add(at, '"in" must be query, header, path or cookie');
    if (place === 'path' && parameter['required'] !== true) problems.add(at, 'a path parameter has required: true');
    if (place === 'path' && typeof name === 'string') inPath.add(name);
    if ('schema' in parameter) checkSchema(parameter['schema'], below(at, 'schema'), root, problems);
    else if (!isObject(parameter['content'])) problems.add(at, 'needs a schema');
  }
  return inPath;
}

function checkResponse(given: unknown, pointer: string, root: Json, problems: ProblemList): void {
  const response = dereferenced(given, pointer, root, problems);
  if (response === null) return;
  if (!isObject(response) || typeof response['description'] !== 'string') problems.add(pointer, 'a response has a description');
  else checkContentHolder(response, pointer, root, problems, false);
}

function checkContentHolder(given: unknown, pointer: string, root: Json, problems: ProblemList, isNeeded: boolean): void {
  const holder = dereferenced(given, pointer, root, problems);
  if (holder === null) return;
  const content = isObject(holder) ? holder['content'] : undefined;
  if (content === undefined && !isNeeded) return;
  if (!isObject(content)) return problems.add(below(pointer, 'content'), 'must be an object of media types');
  for (const [type, media] of Object.entries(content)) {
    const at = below(below(pointer, 'content'), type);
    if (!type.includes('/')) problems.add(at, 'is no media type');
    if (isObject(media) && 'schema' in media) checkSchema(media['schema'], below(at, 'schema'), root, problems);
  }
}

function checkComponents(components: unknown, root: Json, problems: ProblemList): void {
  if (!isObject(components)) return problems.add('/components', 'must be an object');
  for (const [kind, group] of Object.entries(components)) {
    if (kind.startsWith('x-')) continue;
    if (!isObject(group)) {
      problems.add(`/components/${kind}`, 'must be an object');
      continue;
    }
    for (const [name, component] of Object.entries(group)) {
      const at = below(`/components/${kind}`, name);
      if (!COMPONENT_NAME.test(name)) problems.add(at, 'is no name of a component (letters, digits, . _ -)');
      if (kind === 'schemas') checkSchema(component, at, root, problems);
      if (kind === 'responses') checkResponse(component, at, root, problems);
    }
  }
}

/** `/a/{id}` and `/a/{name}` are the same path to a router. */
function checkSamePaths(paths: string[], problems: ProblemList): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const shape = path.replaceAll(/\{[^{}/]*\}/g, '{}');
    const other = seen.get(shape);
    if (other !== undefined) problems.add(below('/paths', path), `is the same path as ${other}`);
    seen.set(shape, path);
  }
}

/** The thing itself or what its `$ref` names; null when that leads nowhere, which is told. */
function dereferenced(given: unknown, pointer: string, root: Json, problems: ProblemList): unknown {
  if (!isObject(given) || !('$ref' in given)) return given;
  checkReference(given['$ref'], below(pointer, '$ref'), root, problems);
  return typeof given['$ref'] === 'string' && given['$ref'].startsWith('#') ? (resolveLocal(root, given['$ref']) ?? null) : null;
}
