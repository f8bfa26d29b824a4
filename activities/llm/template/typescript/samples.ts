import { inOrder, sampleValue } from '../rest/samples.js';
import type { ServiceSpec } from '../spec.js';
import { source } from '../source.js';
import { list, quoted, typescriptCode, typescriptLines } from './print.js';

const HEAD = source`
/** Valid objects for the tests, and values their fields must refuse. */

import type { FieldType, Values } from '../src/models.ts';

/** In this order each object finds what it refers to. */
`;

const TAIL = source`

/** For each type a value of another kind. */
export const WRONG: Record<FieldType, unknown> = {
  string: 5,
  integer: 1.5,
  number: 'many',
  boolean: 'yes',
  date: '2026-02-30',
  datetime: '2026-02-30T12:00:00Z',
  email: 'nobody',
  url: 'nowhere',
  enum: 'none of these',
  list: 'not a list',
  reference: 999,
};
`;

/** `tests/samples.ts`: three valid objects of each entity, and values that break a rule. */
export function typescriptSamples(spec: ServiceSpec): string {
  const entities = inOrder(spec).map((entity) => {
    const objects = [1, 2, 3].map((number) => Object.fromEntries(entity.fields.map((field) => [field.name, sampleValue(field, number, entity.path)])));
    return list([quoted(entity.path), typescriptCode(objects)]);
  });
  return `${HEAD}${typescriptLines(0, list(entities, 'export const SAMPLES: [path: string, objects: Values[]][] = '), ';')}\n${TAIL}`;
}
