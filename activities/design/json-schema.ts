/** Is it a JSON Schema a validator would take? Structure, keywords, patterns and references are checked; nothing is fetched, nothing is run. */
import { below, isObject, ProblemList, resolveLocal, type Json } from './problem-list.js';

const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);
const SCHEMA_OF = ['additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else', 'unevaluatedProperties', 'unevaluatedItems'];
const SCHEMAS_IN = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const SCHEMA_MAPS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
const COUNTS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties', 'minContains', 'maxContains'];
const NUMBERS = ['minimum', 'maximum', 'multipleOf'];
const TEXTS = ['$id', '$schema', '$anchor', '$comment', 'title', 'description', 'format'];
// No honest schema nests deeper.
const DEPTH_MAX = 60;
// A pattern longer than this is no rule a person could check.
const PATTERN_CHARS_MAX = 1_000;

/** Problems of a stand-alone schema file; empty when it is sound. */
export function jsonSchemaProblems(text: string): string[] {
  const problems = new ProblemList();
  const schema = parseJson(text, problems);
  if (schema === undefined) return problems.list();
  if (!isObject(schema)) problems.add('', 'a schema file must hold an object');
  else if (Object.keys(schema).filter((key) => !TEXTS.includes(key)).length === 0) problems.add('', 'the schema says nothing: it would take any value');
  else checkSchema(schema, '', schema, problems);
  return problems.list();
}

/** Parses JSON; tells why it is none. Undefined then. */
export function parseJson(text: string, problems: ProblemList): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    problems.add('', `it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** Checks a schema at `pointer` of `root`, in which local references are looked up. */
export function checkSchema(schema: unknown, pointer: string, root: unknown, problems: ProblemList, depth = 0): void {
  if (typeof schema === 'boolean' || problems.isFull) return;
  if (!isObject(schema)) return problems.add(pointer, 'must be a schema (an object, true or false)');
  if (depth > DEPTH_MAX) return problems.add(pointer, `nests deeper than ${DEPTH_MAX} levels`);
  checkKeywords(schema, pointer, problems);
  checkReference(schema['$ref'], below(pointer, '$ref'), root, problems);
  const check = (child: unknown, at: string) => checkSchema(child, at, root, problems, depth + 1);
  for (const key of SCHEMA_OF) if (key in schema) check(schema[key], below(pointer, key));
  if ('items' in schema && !Array.isArray(schema['items'])) check(schema['items'], below(pointer, 'items'));
  for (const key of SCHEMAS_IN) {
    if (!(key in schema)) continue;
    const children = schema[key];
    if (!Array.isArray(children) || children.length === 0) problems.add(below(pointer, key), 'must be a list of schemas, not empty');
    else children.forEach((child, index) => check(child, below(below(pointer, key), index)));
  }
  for (const key of SCHEMA_MAPS) {
    if (!(key in schema)) continue;
    if (!isObject(schema[key])) problems.add(below(pointer, key), 'must be an object of schemas');
    else for (const [name, child] of Object.entries(schema[key])) check(child, below(below(pointer, key), name));
  }
  if (isObject(schema['patternProperties'])) for (const pattern of Object.keys(schema['patternProperties'])) checkPattern(pattern, pointer, problems);
}

function checkKeywords(schema: Json, pointer: string, problems: ProblemList): void {
  const { type, required } = schema;
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  for (const each of types)
    if (typeof each !== 'string' || !TYPES.has(each)) problems.add(below(pointer, 'type'), `${JSON.stringify(each)} is no type of JSON Schema`);
  if (Array.isArray(type) && type.length === 0) problems.add(below(pointer, 'type'), 'must not be empty');
  // Draft 4 and OpenAPI 3.0 have it on single parameters; a schema has a list.
  if (required !== undefined && (!Array.isArray(required) || !required.every((name) => typeof name === 'string') || new Set(required).size < required.length))
    problems.add(below(pointer, 'required'), 'must be a list of names, none of them twice');
  const { properties } = schema;
  if (Array.isArray(required) && isObject(properties) && schema['additionalProperties'] === false)
    for (const name of required)
      if (typeof name === 'string' && !Object.hasOwn(properties, name))
        problems.add(below(pointer, 'required'), `requires ${name}, which is no property and not allowed as another`);
  if ('enum' in schema && (!Array.isArray(schema['enum']) || schema['enum'].length === 0)) problems.add(below(pointer, 'enum'), 'must be a list, not empty');
  for (const key of COUNTS)
    if (key in schema && !(Number.isInteger(schema[key]) && Number(schema[key]) >= 0)) problems.add(below(pointer, key), 'must be a whole number from 0');
  for (const key of NUMBERS) if (key in schema && typeof schema[key] !== 'number') problems.add(below(pointer, key), 'must be a number');
  for (const key of TEXTS) if (key in schema && typeof schema[key] !== 'string') problems.add(below(pointer, key), 'must be a text');
  for (const [least, most] of [
    ['minLength', 'maxLength'],
    ['minItems', 'maxItems'],
    ['minimum', 'maximum'],
  ] as const)
    if (typeof schema[least] === 'number' && typeof schema[most] === 'number' && schema[least] > schema[most])
      problems.add(pointer, `${least} is above ${most}: nothing fits`);
  if ('pattern' in schema) checkPattern(schema['pattern'], pointer, problems);
}

function checkPattern(pattern: unknown, pointer: string, problems: ProblemList): void {
  if (typeof pattern !== 'string' || pattern.length > PATTERN_CHARS_MAX)
    return problems.add(below(pointer, 'pattern'), `must be a text of at most ${PATTERN_CHARS_MAX} characters`);
  try {
    // Compiled, never run.
    void new RegExp(pattern, 'u');
  } catch (error) {
    problems.add(below(pointer, 'pattern'), `is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Local references lead somewhere; others may name a file beside it, never a host. */
export function checkReference(reference: unknown, pointer: string, root: unknown, problems: ProblemList): void {
  if (reference === undefined) return;
  if (typeof reference !== 'string') return problems.add(pointer, 'must be a text');
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference) || reference.startsWith('//'))
    return problems.add(pointer, 'leads out of the project; put what it needs into a file here');
  if (reference.startsWith('#') && !/^#[A-Za-z]/.test(reference) && resolveLocal(root, reference) === undefined)
    problems.add(pointer, `${reference} leads nowhere`);
}
