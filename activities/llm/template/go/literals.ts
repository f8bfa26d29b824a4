import type { EntitySpec, FieldSpec, ServiceSpec } from '../spec.js';
import { literal } from '../source.js';

/** A plain value as a Go literal; lists of texts or numbers are slices. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (!Array.isArray(value)) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const type = value.every((item) => typeof item === 'number') && value.length > 0 ? 'float64' : 'string';
  return `[]${type}{${value.map(goValue).join(', ')}}`;
}

/** The entities of `app/models.go`, as elements of a slice. */
export function goEntities(spec: ServiceSpec): string {
  return spec.entities.map(entity).join('\n\t');
}

function entity(spec: EntitySpec): string {
  const fields = spec.fields.map((field) => `\t\t\t{${fieldParts(field).join(', ')}},`).join('\n');
  return `{\n\t\tName: ${literal(spec.name)},\n\t\tPath: ${literal(spec.path)},\n\t\tFields: []Field{\n${fields}\n\t\t},\n\t},`;
}

function fieldParts(field: FieldSpec): string[] {
  const parts = [`Name: ${literal(field.name)}`, `Type: ${literal(field.type)}`];
  if (field.required) parts.push('Required: true');
  if (field.unique) parts.push('Unique: true');
  if (field.min !== null) parts.push(`Minimum: Limit(${field.min})`);
  if (field.max !== null) parts.push(`Maximum: Limit(${field.max})`);
  if (field.values.length > 0) parts.push(`Choices: []string{${field.values.map(literal).join(', ')}}`);
  if (field.references !== null) parts.push(`References: ${literal(field.references)}`);
  if (field.default !== null) parts.push(`Default: ${defaultValue(field)}`);
  return parts;
}

/** The stored types are int64, float64, bool and string. */
function defaultValue(field: FieldSpec): string {
  if (typeof field.default !== 'number') return goValue(field.default);
  return field.type === 'number' ? `float64(${field.default})` : `int64(${field.default})`;
}
