import { plain } from '../source.js';
import { type Language, spoken } from '../spec.js';
import type { EntityDraft } from './clauses.js';
import { readClauses } from './clauses.js';
import { areFeatures, isFeature, mayBeFeature, notBuilt } from './features.js';
import { readFields } from './field-list.js';
import { splitItems } from './items.js';
import { languageOf, withoutLanguage } from './language.js';
import { identifier, singular } from './names.js';
import type { FieldDraft } from './qualifiers.js';
import { prepare } from './text.js';
import { typeOfWords } from './types.js';

// A comma or "and" starts the next change where a verb follows; "make and model" are two fields.
const SENTENCES =
  /\n+|[.!?;]+(?:\s+|$)|(?:,\s*(?=(?:(?:and|then|also|please)\s+)*(?:add|remove|rename|make|drop|change|delete)\s)|\s+(?:and|then|also)\s+(?=(?:please\s+)?(?:add|remove|rename|make|drop|use|change|delete|set)\s))(?!(?:(?:and|then|also|please)\s+)*make\s+(?:and|or)\s)/i;
const POLITE = /^\s*(?:(?:please|also|and|then|can you|could you|i want (?:you )?to|use|write it|build it|switch(?: to| it to)?)\b[\s,]*)+/i;
// What is left of "in TypeScript instead (of Python), please" and means nothing without the language.
const LEFTOVER = /[\s,]*\b(?:instead(?: of)?|please)(?=\s*(?:$|[,.;!\n]|(?:and|then|also)\b))/gi;

/** Requested changes to a plan, as far as the template model understands them. */
export const applyFeedback = { language, entities, others };

/** The plan's objects while changes are made to them. */
interface Changes {
  drafts: EntityDraft[];
  /** What was not done, as sentences for the plan's risks. */
  unknown: string[];
  /** The fields spoken of last: "it" and "them". */
  last: string[];
}

function language(feedback: string[]): Language | null {
  return feedback.reduce<Language | null>((found, text) => languageOf(text, '').language ?? found, null);
}

function entities(drafts: EntityDraft[], feedback: string[]): { entities: EntityDraft[]; unknown: string[] } {
  const copies = drafts.map((draft) => ({ ...draft, fields: draft.fields.map((field) => ({ ...field })) }));
  const changes: Changes = { drafts: copies, unknown: [], last: [] };
  const parts = partsOf(feedback);
  parts.forEach((part, index) => {
    if (change(changes, part)) return;
    const missing = missingField(part);
    // Changes are told again with each new plan: a field that a later one renames or removes is rightly not there.
    if (missing !== null && parts.slice(index + 1).some((later) => takesAway(later, missing))) return;
    const why = missing === null ? 'was not understood' : `could not be made, because no object has a field called ${spoken(missing)}`;
    changes.unknown.push(`a requested change that ${why}: "${plain(part, 200)}"`);
  });
  return { entities: changes.drafts, unknown: changes.unknown };
}

/** Requested changes beyond the language, for what has no fields to change. */
function others(feedback: string[]): string[] {
  return partsOf(feedback).map((part) => `a requested change that this template has no room for: "${plain(part, 200)}"`);
}

/** The single changes that are asked for, without those of the language. */
function partsOf(feedback: string[]): string[] {
  return feedback
    .flatMap((text) => withoutLanguage(text).replace(LEFTOVER, ' ').split(SENTENCES))
    .map((part) => part.replace(POLITE, '').trim())
    .filter((part) => /[a-z]{3}/i.test(part));
}

/** Applies one sentence; false when it means nothing to us. */
function change(changes: Changes, said: string): boolean {
  const it = changes.last.map(spoken).join(' and ');
  const sentence = it === '' ? said : said.replace(/^(make|set|mark|turn|rename|remove|drop|delete) (?:it|them|both)\b/i, (_, verb: string) => `${verb} ${it}`);
  const { drafts } = changes;
  return (
    addEntities(drafts, sentence) ||
    addFields(changes, sentence) ||
    removeFields(drafts, sentence) ||
    renameAll(drafts, sentence) ||
    adjustAll(changes, sentence)
  );
}

