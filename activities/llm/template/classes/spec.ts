import { type EntitySpec, type FieldSpec, spoken } from '../spec.js';
import { sampleValue } from '../rest/samples.js';

/** A method of a class that changes one of its fields. */
export interface Operation {
  /** snake_case. */
  name: string;
  kind: 'add' | 'subtract' | 'mark' | 'unmark';
  field: string;
}

/** A class: its fields with their rules, and what it can do. Identifiers in it are safe to write into code. */
export interface ClassSpec {
  entity: EntitySpec;
  operations: Operation[];
}

/** What a value must be, one rule each; `bad` is a value that breaks it. */
export type Rule =
  | { kind: 'filled'; field: FieldSpec; message: string; bad: unknown }
  | { kind: 'min' | 'max'; field: FieldSpec; limit: number; message: string; bad: unknown }
  | { kind: 'choice'; field: FieldSpec; message: string; bad: unknown }
  | { kind: 'form'; field: FieldSpec; pattern: string; message: string; bad: unknown };

// The same in all five languages: no look-around, no classes of Unicode, no quotes.
const FORMS: Partial<Record<FieldSpec['type'], { pattern: string; example: string }>> = {
  email: { pattern: '^[^@ ]+@[^@ .]+[.][^@ ]*[^@ .]$', example: 'an e-mail address' },
  url: { pattern: '^https?://[^ /]+[^ ]*$', example: 'a URL that starts with http:// or https://' },
  date: { pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', example: 'a date like 2026-01-31' },
  datetime: { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}.*$', example: 'a date and time like 2026-01-31T12:00:00Z' },
};
// No limit of a text that a test writes out may be longer.
const TEXT_LIMIT_MAX = 10_000;

/** Whether a field holds text, whatever form it must have. */
export function isText(field: FieldSpec): boolean {
  return ['string', 'email', 'url', 'date', 'datetime', 'enum'].includes(field.type);
}

export function isNumber(field: FieldSpec): boolean {
  return field.type === 'integer' || field.type === 'number' || field.type === 'reference';
}

/** The fields as a constructor takes them: what must be given comes first. */
export function inConstructorOrder({ entity }: ClassSpec): FieldSpec[] {
  return [...entity.fields.filter(mustBeGiven), ...entity.fields.filter((field) => !mustBeGiven(field))];
}

export function mustBeGiven(field: FieldSpec): boolean {
  return field.required && field.default === null && field.type !== 'list' && field.type !== 'boolean';
}

/** A field without a value is null; lists and booleans always have one. */
export function mayBeNull(field: FieldSpec): boolean {
  return !mustBeGiven(field) && field.type !== 'list' && field.type !== 'boolean';
}

/** The rules of all fields, in the order of the constructor. */
export function rulesOf(spec: ClassSpec): Rule[] {
  return inConstructorOrder(spec).flatMap((field) => rulesOfField(field));
}

function rulesOfField(field: FieldSpec): Rule[] {
  const name = spoken(field.name);
  const form = FORMS[field.type];
  const rules: Rule[] = [];
  if (mustBeGiven(field) && field.type === 'string') rules.push({ kind: 'filled', field, message: `${name} must not be empty`, bad: ' ' });
  if (field.type === 'enum') rules.push({ kind: 'choice', field, message: `${name} must be one of: ${field.values.join(', ')}`, bad: 'none of these' });
  if (form) rules.push({ kind: 'form', field, pattern: form.pattern, message: `${name} must be ${form.example}`, bad: 'neither of them' });
  return [...rules, ...limitsOf(field, name)];
}

function limitsOf(field: FieldSpec, name: string): Rule[] {
  const rules: Rule[] = [];
  const isString = field.type === 'string';
  if (!isString && field.type !== 'integer' && field.type !== 'number') return rules;
  const what = isString ? 'have' : 'be';
  const unit = isString ? ' characters' : '';
  if (field.min !== null && (!isString || field.min > 1))
    rules.push({ kind: 'min', field, limit: field.min, message: `${name} must ${what} at least ${field.min}${unit}`, bad: isString ? 'x' : field.min - 1 });
  if (field.max !== null && (!isString || field.max <= TEXT_LIMIT_MAX))
    rules.push({
      kind: 'max',
      field,
      limit: field.max,
      message: `${name} must ${what} at most ${field.max}${unit}`,
      bad: isString ? 'x'.repeat(field.max + 1) : field.max + 1,
    });
  return rules;
}

/** A valid object for tests, field by field in the order of the constructor. */
export function sampleOf(spec: ClassSpec, number: number): { field: FieldSpec; value: unknown }[] {
  return inConstructorOrder(spec).map((field) => ({ field, value: sampleValue(field, number, spec.entity.path) }));
}

/** What a field begins with before an operation is tried: room on both sides. */
export function startOf(spec: ClassSpec, operation: Operation): { start: number; amount: number; end: number } {
  const field = spec.entity.fields.find((one) => one.name === operation.field);
  const low = field?.min ?? 0;
  const amount = field?.max !== null && field?.max !== undefined && field.max - low < 5 ? 1 : 5;
  const start = operation.kind === 'add' ? low : low + amount;
  return { start, amount, end: operation.kind === 'add' ? start + amount : low };
}
