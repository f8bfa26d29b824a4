import { source } from '../source.js';

/** `src/query.ts`. */
export const TYPESCRIPT_QUERY = source`
/** Lists: filters, text search, sorting and pages, from the query string. */

import type { Entity, Field, Item, Value } from './models.ts';
import { check, type Problem } from './validation.ts';

const DEFAULT_LIMIT = 20;
const LARGEST_LIMIT = 1000;
const LARGEST_OFFSET = 1e9;
const OWN_FIELDS: Field[] = [
  { name: 'id', type: 'integer' },
  { name: 'created_at', type: 'string' },
  { name: 'updated_at', type: 'string' },
];
const OPTIONS = ['limit', 'offset', 'page', 'sort', 'q'];
const WORDS = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

export interface Page {
  items: Item[];
  total: number;
  limit: number;
  offset: number;
}

/** One page of the items that match the query string, and the problems found in it. */
export function listItems(
  entity: Entity,
  items: Item[],
  query: string,
): { page: Page; problems: Problem[] } {
  const problems: Problem[] = [];
  const options = new Map<string, string>();
  for (const [name, text] of new URLSearchParams(query)) {
    const field = findField(entity, name);
    if (OPTIONS.includes(name)) options.set(name, text);
    else if (!field)
      problems.push({ field: name, message: 'is not a field or option of this list' });
    else items = filterItems(field, items, text, problems);
  }
  const limit = wholeNumber(
    'limit',
    options.get('limit'),
    1,
    LARGEST_LIMIT,
    DEFAULT_LIMIT,
    problems,
  );
  const page = wholeNumber('page', options.get('page'), 1, LARGEST_OFFSET, 0, problems);
  const start = wholeNumber('offset', options.get('offset'), 0, LARGEST_OFFSET, 0, problems);
  const offset = page > 0 ? (page - 1) * limit : start;
  items = sortItems(
    entity,
    search(items, options.get('q') ?? ''),
    options.get('sort') ?? '',
    problems,
  );
  return {
    page: { items: items.slice(offset, offset + limit), total: items.length, limit, offset },
    problems,
  };
}

function findField(entity: Entity, name: string): Field | undefined {
  return [...entity.fields, ...OWN_FIELDS].find((field) => field.name === name);
}

/** The items whose field has this value; an empty text finds those without a value. */
function filterItems(field: Field, items: Item[], text: string, problems: Problem[]): Item[] {
  if (field.type === 'list') return items.filter((item) => hasEntry(item[field.name], text));
  const wanted = fromText(field, text);
  if (wanted === undefined) {
    problems.push({
      field: field.name,
      message: \`can't be compared with a value that is not of type \${field.type}\`,
    });
    return items;
  }
  return items.filter(
    (item) => item[field.name] === wanted || (text === '' && item[field.name] === ''),
  );
}

function hasEntry(value: Value | undefined, text: string): boolean {
  if (!Array.isArray(value)) return false;
  return text === '' ? value.length === 0 : value.includes(text);
}

/** The value a text stands for; undefined when it is not one of this type. */
function fromText(field: Field, text: string): Value | undefined {
  if (text === '') return null;
  if (field.type === 'boolean') return WORDS.get(text.toLowerCase());
  if (field.type === 'integer' || field.type === 'reference')
    return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
  if (field.type === 'number')
    return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (field.type !== 'date' && field.type !== 'datetime' && field.type !== 'enum') return text;
  try {
    return check(field, text);
  } catch {
    return undefined;
  }
}

function wholeNumber(
  name: string,
  text: string | undefined,
  smallest: number,
  largest: number,
  fallback: number,
  problems: Problem[],
): number {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (/^\d{1,10}$/.test(text) && number >= smallest && number <= largest) return number;
  problems.push({ field: name, message: \`must be a whole number from \${smallest} to \${largest}\` });
  return fallback;
}

/** The items with the text in any of their values, whatever its case. */
function search(items: Item[], text: string): Item[] {
  const wanted = text.toLowerCase();
  return wanted === ''
    ? items
    : items.filter((item) => textsOf(item).some((words) => words.includes(wanted)));
}

function textsOf(item: Item): string[] {
  return Object.entries(item)
    .filter(([name]) => name !== 'created_at' && name !== 'updated_at')
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === 'string')
    .map((value) => value.toLowerCase());
}

/** Sorts by "field" or "-field" (descending), several with commas; items without a value come last. */
function sortItems(entity: Entity, items: Item[], order: string, problems: Problem[]): Item[] {
  const parts = order
    .split(',')
    .filter((part) => part !== '')
    .slice(0, 10)
    .reverse();
  let sorted = items;
  for (const part of parts) {
    const name = part.replace(/^-/, '').trim();
    if (!findField(entity, name)) {
      problems.push({
        field: 'sort',
        message: \`\${name.slice(0, 100)} is not a field of \${entity.name}\`,
      });
      continue;
    }
    const direction = part.startsWith('-') ? -1 : 1;
    const filled = sorted.filter((item) => item[name] !== null);
    const empty = sorted.filter((item) => item[name] === null);
    sorted = [
      ...filled.toSorted((a, b) => direction * compare(sortKey(a[name]), sortKey(b[name]))),
      ...empty,
    ];
  }
  return sorted;
}

function sortKey(value: Value | undefined): string | number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return (Array.isArray(value) ? value.join('\n') : (value ?? '')).toLowerCase();
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
`;
