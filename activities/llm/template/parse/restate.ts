import type { EntityDraft, FieldDraft } from './draft.js';
import { readFields } from './field-list.js';
import { joinRemarks, splitItems } from './items.js';
import { identifier, singular } from './names.js';
import { fieldCalled } from './rules.js';
import { isSameThing } from './synonyms.js';
import { prepare } from './text.js';

/** Changes that say anew what there is, instead of what to do: "there is only one resource, plants, with ...". All of a sentence or nothing. */

const ONLY =
  /^(?:(?:there (?:is|are|should be|must be)|it (?:has|needs|should have)|keep|have|make it|i want|we need|only keep) )?(?:only|just|exactly|a single|only ever)(?: have| want| need| keep)? ?(?:(?:one|an?|the|single) )*(?:(?:resource|entity|object|collection|kind of objects?|table|model|thing)s?)?[\s,:]*(?:(?:namely|called|named|which is|it is|that is|the)[\s,:]+)*([\p{L}][\p{L} _-]{0,60}?)(?:,? (?:with|having|that has|which has|and it has|has) (?:only )?(?:(?:the|these|following|its) )*(?:(?:fields?|attributes?|properties)\b)?[\s:]*(.+)|\s*\(([^()]+)\))?$/iu;

/** "There is only one resource, plants, with the fields: name, species": the other kinds go, and so do the fields that are not named. */
export function onlyOne(drafts: EntityDraft[], sentence: string): boolean {
  const match = ONLY.exec(sentence);
  const said = match ? identifier(match[1] ?? '') : null;
  // "Only cooks may delete recipes" is about people.
  if (!match || said === null || /(?:^|_)(?:may|can|could|must|should|will)_/.test(said)) return false;
  const exact = drafts.find((draft) => draft.name === singular(said));
  const kept = exact ?? drafts.find((draft) => isSameThing(singular(said), draft.name));
  const list = match[2] ?? match[3];
  const fields = list === undefined ? [] : readWhole(list);
  if (!kept || fields === null) return false;
  if (fields.length > 0) kept.fields = fields.map((field) => merged(kept.fields, field));
  drafts.splice(0, drafts.length, kept);
  return true;
}

/** "Its fields are name, species and room": these and no others, where there is one kind of objects. */
export function onlyFields(drafts: EntityDraft[], sentence: string): boolean {
  const match = /^(?:(?:its|the|their|all)(?: only)? )?(?:fields|attributes|properties)(?: (?:are|should be|must be)(?: only)?)? ?:? (.+)$/i.exec(sentence);
  const [only, ...others] = drafts;
  const fields = match && only && others.length === 0 ? readWhole(match[1] ?? '') : null;
  if (!only || fields === null || fields.length === 0) return false;
  only.fields = fields.map((field) => merged(only.fields, field));
  return true;
}

const DESCRIBES =
  /^(?:(?:each|every|an?|the|all) )?([\p{L}][\p{L} _-]{0,60}?) (?:also |additionally |must |should |can |may )*(?:has|have|needs?|gets?) (?:also |additionally )?(.+)$/iu;

/** "Each plant has a name and a room": these fields are added, or take what is now said of them. */
export function describe(drafts: EntityDraft[], sentence: string): boolean {
  const match = DESCRIBES.exec(sentence);
  const name = match ? identifier(match[1] ?? '') : null;
  if (!match || name === null) return false;
  const [first, ...others] = drafts;
  const same = first && others.length === 0 && isSameThing(singular(name), first.name) ? first : null;
  const isIt = /^(?:it|they|each|all)$/.test(name) && others.length === 0;
  const owner = drafts.find((draft) => draft.name === singular(name)) ?? (isIt ? first : same);
  const fields = owner ? readWhole(match[2] ?? '') : null;
  if (!owner || fields === null || fields.length === 0) return false;
  for (const field of fields) {
    const index = owner.fields.findIndex((other) => other.name === field.name);
    if (index >= 0) owner.fields[index] = merged(owner.fields, field);
    else owner.fields.push(field);
  }
  return true;
}

/** The fields of a list of which everything was understood; null otherwise. */
function readWhole(list: string): FieldDraft[] | null {
  const items = joinRemarks(splitItems(prepare(list).text));
  const fields = readFields(list);
  return fields.length === items.length && !fields.some(isPartly) ? fields : null;
}

/** A field that is named again keeps what was known of it. */
function merged(fields: readonly FieldDraft[], again: FieldDraft): FieldDraft {
  const same = fields.find((field) => field.name === again.name);
  // "watering interval" is the `watering_interval_days` there is; `name_id` is another thing than a name.
  const old =
    same ??
    fieldCalled(
      again.name,
      fields.filter((field) => field.type !== 'reference'),
      '',
    );
  return old ? adjusted(old, again) : again;
}

/** Something that was said of it meant nothing to us: such a change is refused as a whole. */
export function isPartly(field: FieldDraft): boolean {
  return (field.lost ?? []).length > 0;
}

export function adjusted(old: FieldDraft, rule: FieldDraft): FieldDraft {
  return {
    ...old,
    ...(rule.saidType ? { type: rule.type, values: rule.values, saidType: true } : {}),
    ...(rule.saidRequired ? { required: rule.required, saidRequired: true } : {}),
    unique: old.unique || rule.unique,
    min: rule.min ?? old.min,
    max: rule.max ?? old.max,
    default: rule.default ?? old.default,
  };
}
