/** JSON Schema (as our OpenAPI document has it) -> TypeScript types, as text. */

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A schema as a TypeScript type. `uses` collects the names of the components it refers to. */
export function typeOf(schema, uses) {
  if (schema === true || schema === undefined || Object.keys(schema).length === 0) return 'unknown';
  if (schema.$ref) return reference(schema.$ref, uses);
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (schema.anyOf ?? schema.oneOf) return union((schema.anyOf ?? schema.oneOf).map((each) => typeOf(each, uses)));
  if (schema.allOf) return schema.allOf.map((each) => `(${typeOf(each, uses)})`).join(' & ');
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type }, uses)));
  return plainType(schema, uses);
}

function plainType(schema, uses) {
  switch (schema.type) {
    case 'string':
      return schema.format === 'binary' ? 'Blob' : 'string';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
    case 'null':
      return schema.type;
    case 'array':
      return arrayType(schema, uses);
    case 'object':
      return objectType(schema, uses);
    default:
      return 'unknown';
  }
}

function arrayType({ items, prefixItems }, uses) {
  if (prefixItems) return `[${prefixItems.map((each) => typeOf(each, uses)).join(', ')}]`;
  const item = typeOf(items, uses);
  return /^[\w.]+$/.test(item) ? `${item}[]` : `Array<${item}>`;
}

function objectType({ properties = {}, required = [], additionalProperties }, uses) {
  const names = Object.keys(properties);
  const isOpen = additionalProperties !== undefined && additionalProperties !== false;
  const rest = isOpen ? typeOf(additionalProperties === true ? {} : additionalProperties, uses) : null;
  if (names.length === 0) return rest === null ? 'Record<string, never>' : `Record<string, ${rest}>`;
  const lines = names.map((name) => {
    const { description } = properties[name];
    const key = IDENTIFIER.test(name) ? name : JSON.stringify(name);
    return `${description ? docComment(description) : ''}${key}${required.includes(name) ? '' : '?'}: ${typeOf(properties[name], uses)};`;
  });
  // An index signature has to fit every named property as well.
  if (rest !== null) lines.push('[key: string]: unknown;');
  return `{\n${lines.join('\n')}\n}`;
}

function reference(ref, uses) {
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  uses.add(name);
  return name;
}

function union(types) {
  return [...new Set(types)].join(' | ');
}

/** A text as a JSDoc comment; it cannot end it. */
export function docComment(text) {
  const lines = text.replaceAll('*/', '* /').split('\n');
  return lines.length === 1 ? `/** ${lines[0]} */\n` : `/**\n${lines.map((line) => ` * ${line}`).join('\n')}\n */\n`;
}

/** Names of components a schema refers to, those it refers to included. */
export function usesOf(schema) {
  const uses = new Set();
  typeOf(schema, uses);
  return uses;
}
