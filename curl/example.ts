/**
 * An example value for a JSON schema, made from its types, formats, enums and limits. The schema comes from generated
 * code: depth and size are bounded, references are followed only inside the document, and nothing of it is executed.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Schema = Record<string, unknown>;

// Deeper nesting than this is no request body a person would type; it also ends circular references.
const DEPTH_MAX = 6;
// Optional fields shown besides the required ones: the line should still fit a terminal.
const OPTIONAL_FIELDS_MAX = 6;
const TEXT_MAX = 80;

/** Plausible words for the names people give to fields. */
const WORDS: [pattern: RegExp, word: string][] = [
  [/e.?mail/i, 'ada@example.com'],
  [/(url|link|website)$/i, 'https://example.com'],
  [/(^|_)(date|due|deadline|day|birthday)|date$|_on$/i, '2030-01-31'],
  [/_at$|time(stamp)?$/i, '2030-01-31T09:00:00Z'],
  [/author|owner|assignee|(first|last|full)_?name|person|user/i, 'Ada Lovelace'],
  [/isbn/i, '9780141439600'],
  [/title|subject|headline/i, 'A first example'],
  [/name$|label/i, 'Example'],
  [/phone/i, '+49 30 123456'],
  [/country/i, 'Germany'],
  [/city/i, 'Berlin'],
  [/currency/i, 'EUR'],
];
const FORMATS: Record<string, string> = {
  date: '2030-01-31',
  'date-time': '2030-01-31T09:00:00Z',
  time: '09:00:00Z',
  email: 'ada@example.com',
  uri: 'https://example.com',
  url: 'https://example.com',
  uuid: '6f1d2c3b-4a59-4e68-8d7c-0123456789ab',
  ipv4: '192.0.2.1',
  hostname: 'example.com',
};

/** An example for `schema`; `optional` says whether fields that are not required are filled in too. */
export function exampleOf(document: Schema, schema: unknown, options: { optional: boolean }): Json {
  return build({ document, optional: options.optional }, schema, '', 0);
}

/** Follows `#/...` references and merges `allOf`; anything else about composition takes the first usable branch. */
export function resolveSchema(document: Schema, schema: unknown, depth = 0): Schema {
  if (!isSchema(schema) || depth > DEPTH_MAX) return {};
  if (typeof schema['$ref'] === 'string') return resolveSchema(document, pointer(document, schema['$ref']), depth + 1);
  if (Array.isArray(schema['allOf'])) {
    const parts = schema['allOf'].map((part) => resolveSchema(document, part, depth + 1));
    return [...parts, { ...schema, allOf: undefined }].reduce(merge, {});
  }
  const branches = [schema['oneOf'], schema['anyOf']].find(Array.isArray);
  if (!branches) return schema;
  const usable = branches.map((branch) => resolveSchema(document, branch, depth + 1)).find((branch) => branch['type'] !== 'null');
  return merge(schema, usable ?? {});
}

function merge(left: Schema, right: Schema): Schema {
  const properties = { ...asSchema(left['properties']), ...asSchema(right['properties']) };
  const required = [...asList(left['required']), ...asList(right['required'])];
  return { ...left, ...right, ...(Object.keys(properties).length > 0 ? { properties } : {}), ...(required.length > 0 ? { required } : {}) };
}

interface Context {
  document: Schema;
  optional: boolean;
}

function build(context: Context, raw: unknown, name: string, depth: number): Json {
  const schema = resolveSchema(context.document, raw);
  const given = [schema['const'], schema['example'], asList(schema['examples'])[0], asList(schema['enum'])[0]].find(isJson);
  if (given !== undefined) return given;
  switch (typeOf(schema)) {
    case 'object':
      return depth > DEPTH_MAX ? {} : objectOf(context, schema, depth);
    case 'array':
      return depth > DEPTH_MAX
        ? []
        : Array.from({ length: Math.min(5, number(schema['minItems']) ?? 1) }, () => build(context, schema['items'], name, depth + 1));
    case 'boolean':
      return false;
    case 'integer':
      return numberOf(schema, name, true);
    case 'number':
      return numberOf(schema, name, false);
    case 'null':
      return null;
    default:
      return textOf(schema, name);
  }
}

function objectOf(context: Context, schema: Schema, depth: number): Json {
  const required = new Set(asList(schema['required']));
  const result: { [key: string]: Json } = {};
  let optional = 0;
  for (const [key, property] of Object.entries(asSchema(schema['properties']))) {
    const resolved = resolveSchema(context.document, property);
    if (resolved['readOnly'] === true || key === '__proto__') continue;
    if (!required.has(key) && (!context.optional || depth > 0 || optional++ >= OPTIONAL_FIELDS_MAX)) continue;
    result[key] = build(context, property, key, depth + 1);
  }
  return result;
}

function typeOf(schema: Schema): string {
  const type = Array.isArray(schema['type']) ? schema['type'].find((entry) => entry !== 'null') : schema['type'];
  if (typeof type === 'string') return type;
  if (schema['properties']) return 'object';
  return schema['items'] ? 'array' : 'string';
}

function numberOf(schema: Schema, name: string, whole: boolean): number {
  const step = whole ? 1 : 0.5;
  const exclusiveMin = number(schema['exclusiveMinimum']);
  const exclusiveMax = number(schema['exclusiveMaximum']);
  const min = number(schema['minimum']) ?? (exclusiveMin === undefined ? -Infinity : exclusiveMin + step);
  const max = number(schema['maximum']) ?? (exclusiveMax === undefined ? Infinity : exclusiveMax - step);
  const wish = /year/i.test(name) ? 1995 : /rating|score|stars/i.test(name) ? 4 : /price|amount|cost|total/i.test(name) ? (whole ? 10 : 9.5) : 1;
  const value = Math.min(Math.max(wish, min), max);
  return whole ? Math.round(value) : value;
}

function textOf(schema: Schema, name: string): string {
  const format = FORMATS[String(schema['format'] ?? '')];
  if (format) return format;
  const word = WORDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'example';
  const min = Math.min(number(schema['minLength']) ?? 0, TEXT_MAX);
  return word.padEnd(min, 'x').slice(0, number(schema['maxLength']) ?? TEXT_MAX);
}

/** The part of the document a `#/a/b` reference names; undefined for any other reference. */
function pointer(document: Schema, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  const steps = reference
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce<unknown>((value, step) => (isSchema(value) && Object.hasOwn(value, step) ? value[step] : undefined), document);
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asSchema(value: unknown): Schema {
  return isSchema(value) ? value : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isJson(value: unknown): value is Json {
  return value !== undefined && typeof value !== 'function';
}
