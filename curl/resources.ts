import { isSchema, resolveSchema, type Schema } from './example.js';

/** What an OpenAPI document says about one collection of a REST service. */
export interface Resource {
  /** `/tasks` */
  collection: string;
  /** `/tasks/{id}`, when items can be read. */
  item: string | null;
  /** The schema of a new item. */
  body: unknown;
  /** Query parameters of the list that name a field of an item, with the schemas of those fields. */
  filters: { name: string; schema: Schema }[];
}

// What may stand in a line that people paste into a shell, unquoted: nothing a shell reads as more than a word.
const PLAIN_PATH = /^(?:\/[A-Za-z0-9._~-]+)+\/?$/;
const ITEM_PATH = /^(.*)\/\{[A-Za-z0-9_]+\}\/?$/;
const NAME = /^[A-Za-z0-9_.-]{1,60}$/;

/** The collections one can post to, those with readable items first. */
export function findResources(document: Schema): Resource[] {
  const paths = isSchema(document['paths']) ? document['paths'] : {};
  const found = Object.entries(paths).flatMap(([path, operations]) => {
    const body = PLAIN_PATH.test(path) && isSchema(operations) ? bodySchema(document, operations['post']) : null;
    if (!body || !isSchema(operations)) return [];
    const item = Object.keys(paths).find((other) => ITEM_PATH.exec(other)?.[1] === path.replace(/\/$/, '') && has(paths[other], 'get'));
    return [{ collection: path, item: item ?? null, body, filters: filtersOf(document, operations, body) }];
  });
  return found.sort((left, right) => Number(right.item !== null) - Number(left.item !== null));
}

/** The address of one item; null when its id could mean something to a shell. */
export function itemPath(resource: Resource, id: unknown): string | null {
  const text = String(id);
  if (resource.item === null || !/^[A-Za-z0-9_.~-]{1,64}$/.test(text) || (typeof id !== 'string' && typeof id !== 'number')) return null;
  return `${resource.collection.replace(/\/$/, '')}/${text}`;
}

function bodySchema(document: Schema, operation: unknown): unknown {
  if (!isSchema(operation)) return null;
  const body = resolveSchema(document, operation['requestBody']);
  const content = isSchema(body['content']) ? body['content'] : {};
  const json = content['application/json'];
  return isSchema(json) ? (json['schema'] ?? null) : null;
}

function filtersOf(document: Schema, operations: Schema, body: unknown): { name: string; schema: Schema }[] {
  const list = operations['get'];
  const fields = resolveSchema(document, body)['properties'];
  if (!isSchema(list) || !Array.isArray(list['parameters']) || !isSchema(fields)) return [];
  return list['parameters'].flatMap((raw) => {
    const parameter = resolveSchema(document, raw);
    const name = parameter['name'];
    if (parameter['in'] !== 'query' || typeof name !== 'string' || !NAME.test(name) || !Object.hasOwn(fields, name)) return [];
    return [{ name, schema: resolveSchema(document, fields[name]) }];
  });
}

function has(operations: unknown, verb: string): boolean {
  return isSchema(operations) && isSchema(operations[verb]);
}
