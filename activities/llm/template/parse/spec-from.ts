import { ENTITIES_MAX, type EntitySpec, FIELDS_MAX, type FieldSpec, type Language, plainField, type ServiceSpec, spoken } from '../spec.js';
import type { EntityDraft, FieldDraft } from './draft.js';
import { defaultFields } from './defaults.js';
import { settle } from './field.js';
import { titleFrom } from '../title.js';
import { isPlural, plural, singular } from './names.js';
import { ruled } from './rules.js';

// Every object has these already.
const GIVEN = new Set(['id', 'created_at', 'updated_at']);
// Names of list options: a field of this name could not be filtered by.
const OPTIONS = new Set(['limit', 'offset', 'page', 'sort', 'q']);
const RESERVED_PATHS = new Set(['health', 'openapi', 'docs', 'api']);
// What people call an object by, best first.
const REQUIRED_NAMES = [
  'title',
  'name',
  'number',
  'code',
  'key',
  'full_name',
  'first_name',
  'username',
  'subject',
  'label',
  'question',
  'text',
  'message',
  'content',
  'body',
  'description',
  'headline',
  'email',
  'url',
];

/** Turns what was read into a spec: types of references, required fields, paths, caps. Everything guessed is told in `assumptions`. */
export function specFrom(drafts: EntityDraft[], language: Language, title: string | null): ServiceSpec {
  const assumptions: string[] = [];
  const ignored: string[] = [];
  if (drafts.length > ENTITIES_MAX)
    ignored.push(
      `more than ${ENTITIES_MAX} kinds of objects: ${drafts
        .slice(ENTITIES_MAX)
        .map((draft) => spoken(draft.name))
        .join(', ')}`,
    );
  const kept = drafts.slice(0, ENTITIES_MAX).filter((draft, index, all) => all.findIndex((other) => pathOf(other.name) === pathOf(draft.name)) === index);
  const paths = new Map(kept.map((draft) => [draft.name, pathOf(draft.name)]));
  const pending = kept.map((draft) => ({ ...draft, fields: draft.fields.map((field) => ({ ...field })) }));
  moveLists(pending, paths, assumptions);
  const entities = pending.map((draft) => entityFrom(draft, paths, assumptions, ignored));
  breakCircles(entities, assumptions);
  ignored.push(...secretsOf(entities));
  return {
    title:
      title ??
      titleFrom(
        entities.map((entity) => spoken(entity.path)),
        'API',
      ),
    language,
    entities,
    assumptions,
    ignored,
  };
}

export function pathOf(name: string): string {
  const path = plural(name).replaceAll('_', '-');
  return RESERVED_PATHS.has(path) ? `${path}-records` : path;
}

/** "authors with name and books": the books get the reference, for that is how lists of objects are kept. */
function moveLists(drafts: EntityDraft[], paths: Map<string, string>, assumptions: string[]): void {
  for (const draft of drafts) {
    for (const field of draft.fields.slice()) {
      const other = isPlural(field.name) ? drafts.find((one) => one !== draft && one.name === singular(field.name)) : undefined;
      if (!other || field.saidType || draft.fields.length === 1) continue;
      draft.fields.splice(draft.fields.indexOf(field), 1);
      if (!other.fields.some((one) => one.name === draft.name || one.name === `${draft.name}_id`)) {
        other.fields.push({ ...plainField(draft.name), saidType: false, saidRequired: false, target: draft.name });
      }
      assumptions.push(`The ${spoken(field.name)} of one ${spoken(draft.name)} are listed by GET /${paths.get(other.name)}?${draft.name}_id=<id>.`);
    }
  }
}

function entityFrom(draft: EntityDraft, paths: Map<string, string>, assumptions: string[], ignored: string[]): EntitySpec {
  const name = draft.name;
  const path = paths.get(name) ?? pathOf(name);
  const fields: FieldSpec[] = [];
  for (const found of withDefaults(draft, paths, assumptions)) {
    if (GIVEN.has(found.name)) continue;
    const field = asReference(found, draft, paths);
    if (found.target !== null && found.type !== 'reference' && field.type !== 'reference')
      ignored.push(`a part that was not understood: "${spoken(found.name)} (${found.target})"`);
    if (found.unit) assumptions.push(`The ${spoken(found.name)} of each ${spoken(name)} is counted in ${found.unit}.`);
    if (OPTIONS.has(field.name)) field.name = `${name}_${field.name}`.slice(0, 40);
    if (!fields.some((other) => other.name === field.name)) fields.push(field);
  }
  if (fields.length > FIELDS_MAX)
    ignored.push(
      `more than ${FIELDS_MAX} fields of ${spoken(name)}: ${fields
        .slice(FIELDS_MAX)
        .map((field) => field.name)
        .join(', ')}`,
    );
  const kept = fields.slice(0, FIELDS_MAX);
  requireOne(name, kept, draft.fields, assumptions);
  return { name, path, fields: kept };
}

