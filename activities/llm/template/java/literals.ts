import { camelCase } from '../functions/cases.js';
import { literal } from '../source.js';
import type { EntitySpec, FieldSpec, ServiceSpec } from '../spec.js';
import { fits, wrapAssignment, wrapCall } from './wrap.js';

/** `ENTITIES` of `Models.java` and the methods that make them. */
export function javaEntities(spec: ServiceSpec): string {
  const names = spec.entities.map((entity) => `${methodOf(entity)}()`);
  return wrapAssignment(2, 'public static final List<Entity> ENTITIES', 'List.of', names);
}

export function javaEntityMethods(spec: ServiceSpec): string {
  return spec.entities.map(entityMethod).join('\n\n');
}

function methodOf(entity: EntitySpec): string {
  return `${camelCase(entity.name)}Entity`;
}

function entityMethod(entity: EntitySpec): string {
  const made = wrapCall(4, 'return new Entity', [literal(entity.name), literal(entity.path), 'fields'], ';');
  return `  private static Entity ${methodOf(entity)}() {\n    List<Field> fields = new ArrayList<>();\n${entity.fields.flatMap(fieldLines).join('\n')}\n${made}\n  }`;
}

/** A field on one line, or rule by rule where it is too long. */
function fieldLines(field: FieldSpec): string[] {
  const rules = rulesOf(field);
  const start = `Field.of(${literal(field.name)}, ${literal(field.type)})`;
  const whole = `    fields.add(${start}${rules.join('')});`;
  if (fits(whole) && rules.length <= 2) return [whole];
  return [`    fields.add(${start});`, ...rules.map((rule) => `    change(fields, field -> field${rule});`)];
}

function rulesOf(field: FieldSpec): string[] {
  return [
    ...(field.required ? ['.must()'] : []),
    ...(field.unique ? ['.only()'] : []),
    ...(field.min === null ? [] : [`.min(${field.min})`]),
    ...(field.max === null ? [] : [`.max(${field.max})`]),
    ...field.values.map((value) => `.choice(${literal(value)})`),
    ...(field.references === null ? [] : [`.to(${literal(field.references)})`]),
    ...(field.default === null ? [] : [`.or(${defaultValue(field)})`]),
  ];
}

/** The stored types are Long, Double, Boolean and String. */
function defaultValue(field: FieldSpec): string {
  if (typeof field.default === 'string') return literal(field.default);
  if (typeof field.default === 'number') return field.type === 'number' ? doubleOf(field.default) : `${field.default}L`;
  return String(field.default);
}

export function doubleOf(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
