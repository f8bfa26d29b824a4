import type { EntitySpec, FieldSpec, ServiceSpec } from '../spec.js';
import { source } from '../source.js';
import type { Code } from '../print.js';
import { list, object, quoted, typescriptCode, typescriptLines } from './print.js';

const HEAD = source`
/** What is stored: the entities, their fields and the rules of each field. */

export type FieldType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'email'
  | 'url'
  | 'enum'
  | 'list'
  | 'reference';

export type Value = string | number | boolean | string[] | null;
export type Values = Record<string, Value>;

/** A stored object. */
export interface Item extends Values {
  id: number;
  created_at: string;
  updated_at: string;
}

/** One field. The limits are a length for text and lists, and a value for numbers. */
export interface Field {
  name: string;
  type: FieldType;
  required?: boolean;
  unique?: boolean;
  minimum?: number;
  maximum?: number;
  choices?: string[];
  /** The path of the entity it points at. */
  references?: string;
  default?: string | number | boolean;
}

/** A kind of object and the path of its collection. */
export interface Entity {
  name: string;
  path: string;
  fields: Field[];
}

`;

const TAIL = source`

/** The entity whose collection has this path. */
export function entityAt(path: string): Entity | undefined {
  return ENTITIES.find((entity) => entity.path === path);
}

/** The value of a field that was not given. */
export function emptyValue(field: Field): Value {
  if (field.type === 'list') return [];
  if (field.type === 'boolean') return field.default === true;
  return field.default ?? null;
}
`;

/** `src/models.ts`: the one file that knows the fields. */
export function typescriptModels(spec: ServiceSpec): string {
  return `${HEAD}${typescriptLines(0, list(spec.entities.map(entity), 'export const ENTITIES: Entity[] = '), ';')}\n${TAIL}`;
}

function entity(spec: EntitySpec): Code {
  const parts: [string, Code][] = [
    ['name', quoted(spec.name)],
    ['path', quoted(spec.path)],
    ['fields', list(spec.fields.map(fieldObject))],
  ];
  return { ...object(parts), isBroken: true };
}

function fieldObject(field: FieldSpec): Code {
  const parts: [string, Code][] = [
    ['name', quoted(field.name)],
    ['type', quoted(field.type)],
  ];
  if (field.required) parts.push(['required', 'true']);
  if (field.unique) parts.push(['unique', 'true']);
  if (field.min !== null) parts.push(['minimum', String(field.min)]);
  if (field.max !== null) parts.push(['maximum', String(field.max)]);
  if (field.values.length > 0) parts.push(['choices', typescriptCode(field.values)]);
  if (field.references !== null) parts.push(['references', quoted(field.references)]);
  if (field.default !== null) parts.push(['default', typescriptCode(field.default)]);
  return object(parts);
}