/** The fields of a draft; those of well-known things when none were named, or nothing but what it belongs to. */
function withDefaults(draft: EntityDraft, paths: Map<string, string>, assumptions: string[]): FieldDraft[] {
  if (draft.fields.some((field) => (field.saidType || !paths.has(field.name)) && field.target === null && field.type !== 'reference' && !GIVEN.has(field.name)))
    return draft.fields;
  const added = defaultFields(draft.name)
    .filter((field) => !draft.fields.some((other) => other.name === field.name))
    .map((field) => ({ ...field, saidType: field.type !== 'string', saidRequired: field.required, target: null }));
  const other = draft.fields.length > 0 ? 'other ' : '';
  assumptions.push(`No ${other}fields were named for ${spoken(draft.name)}: ${added.map((field) => field.name).join(', ')} are assumed.`);
  const rules = draft.rules ?? [];
  const limited = added.map((field) =>
    rules.filter((rule) => rule.field === field.name).reduce<FieldDraft>((one, rule) => ruled(one, rule.remark, []).field, field),
  );
  return [...limited, ...draft.fields];
}

function asReference(draft: FieldDraft, owner: EntityDraft, paths: Map<string, string>): FieldSpec {
  const { saidType, saidRequired: _, target, unit: _unit, lost: _lost, ...field } = settle({ ...draft });
  const bare = (target ?? field.name)
    .toLowerCase()
    .trim()
    .replace(/[\s-]+/g, '_')
    .replace(/_?id$/, '');
  const byPath = [...paths].find(([, path]) => path === target)?.[0];
  const candidates = [...(byPath === undefined ? [] : [byPath]), bare, singular(bare), bare.replace(/^parent_/, '')];
  // "post" of a comment is a blog post, where there is one kind of posts.
  const longer = draft.type === 'string' && !saidType ? [...paths.keys()].filter((name) => name.endsWith(`_${singular(bare)}`)) : [];
  if (longer.length === 1) candidates.push(...longer);
  const other = candidates.find((name) => paths.has(name) && (name !== owner.name || target !== null || field.name.startsWith('parent_')));
  const mayRefer = !saidType || field.type === 'reference' || target !== null || (field.type === 'integer' && field.name.endsWith('_id'));
  // What it referred to has been taken out of the plan: its text stays.
  if (other === undefined && field.type === 'reference') return { ...field, type: 'string', references: null, name: field.name.replace(/_id$/, '') };
  if (other === undefined || !mayRefer) return field;
  const name = field.name.endsWith('_id') ? field.name : `${(target === null ? singular(field.name) : field.name).slice(0, 37)}_id`;
  return { ...field, name, type: 'reference', min: null, max: null, values: [], default: null, references: paths.get(other) ?? null };
}

function requireOne(entity: string, fields: FieldSpec[], drafts: FieldDraft[], assumptions: string[]): void {
  for (const field of fields) if (field.unique) field.default = null;
  if (fields.some((field) => field.required && field.type !== 'boolean')) return;
  const free = fields.filter((field) => !drafts.some((draft) => draft.name === field.name && draft.saidRequired) && field.default === null);
  const texts = free.filter((field) => field.type === 'string' || field.type === 'email' || field.type === 'url');
  const references = texts.length === 0 ? free.filter((field) => field.type === 'reference' && field.references !== null) : [];
  for (const field of references) field.required = true;
  if (references.length > 0) {
    assumptions.push(`Of ${spoken(entity)}, ${references.map((field) => field.name).join(' and ')} are required and the other fields are optional.`);
    return;
  }
  const plain = free.filter((field) => field.type !== 'boolean' && field.type !== 'list' && field.type !== 'reference');
  const chosen = REQUIRED_NAMES.map((name) => plain.find((field) => isCalled(field, name, entity))).find((field) => field !== undefined) ?? plain[0];
  if (!chosen) return;
  chosen.required = true;
  if (fields.length > 1) assumptions.push(`Of ${spoken(entity)}, ${chosen.name} is required and the other fields are optional.`);
}

/** "customer name" names an order, but the e-mail address or phone number of somebody does not. */
function isCalled(field: FieldSpec, name: string, entity: string): boolean {
  if (field.name === name || field.name === `${entity}_${name}`) return true;
  return field.type === 'string' && field.name.endsWith(`_${name}`) && !/^(?:number|code|email|url)$/.test(name);
}

/** Objects that need each other could never be created: such references become optional, or are dropped when a sample could not be made. */
function breakCircles(entities: EntitySpec[], assumptions: string[]): void {
  const visit = (entity: EntitySpec, trail: EntitySpec[]): void => {
    for (const field of entity.fields.slice()) {
      if (field.references === entity.path) field.required = false;
      const other = entities.find((one) => one.path === field.references);
      if (!other || other === entity) continue;
      if (trail.includes(other)) {
        entity.fields.splice(entity.fields.indexOf(field), 1);
        assumptions.push(`${entity.path} and ${other.path} would refer to each other; only ${other.path} do.`);
      } else {
        visit(other, [...trail, other]);
      }
    }
  };
  for (const entity of entities) visit(entity, [entity]);
}

const SECRET = /(?:^|_)(?:password|passwd|passphrase|passcode|pin|secret|secret_key|private_key|api_key|access_token)$/;

/** Passwords are kept like any other text, which a person must know before saying yes. */
function secretsOf(entities: EntitySpec[]): string[] {
  return entities.flatMap((entity) =>
    entity.fields
      .filter((field) => field.type === 'string' && SECRET.test(field.name))
      .map((field) => `hashing: the ${spoken(field.name)} of each ${spoken(entity.name)} is stored as plain text and shown to everyone who reads the object`),
  );
}
