import type { ServiceSpec } from '../spec.js';
import { source } from '../source.js';
import { assigned, quoted } from './print.js';

/** `src/openapi.ts`: the service's description of itself, computed from the models. */
export function typescriptOpenapi(spec: ServiceSpec): string {
  return OPENAPI.replace("const TITLE = '@TITLE@';", () => assigned(0, 'const TITLE', quoted(spec.title)));
}

const OPENAPI = source`
/** The service's description of itself, made from the entities. */

import { emptyValue, ENTITIES, type Entity, type Field, type FieldType } from './models.ts';

type Json = Record<string, unknown>;

const TITLE = '@TITLE@';
const VERSION = '1.0.0';
const TYPES: Partial<Record<FieldType, Json>> = {
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

/** What GET / answers: the collections and their fields. */
export function describe(): Json {
  return {
    service: TITLE,
    openapi: '/openapi.json',
    health: '/health',
    collections: Object.fromEntries(
      ENTITIES.map((entity) => [\`/\${entity.path}\`, entity.fields.map((field) => field.name)]),
    ),
  };
}

/** The OpenAPI 3.1 document of this service. */
export function openapi(): Json {
  const paths: Json = {
    '/health': {
      get: {
        summary: 'Tell that the service is up',
        responses: { 200: { description: 'It is up' } },
      },
    },
  };
  const schemas: Json = {};
  for (const entity of ENTITIES) {
    schemas[entity.name] = schema(entity);
    paths[\`/\${entity.path}\`] = collectionPath(entity);
    paths[\`/\${entity.path}/{id}\`] = itemPath(entity);
  }
  return {
    openapi: '3.1.0',
    info: { title: TITLE, version: VERSION },
    paths,
    components: { schemas },
  };
}

function schema(entity: Entity): Json {
  const time = { type: 'string', format: 'date-time', readOnly: true };
  return {
    type: 'object',
    required: entity.fields
      .filter((field) => field.required && field.default === undefined)
      .map((field) => field.name),
    additionalProperties: false,
    properties: {
      id: { type: 'integer', readOnly: true },
      ...Object.fromEntries(entity.fields.map((field) => [field.name, propertySchema(field)])),
      created_at: time,
      updated_at: time,
    },
  };
}

function propertySchema(field: Field): Json {
  const nullable = !field.required && field.type !== 'boolean' && field.type !== 'list';
  const rules: Json = { ...(TYPES[field.type] ?? { type: 'string' }) };
  if (field.type === 'enum') {
    delete rules.type;
    rules.enum = nullable ? [...(field.choices ?? []), null] : field.choices;
  } else if (nullable) {
    rules.type = [rules.type, 'null'];
  }
  const isNumber = field.type === 'integer' || field.type === 'number';
  const [smallest, largest] = isNumber
    ? ['minimum', 'maximum']
    : field.type === 'list'
      ? ['minItems', 'maxItems']
      : ['minLength', 'maxLength'];
  if (field.minimum !== undefined) rules[smallest] = field.minimum;
  if (field.maximum !== undefined) rules[largest] = field.maximum;
  if (!field.required) rules.default = emptyValue(field);
  return rules;
}

function collectionPath(entity: Entity): Json {
  const options = [
    'limit',
    'offset',
    'page',
    'sort',
    'q',
    ...entity.fields.map((field) => field.name),
  ];
  const parameters = options.map((name) => ({ name, in: 'query', schema: { type: 'string' } }));
  return {
    get: {
      summary: \`List \${entity.path}\`,
      parameters,
      responses: { 200: { description: 'A page' }, 422: { description: 'Invalid options' } },
    },
    post: {
      summary: \`Create a new \${entity.name}\`,
      requestBody: body(entity),
      responses: { 201: content(entity, 'Created'), ...failures(400, 409, 413, 415, 422) },
    },
  };
}

function itemPath(entity: Entity): Json {
  const change = failures(400, 404, 409, 413, 415, 422);
  return {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
    get: {
      summary: \`Read one \${entity.name}\`,
      responses: { 200: content(entity, 'Found'), ...failures(404) },
    },
    put: {
      summary: \`Replace one \${entity.name}\`,
      requestBody: body(entity),
      responses: { 200: content(entity, 'Replaced'), ...change },
    },
    patch: {
      summary: \`Change some fields of one \${entity.name}\`,
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { type: 'object' } } },
      },
      responses: { 200: content(entity, 'Changed'), ...change },
    },
    delete: {
      summary: \`Delete one \${entity.name}\`,
      responses: { 204: { description: 'Deleted' }, ...failures(404, 409) },
    },
  };
}

function content(entity: Entity, description: string): Json {
  return {
    description,
    content: { 'application/json': { schema: { $ref: \`#/components/schemas/\${entity.name}\` } } },
  };
}

function body(entity: Entity): Json {
  return {
    required: true,
    content: { 'application/json': { schema: { $ref: \`#/components/schemas/\${entity.name}\` } } },
  };
}

function failures(...statuses: number[]): Json {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: 'A problem (RFC 9457)', content: { 'application/problem+json': {} } },
    ]),
  );
}
`;
