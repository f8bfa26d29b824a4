import type { EntityDraft, FieldDraft } from '../parse/draft.js';
import { settle } from '../parse/field.js';
import { readFields } from '../parse/field-list.js';
import { identifier } from '../parse/names.js';
import { type EntitySpec, type FieldSpec, type FieldType, plainField, type ServiceSpec, spoken } from '../spec.js';

// schemas/plan.ts takes 2,000.
const LINE_CHARS = 1_800;
const EACH = /^\s*each ([\p{L}\p{N} _-]{1,60}?) has:\s*(.+)$/iu;

const OVER_HTTP = ': create (201), list, read, replace, change and delete (204) over HTTP with JSON';

/** What the service must do, one sentence each. The lines "Each ... has: ..." are read back, so a person may edit them. */
export function requirementsOf(spec: ServiceSpec): string[] {
  const paths = spec.entities.map((entity) => `/${entity.path}`).join(', ');
  return [
    ...spec.entities.flatMap(fieldsLines),
    `${paths}${OVER_HTTP}`,
    'Lists have pages (?limit=&offset= or ?page=), filters by every field, text search (?q=) and sorting (?sort=field or -field)',
    'Invalid input is answered with problem+json: 400 malformed JSON, 404 unknown id or path, 405 wrong method, 413 over 1 MB, 415 wrong content type, 422 invalid fields by name',
    'Objects are kept in one JSON file in DATA_DIR, replaced atomically, and survive a restart',
    'GET /health answers 200; GET / and GET /openapi.json describe the service; SIGTERM stops it gracefully',
  ];
}

/** One line, or several where one would be longer than a plan's line may be. */
function fieldsLines(entity: EntitySpec): string[] {
  const lines: string[] = [];
  for (const field of entity.fields.map(fieldText)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + field.length < LINE_CHARS) lines[lines.length - 1] = `${last}, ${field}`;
    else lines.push(`Each ${spoken(entity.name)} has: ${field}`);
  }
  return lines;
}

/** `rating (number, min 1, max 5)`: a field as the parser reads it. */
export function fieldText(field: FieldSpec): string {
  const parts = [typeText(field)];
  if (field.required) parts.push('required');
  else parts.push('optional');
  if (field.unique) parts.push('unique');
  if (field.min !== null) parts.push(`min ${field.min}`);
  if (field.max !== null) parts.push(`max ${field.max}`);
  if (field.default !== null) parts.push(`default ${String(field.default)}`);
  return `${field.name} (${parts.join(', ')})`;
}

function typeText(field: FieldSpec): string {
  if (field.type === 'enum') return `one of ${field.values.slice(0, -1).join(', ')} or ${field.values.at(-1) ?? ''}`;
  if (field.type === 'reference') return `reference to ${field.references ?? ''}`;
  return field.type === 'string' ? 'text' : field.type;
}

/** The entities of a plan's requirements; empty when no line names one. */
export function entitiesOf(requirements: string[]): EntityDraft[] {
  const drafts: EntityDraft[] = [];
  for (const line of requirements) {
    const match = EACH.exec(line);
    const name = match ? identifier(match[1] ?? '') : null;
    if (!match || name === null) continue;
    const fields = fieldsOf(match[2] ?? '');
    const known = drafts.find((draft) => draft.name === name);
    if (known) known.fields.push(...fields.filter((field) => !known.fields.some((other) => other.name === field.name)));
    else drafts.push({ name, fields });
  }
  return drafts;
}

/** What this model wrote itself is read exactly; what a person changed, like any other words. */
function fieldsOf(list: string): FieldDraft[] {
  return list.split(/(?<=\)),\s*/).flatMap((item) => {
    const exact = exactField(item.trim());
    return exact ? [exact] : readFields(item);
  });
}

const EXACT =
  /^([a-z][a-z0-9_]{0,39}) \((?:(text|integer|number|boolean|date|datetime|email|url|list)|one of (.+) or ([^,]+)|reference to ([a-z0-9-]+)), (required|optional)(, unique)?(?:, min (-?[\d.e+-]+))?(?:, max (-?[\d.e+-]+))?(?:, default ([^,()]+))?\)$/;

function exactField(item: string): FieldDraft | null {
  const match = EXACT.exec(item);
  if (!match) return null;
  const [, name = '', plainType, firstValues, lastValue, target, required, unique, min, max, fallback] = match;
  const type = firstValues !== undefined ? 'enum' : target !== undefined ? 'reference' : plainType === 'text' ? 'string' : (plainType as FieldType);
  const values = firstValues === undefined ? [] : [...firstValues.split(', '), lastValue ?? ''];
  const limits = { min: min === undefined ? null : Number(min), max: max === undefined ? null : Number(max) };
  return settle({
    ...plainField(name, type),
    ...limits,
    values,
    required: required === 'required',
    unique: unique !== undefined,
    default: fallback ?? null,
    saidType: true,
    saidRequired: true,
    target: target ?? null,
  });
}

/** Lines that this model did not write itself and can't read: it says that it did not do them. */
export function foreignLines(requirements: string[], spec: ServiceSpec): string[] {
  const own = new Set(requirementsOf(spec));
  return requirements.filter((line) => !own.has(line) && !EACH.test(line) && !isOfPaths(line, spec));
}

/** The line of the paths as an earlier version of the plan had it, with fewer of them. */
function isOfPaths(line: string, spec: ServiceSpec): boolean {
  if (!line.endsWith(OVER_HTTP)) return false;
  const paths = line.slice(0, -OVER_HTTP.length).split(', ');
  return paths.every((path) => spec.entities.some((entity) => `/${entity.path}` === path));
}