/** "make age required" where there is no age: its name; null for any other sentence. */
function missingField(part: string): string | null {
  const match = ADJUST.exec(part);
  return match && !/^(?:it|them|everything|all)$/i.test(match[1] ?? '') ? identifier(match[1] ?? '') : null;
}

function takesAway(part: string, name: string): boolean {
  return /^(?:remove|drop|delete|rename|change|call)\b/i.test(part) && part.toLowerCase().replace(/[_-]/g, ' ').includes(spoken(name));
}

function addEntities(drafts: EntityDraft[], sentence: string): boolean {
  const match =
    /^(?:add|include|have|i need)\s+(?:an? |another )?(?:entity|resource|collection|model|endpoints? for|kind of object)?\s*(?:called |named |for )?(.+? (?:with|having|:) .+)$/i.exec(
      sentence,
    );
  const found = match ? readClauses(`a REST API for ${match[1] ?? ''}`).entities.filter((entity) => entity.fields.length > 0) : [];
  for (const entity of found) {
    const known = drafts.find((draft) => draft.name === entity.name);
    if (known) known.fields.push(...entity.fields.filter((field) => !known.fields.some((other) => other.name === field.name)));
    else drafts.push(entity);
  }
  return found.length > 0;
}

function addFields(changes: Changes, sentence: string): boolean {
  const match =
    /^(?:add|include|give (?:it|them)|have)\s+(?:an?\s+|the\s+|more\s+)?(?:(?:new\s+)?fields?\s+|attributes?\s+)?(.+?)(?:\s+fields?)?(?:\s+(?:to|for|on)\s+(?:the\s+|each\s+|every\s+)?([\p{L} _-]+))?$/iu.exec(
      sentence,
    );
  const target = match ? targetOf(changes.drafts, match[2]) : null;
  if (!match || !target) return false;
  const list = (match[1] ?? '').replace(/\s+fields?(?=\s*[(:])/gi, '');
  const items = splitItems(prepare(list).text);
  const features = items.filter((item) => isFeature(item) || (areFeatures(items) && mayBeFeature(item)));
  changes.unknown.push(...features.flatMap(notBuilt));
  const fields = readFields(list).filter((field) => !features.some((feature) => identifier(feature) === field.name));
  if (features.length === items.length) return true;
  if (fields.length === 0) return false;
  changes.last = fields.map((field) => field.name);
  for (const field of fields) {
    const known = target.fields.findIndex((other) => other.name === field.name);
    if (known >= 0) target.fields[known] = field;
    else target.fields.push(field);
  }
  return true;
}

function removeFields(drafts: EntityDraft[], sentence: string): boolean {
  const match =
    /^(?:remove|drop|delete|without|no|leave out|omit|get rid of|do not (?:use|have)|don't (?:use|have))\s+(?:the\s+)?(?:fields?\s+)?(.+?)(?:\s+fields?)?(?:\s+(?:from|of|in)\s+(?:the\s+)?([\p{L} _-]+))?$/iu.exec(
      sentence,
    );
  const names = match ? readFields(match[1] ?? '').map((field) => field.name) : [];
  // A plain name that is not there (any more) is as good as removed.
  let found = names.length > 0 && names.every((name) => name.split('_').length <= 3);
  for (const draft of drafts.slice()) {
    const kept = draft.fields.filter((field) => !names.includes(field.name));
    found ||= kept.length < draft.fields.length;
    draft.fields = kept;
    // The last kind of objects stays: a service without any is none.
    if (names.map(singular).includes(draft.name) && drafts.length > 1) {
      drafts.splice(drafts.indexOf(draft), 1);
      found = true;
    }
  }
  return found;
}

/** "rename title to name and done to finished". */
function renameAll(drafts: EntityDraft[], sentence: string): boolean {
  const match = /^(?:rename|change|call)\s+(.+)$/iu.exec(sentence);
  const pairs = (match?.[1] ?? '').split(/\s*,\s*(?:and\s+)?|\s+and\s+/i).map((pair) => RENAME.exec(pair));
  if (!match || !pairs.every((pair) => pair !== null)) return false;
  return pairs.map((pair) => rename(drafts, pair[1] ?? '', pair[2] ?? '')).every(Boolean);
}

const RENAME = /^(?:the\s+)?(?:field\s+)?([\p{L}\d _-]+?)\s+(?:to|into|as)\s+([\p{L}\d _-]+)$/iu;

function rename(drafts: EntityDraft[], before: string, after: string): boolean {
  const [from, to] = [identifier(before), identifier(after)];
  if (from === null || to === null || typeOfWords(after.replace(/^an? /i, '')) !== null) return false;
  const entity = drafts.find((draft) => draft.name === singular(from));
  if (entity) entity.name = singular(to);
  const fields = drafts.flatMap((draft) => draft.fields).filter((field) => field.name === from);
  for (const field of fields) field.name = to;
  // Asked for before and already done: the plan carries the new name.
  const isDone = drafts.some((draft) => draft.name === singular(to) || draft.fields.some((field) => field.name === to));
  return entity !== undefined || fields.length > 0 || isDone;
}

const RULE = String.raw`(?:required|mandatory|optional|unique|nullable|from .+|between .+|at (?:most|least) .+|max\w* .+|min\w* .+|integer|int|number|string|text|boolean|date|datetime|list|email|url|one of .+|default\w* .+)`;
const ADJUST = new RegExp(
  String.raw`^(?:make|set|the|let|mark|turn|change)?\s*(?:the\s+)?(.+?)\s+(?:(?:should|must|can|may) be|be|is|are|as|to|into)?\s*((?:an? )?${RULE}(?:\s+(?:and|but)\s+(?:an? )?${RULE})?)$`,
  'iu',
);

/** "make title and author required", "make due date required and done optional": all of it or nothing. */
function adjustAll(changes: Changes, sentence: string): boolean {
  if (adjust(changes, sentence)) return true;
  const parts = sentence.split(/\s*,\s*(?:and\s+)?|\s+and\s+/i);
  return parts.length > 1 && parts.every((part) => namesIn(changes, ADJUST.exec(part)).length > 0) && parts.every((part) => adjust(changes, part));
}

/** The fields an adjustment is about; empty when one of them is not there. */
function namesIn(changes: Changes, match: RegExpExecArray | null): string[] {
  const names = match ? splitItems(match[1] ?? '').map((item) => identifier(item.replace(/^(?:the|both) /i, ''))) : [];
  const known = names.filter((name) => name !== null && changes.drafts.some((draft) => draft.fields.some((field) => field.name === name)));
  return known.length === names.length ? known.filter((name) => name !== null) : [];
}

/** "author should be optional", "rating is from 1 to 10", "age as integer", "make title unique and required". */
function adjust(changes: Changes, sentence: string): boolean {
  const match = ADJUST.exec(sentence);
  const names = namesIn(changes, match);
  const rules = (match?.[2] ?? '').replace(/^an? /i, '');
  const changed = names.flatMap((name) => readFields(`${spoken(name)} (${rules})`).slice(0, 1));
  if (names.length === 0 || changed.length < names.length) return false;
  changes.last = names;
  for (const draft of changes.drafts) {
    draft.fields = draft.fields.map((field) => {
      const index = names.indexOf(field.name);
      const rule = changed[index];
      return rule ? adjusted(field, rule) : field;
    });
  }
  return true;
}

function adjusted(old: FieldDraft, rule: FieldDraft): FieldDraft {
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

function targetOf(drafts: EntityDraft[], words: string | undefined): EntityDraft | null {
  if (words === undefined) return drafts[0] ?? null;
  const name = identifier(words);
  return drafts.find((draft) => name !== null && draft.name === singular(name)) ?? null;
}
