import { source } from '../source.js';

/** `src/validation.ts`. */
export const TYPESCRIPT_VALIDATION = source`
/** Checks values from outside against the fields of an entity. */

import {
  emptyValue,
  type Entity,
  type Field,
  type FieldType,
  type Value,
  type Values,
} from './models.ts';

/** What is wrong with one field. */
export interface Problem {
  field: string;
  message: string;
}

const LONGEST_LIST = 1000;
const LONGEST_TEXT = 10_000;
const EMAIL = /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATETIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(:(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** A value breaks a rule of its field; the message says which. */
export class Invalid extends Error {}

/**
 * The clean values and the problems. Unless \`partial\`, every field gets a value: what is missing becomes the default.
 */
export function validate(
  entity: Entity,
  data: Record<string, unknown>,
  partial = false,
): { values: Values; problems: Problem[] } {
  const values: Values = {};
  const problems: Problem[] = [];
  const known = entity.fields.map((field) => field.name);
  for (const name of Object.keys(data)) {
    if (!known.includes(name))
      problems.push({
        field: name,
        message: \`is not a field of \${entity.name}; the fields are \${known.join(', ')}\`,
      });
  }
  for (const field of entity.fields) {
    if (!Object.hasOwn(data, field.name)) {
      if (partial) continue;
      if (field.required && field.default === undefined)
        problems.push({ field: field.name, message: 'is required' });
      else values[field.name] = emptyValue(field);
      continue;
    }
    try {
      values[field.name] = check(field, data[field.name]);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      problems.push({ field: field.name, message: error.message });
    }
  }
  return { values, problems };
}

/** The value as it is stored; throws Invalid. */
export function check(field: Field, value: unknown): Value {
  if (value === null) {
    if (field.required || field.type === 'boolean' || field.type === 'list')
      throw new Invalid('must not be null');
    return null;
  }
  return CHECKS[field.type](field, value);
}

function checkString(field: Field, value: unknown): string {
  if (typeof value !== 'string') throw new Invalid('must be text');
  if (!value.isWellFormed()) throw new Invalid('must be valid Unicode text');
  if (field.required && value.trim() === '') throw new Invalid('must not be empty');
  const length = [...value].length;
  if (field.minimum !== undefined && length < field.minimum)
    throw new Invalid(\`must have at least \${field.minimum} characters\`);
  const longest = field.maximum ?? LONGEST_TEXT;
  if (length > longest) throw new Invalid(\`must have at most \${longest} characters\`);
  return value;
}

function checkInteger(field: Field, value: unknown): number {
  const number = checkRange(field, value, 'must be a whole number');
  if (!Number.isInteger(number)) throw new Invalid('must be a whole number');
  return number;
}

function checkRange(field: Field, value: unknown, message = 'must be a number'): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Invalid(message);
  // Larger integers have lost digits already.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new Invalid('is too large');
  if (field.minimum !== undefined && value < field.minimum)
    throw new Invalid(\`must be at least \${field.minimum}\`);
  if (field.maximum !== undefined && value > field.maximum)
    throw new Invalid(\`must be at most \${field.maximum}\`);
  return value;
}

function checkBoolean(_field: Field, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Invalid('must be true or false');
  return value;
}

function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || year === 0) return false;
  const date = new Date(\`\${text}T00:00:00Z\`);
  return (
    !Number.isNaN(date.getTime()) && date.getUTCMonth() + 1 === month && date.getUTCDate() === day
  );
}

function checkDate(_field: Field, value: unknown): string {
  if (typeof value !== 'string' || !isDate(value))
    throw new Invalid('must be a date like 2026-01-31');
  return value;
}

function checkDatetime(_field: Field, value: unknown): string {
  const match = typeof value === 'string' ? DATETIME.exec(value) : null;
  if (
    !match ||
    !isDate(match[1] ?? '') ||
    Number(match[2]) > 23 ||
    Number(match[3]) > 59 ||
    Number(match[5] ?? 0) > 59
  ) {
    throw new Invalid('must be a date and time like 2026-01-31T12:00:00Z');
  }
  return match[0];
}

function checkEmail(field: Field, value: unknown): string {
  const text = checkString(field, value);
  if (text.length > 254 || !EMAIL.test(text)) throw new Invalid('must be an e-mail address');
  return text;
}

function checkUrl(field: Field, value: unknown): string {
  const text = checkString(field, value);
  if (!/^https?:\/\/[^\s/?#]+\S*$/.test(text) || !URL.canParse(text))
    throw new Invalid('must be a URL that starts with http:// or https://');
  return text;
}

function checkEnum(field: Field, value: unknown): string {
  const choices = field.choices ?? [];
  if (typeof value !== 'string' || !choices.includes(value))
    throw new Invalid(\`must be one of: \${choices.join(', ')}\`);
  return value;
}

function checkList(field: Field, value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw new Invalid('must be a list of texts');
  if (field.required && value.length === 0) throw new Invalid('must not be empty');
  if (field.minimum !== undefined && value.length < field.minimum)
    throw new Invalid(\`must have at least \${field.minimum} items\`);
  const longest = field.maximum ?? LONGEST_LIST;
  if (value.length > longest) throw new Invalid(\`must have at most \${longest} items\`);
  return value.map((item) =>
    checkString({ name: field.name, type: 'string', maximum: 1000 }, item),
  );
}

/** Only the form; the store knows whether the object exists. */
function checkReference(field: Field, value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw new Invalid(\`must be the id of one of the \${field.references}\`);
  return value;
}

const CHECKS: Record<FieldType, (field: Field, value: unknown) => Value> = {
  string: checkString,
  integer: checkInteger,
  number: checkRange,
  boolean: checkBoolean,
  date: checkDate,
  datetime: checkDatetime,
  email: checkEmail,
  url: checkUrl,
  enum: checkEnum,
  list: checkList,
  reference: checkReference,
};
`;
