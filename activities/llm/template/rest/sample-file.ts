import type { ServiceSpec } from '../spec.js';
import { inOrder, sampleValue } from './samples.js';

/** Three valid objects of each entity as JSON for the tests: `[{path, objects}]`, so that each object finds what it refers to. */
export function sampleFile(spec: ServiceSpec): string {
  const sets = inOrder(spec).map((entity) => ({
    path: entity.path,
    objects: [1, 2, 3].map((number) => Object.fromEntries(entity.fields.map((field) => [field.name, sampleValue(field, number, entity.path)]))),
  }));
  return `${JSON.stringify(sets, null, 2)}\n`;
}
