type Schema = Record<string, unknown>;

/** Brings a scripted value into the form of a JSON schema: missing required parts are made up, unknown ones dropped. Deterministic. */
export function fitSchema(value: unknown, schema: Schema, root: Schema = schema): unknown {
  const target = resolve(schema, root);
  const variants = target['anyOf'] ?? target['oneOf'];
  if (Array.isArray(variants)) {
    const fitting = variants.map((variant: Schema) => resolve(variant, root)).find((variant) => hasType(value, variant));
    return fitSchema(value, fitting ?? variants[0] ?? {}, root);
  }
  if ('const' in target) return target['const'];
  if (Array.isArray(target['enum'])) return target['enum'].includes(value) ? value : target['enum'][0];
  if (isObjectSchema(target)) return fitObject(value, target, root);
  if (target['type'] === 'array') return fitArray(value, target, root);
  return hasType(value, target) ? value : sample(target);
}

function fitObject(value: unknown, schema: Schema, root: Schema): Schema {
  const given = isRecord(value) ? value : {};
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const result: Schema = {};
  for (const [key, child] of Object.entries(properties))
    if (key in given || required.includes(key)) result[key] = fitSchema(given[key], isRecord(child) ? child : {}, root);
  if (schema['additionalProperties'] === false) return result;
  return { ...given, ...result };
}

function fitArray(value: unknown, schema: Schema, root: Schema): unknown[] {
  const items = isRecord(schema['items']) ? schema['items'] : {};
  const given = Array.isArray(value) ? value.map((item) => fitSchema(item, items, root)) : [];
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0;
  while (given.length < least) given.push(fitSchema(undefined, items, root));
  return given;
}

function sample(schema: Schema): unknown {
  switch (Array.isArray(schema['type']) ? schema['type'][0] : schema['type']) {
    case 'string':
      return 'scripted'.padEnd(typeof schema['minLength'] === 'number' ? schema['minLength'] : 0, '.');
    case 'number':
    case 'integer':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'object':
      return {};
    case 'array':
      return [];
    default:
      return null;
  }
}

function hasType(value: unknown, schema: Schema): boolean {
  const types = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
  if (schema['type'] === undefined) return value !== undefined;
  return types.some((type) => {
    if (type === 'integer') return Number.isInteger(value);
    if (type === 'array') return Array.isArray(value);
    if (type === 'null') return value === null;
    return type === 'object' ? isRecord(value) : typeof value === type;
  });
}

function resolve(schema: Schema, root: Schema): Schema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  let found: unknown = root;
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) found = isRecord(found) ? found[part] : undefined;
  return isRecord(found) ? found : {};
}

function isObjectSchema(schema: Schema): boolean {
  return schema['type'] === 'object' || 'properties' in schema;
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
