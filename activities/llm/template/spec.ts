import { TEMPLATE_LANGUAGES } from '../../../contracts/template-model.js';

/** What the template model understood: the one thing every generator works from. Identifiers in it are safe to write into code. */

export const LANGUAGES = TEMPLATE_LANGUAGES;
export type Language = (typeof LANGUAGES)[number];

export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'email' | 'url' | 'enum' | 'list' | 'reference';

export interface FieldSpec {
  /** snake_case, only [a-z0-9_]. */
  name: string;
  type: FieldType;
  required: boolean;
  unique: boolean;
  /** Numbers: smallest and largest value. Text: length. Lists: number of items. */
  min: number | null;
  max: number | null;
  /** The allowed values of an enum, only [A-Za-z0-9 ._+-]. */
  values: string[];
  /** The path of the entity a reference points at. */
  references: string | null;
  default: string | number | boolean | null;
}

export interface EntitySpec {
  /** Singular, snake_case. */
  name: string;
  /** The collection's name in the URL and in the data file: plural, kebab-case. */
  path: string;
  fields: FieldSpec[];
}

export interface ServiceSpec {
  title: string;
  language: Language;
  entities: EntitySpec[];
  /** Decisions the words left open, as sentences for the plan. */
  assumptions: string[];
  /** Wishes that are not built, as sentences for the plan's risks. */
  ignored: string[];
}

// More than this is another kind of project, and keeps every generated file readable.
export const ENTITIES_MAX = 8;
export const FIELDS_MAX = 30;

/** A field of this name with nothing said about it. */
export function plainField(name: string, type: FieldType = 'string'): FieldSpec {
  return { name, type, required: false, unique: false, min: null, max: null, values: [], references: null, default: null };
}

/** The field that stands for the whole object: the first required text, else the first required field, else the first one. The generated tools follow it. */
export function mainField(entity: EntitySpec): FieldSpec {
  const required = entity.fields.filter((field) => field.required);
  return required.find((field) => field.type === 'string') ?? required[0] ?? (entity.fields[0] as FieldSpec);
}

/** `book_review` -> `book review`, for sentences. */
export function spoken(identifier: string): string {
  return identifier.replaceAll('_', ' ').replaceAll('-', ' ');
}
