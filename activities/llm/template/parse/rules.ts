import type { EntityDraft, FieldDraft } from './draft.js';
import { applyRemark, settle } from './field.js';
import { splitItems } from './items.js';
import { identifier, singular } from './names.js';
import { applyBracket } from './qualifiers.js';
import { isSameThing } from './synonyms.js';
import { splitBracket } from './text.js';

/** A sentence that tells more about fields: "Names have 1 to 80 characters", "the title and the body are required". */
export interface Rule {
  /** What it is about, as identifiers. */
  names: string[];
  /** What it says of them, with `⟦n⟧` for brackets. */
  remark: string;
  /** It says what they have: only with numbers this is a rule, and not a list of fields. */
  isHaving: boolean;
}

const SENTENCE =
  /^(?:(?:each|every|all|both|the|its|their|an?) )*(.{1,120}?) ((?:(?:is|are|must|should|has to|have to|needs? to|can|may|will|shall|cannot|defaults?|lies?|ranges?|has|have|contains?)(?= ))(?: (?:always|only|also|be|have|contain|lie|range|hold|at all))*) (.{1,300})$/i;

/** The rule in a sentence; null when it has another form. It may still be about no field at all. */
export function readRule(sentence: string): Rule | null {
  const choice = /^(?:(?:the|its|their) )*((?:(?!(?:has|have|with|is|are|of|for|and) )[\p{L}\d_-]{1,40} ?){1,3}?) ?((?:⟦\d+⟧ ?)+)$/iu.exec(sentence.trim());
  if (choice) return { names: [identifier(choice[1] ?? '') ?? ''], remark: choice[2] ?? '', isHaving: false };
  const match = SENTENCE.exec(sentence.trim());
  if (!match) return null;
  const names = splitItems(match[1] ?? '').map((name) => identifier(name.replace(/^(?:(?:the|its|their|an?|both|field|value of|length of) )+/i, '')));
  const isDefault = /^defaults?$/i.test(match[2] ?? '');
  const isNot = /^cannot\b/i.test(match[2] ?? '') && !/^(?:be )?empty\b/i.test(match[3] ?? '');
  const remark = `${isDefault ? 'default ' : isNot ? 'not ' : ''}${match[3] ?? ''}`.replace(/^be (?=empty\b)/i, 'not ');
  const isHaving = /\b(?:has|have|contains?|hold)$/i.test(match[2] ?? '');
  return names.length > 0 && names.every((name) => name !== null) ? { names, remark, isHaving } : null;
}

/** The field that a name means: itself, its plural, with its object ("plant names", "name of a plant") or without its unit. */
export function fieldCalled<T extends { name: string }>(name: string, fields: readonly T[], entity: string): T | null {
  const bare = name.replace(/^(.+)_of_(?:(?:an?|the|each|every|all)_)?(.+)$/, (whole, first: string, owner: string) =>
    isSameThing(singular(owner), entity) ? first : whole,
  );
  const parts = bare.split('_');
  // "plant_name" and "plants_name" of a plant; "first_name" keeps both words.
  const owned = parts.slice(1).length > 0 && isSameThing(singular(parts[0] ?? ''), entity) ? [parts.slice(1).join('_')] : [];
  const names = [bare, singular(bare), ...owned, ...owned.map(singular)];
  const exact = names.map((one) => fields.find((field) => field.name === one)).find((field) => field !== undefined);
  if (exact) return exact;
  const longer = fields.filter((field) => field.name.startsWith(`${singular(bare)}_`));
  return bare.length >= 4 && longer.length === 1 ? (longer[0] ?? null) : null;
}

/** The fields a rule is about, of all objects; empty when one of its names is no field. */
export function fieldsOf(rule: Rule, entities: readonly EntityDraft[]): { entity: EntityDraft; field: FieldDraft }[] {
  const found = rule.names.map((name) =>
    entities.flatMap((entity) => {
      const field = fieldCalled(name, entity.fields, entity.name);
      return field ? [{ entity, field }] : [];
    }),
  );
  return found.every((fields) => fields.length > 0) ? found.flat() : [];
}

/** The field with a rule applied, and what of the rule meant nothing. */
export function ruled(field: FieldDraft, remark: string, brackets: readonly string[]): { field: FieldDraft; lost: string[] } {
  const { words, inside } = splitBracket(remark, brackets);
  const draft: FieldDraft = { ...field, lost: [], saidType: false };
  const lost = words === '' ? [] : applyRemark(draft, words);
  for (const text of inside) lost.push(...applyBracket(draft, text));
  const settled = settle({ ...draft, name: field.name, saidType: draft.saidType || field.saidType });
  return { field: { ...settled, lost: field.lost ?? [] }, lost: [...lost, ...(settled.lost ?? [])] };
}

/** True when a rule makes sense for any text or number: nothing of it is left over, and it says more than a name. */
export function isPlainRule(rule: Rule, probe: FieldDraft): boolean {
  return /\d/.test(rule.remark.replace(/⟦\d+⟧/g, '')) && ruled(probe, rule.remark, []).lost.length === 0;
}
