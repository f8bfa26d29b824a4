import type { EntitySpec, FieldSpec, ServiceSpec } from '../spec.js';

type Json = Record<string, unknown>;

/** `docs/openapi.json`: the OpenAPI 3.1 document of the designed service, the same as it will answer at /openapi.json. */
export function openapiDocument(spec: ServiceSpec): string {
  const paths: Json = { '/health': { get: { summary: 'Tell that the service is up', responses: { 200: { description: 'It is up' } } } } };
  const schemas: Json = {};
  for (const entity of spec.entities) {
    schemas[entity.name] = schema(entity);
    paths[`/${entity.path}`] = collectionPath(entity);
    paths[`/${entity.path}/{id}`] = itemPath(entity);
  }
  return `${JSON.stringify({ openapi: '3.1.0', info: { title: spec.title, version: '1.0.0' }, paths, components: { schemas } }, null, 2)}\n`;
}

/** `docs/schemas/<name>.schema.json`: the rules of one entity for validators, the same as the OpenAPI document has. */
export function validationSchema(entity: EntitySpec): string {
  const $id = `${entity.name}.schema.json`;
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', $id, title: entity.name, ...schema(entity) }, null, 2)}\n`;
}

const TYPES: Partial<Record<FieldSpec['type'], Json>> = {
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  email: { type: 'string', format: 'email' },
  url: { type: 'string', format: 'uri' },
  list: { type: 'array', items: { type: 'string' } },
  reference: { type: 'integer' },
};

function schema(entity: EntitySpec): Json {
  const time = { type: 'string', format: 'date-time', readOnly: true };
  return {
    type: 'object',
    required: entity.fields.filter((field) => field.required && field.default === null).map((field) => field.name),
    additionalProperties: false,
    properties: {
      id: { type: 'integer', readOnly: true },
      ...Object.fromEntries(entity.fields.map((field) => [field.name, property(field)])),
      created_at: time,
      updated_at: time,
    },
  };
}

function property(field: FieldSpec): Json {
  const nullable = !field.required && field.type !== 'boolean' && field.type !== 'list';
  const rules: Json = field.type === 'enum' ? { enum: nullable ? [...field.values, null] : field.values } : { ...(TYPES[field.type] ?? { type: 'string' }) };
  if (nullable && field.type !== 'enum') rules.type = [rules.type, 'null'];
  const [smallest, largest] =
    field.type === 'list'
      ? ['minItems', 'maxItems']
      : field.type === 'integer' || field.type === 'number'
        ? ['minimum', 'maximum']
        : ['minLength', 'maxLength'];
  if (field.min !== null) rules[smallest as string] = field.min;
  if (field.max !== null) rules[largest as string] = field.max;
  if (!field.required) rules.default = field.type === 'list' ? [] : field.type === 'boolean' ? field.default === true : field.default;
  return rules;
}

function collectionPath(entity: EntitySpec): Json {
  const options = ['limit', 'offset', 'page', 'sort', 'q', ...entity.fields.map((field) => field.name)];
  const parameters = options.map((name) => ({ name, in: 'query', schema: { type: 'string' } }));
  return {
    get: { summary: `List ${entity.path}`, parameters, responses: { 200: { description: 'A page' }, 422: { description: 'Invalid options' } } },
    post: {
      summary: `Create a new ${entity.name}`,
      requestBody: body(entity),
      responses: { 201: content(entity, 'Created'), ...failures(400, 409, 413, 415, 422) },
    },
  };
}

function itemPath(entity: EntitySpec): Json {
  const change = failures(400, 404, 409, 413, 415, 422);
  const one = `one ${entity.name}`;
  return {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
    get: { summary: `Read ${one}`, responses: { 200: content(entity, 'Found'), ...failures(404) } },
    put: { summary: `Replace ${one}`, requestBody: body(entity), responses: { 200: content(entity, 'Replaced'), ...change } },
    patch: {
      summary: `Change some fields of ${one}`,
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      responses: { 200: content(entity, 'Changed'), ...change },
    },
    delete: { summary: `Delete ${one}`, responses: { 204: { description: 'Deleted' }, ...failures(404, 409) } },
  };
}

function content(entity: EntitySpec, description: string): Json {
  return { description, content: { 'application/json': { schema: { $ref: `#/components/schemas/${entity.name}` } } } };
}

function body(entity: EntitySpec): Json {
  return { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${entity.name}` } } } };
}

function failures(...statuses: number[]): Json {
  return Object.fromEntries(statuses.map((status) => [status, { description: 'A problem (RFC 9457)', content: { 'application/problem+json': {} } }]));
}
