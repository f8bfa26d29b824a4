import type { EntitySpec, FieldSpec, ServiceSpec } from '../spec.js';

/** The value of a field in the sample object of this number (1 to 3): valid, and different where the type has room for it. */
export function sampleValue(field: FieldSpec, number: number, path: string): string | number | boolean | string[] | null {
  switch (field.type) {
    case 'boolean':
      return number % 2 === 0;
    case 'integer':
    case 'number':
      return sampleNumber(field, number);
    case 'date':
      return `2026-01-0${number}`;
    case 'datetime':
      return `2026-01-0${number}T12:00:00Z`;
    case 'email':
      return `person${number}@example.com`;
    case 'url':
      return `https://example.com/${number}`;
    case 'enum':
      return field.values[(number - 1) % field.values.length] ?? null;
    case 'list':
      return Array.from({ length: Math.max(1, field.min ?? 1) }, (_, index) => `${spokenSample(field.name)} ${number}${index === 0 ? '' : `-${index}`}`);
    case 'reference':
      // An object can't refer to itself before it is there; the first sample of the other entity always is.
      return field.references === path ? null : 1;
    case 'string':
      return sampleText(field, number);
  }
}

function sampleNumber(field: FieldSpec, number: number): number {
  // A year looks like one wherever the limits allow it.
  const usual = /(?:^|_)year$/.test(field.name) ? 2001 : 10;
  const base = field.min ?? (field.max !== null && field.max < usual + 3 ? field.max - 3 : usual);
  const value = base + number - 1;
  return field.max !== null && value > field.max ? field.max : value;
}

function sampleText(field: FieldSpec, number: number): string {
  const max = field.max ?? Infinity;
  const words = `${spokenSample(field.name)} ${number}`;
  const text = words.length <= max ? words : String(number).padStart(Math.min(max, 1), '0');
  return field.min !== null && text.length < field.min ? text.padEnd(field.min, 'x') : text;
}

function spokenSample(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One valid object of an entity, without the fields of a reference to itself. */
export function sampleObject(entity: EntitySpec, number: number): Record<string, unknown> {
  return Object.fromEntries(entity.fields.map((field) => [field.name, sampleValue(field, number, entity.path)]));
}

/** The entities so that each comes after those it refers to. */
export function inOrder(spec: Pick<ServiceSpec, 'entities'>): EntitySpec[] {
  const done: EntitySpec[] = [];
  const isReady = (entity: EntitySpec): boolean =>
    entity.fields.every((field) => field.references === null || field.references === entity.path || done.some((other) => other.path === field.references));
  for (let rest = [...spec.entities]; rest.length > 0;) {
    // The parser leaves no circle of references; taking the first one anyway keeps this loop finite.
    const next = rest.find(isReady) ?? (rest[0] as EntitySpec);
    done.push(next);
    rest = rest.filter((entity) => entity !== next);
  }
  return done;
}
