import { plain } from '../source.js';
import { spoken } from '../spec.js';
import { askedIn, POLITE, SENTENCES, type Unheard } from './asked.js';
import type { EntityDraft, FieldDraft } from './draft.js';
import { readClauses } from './clauses.js';
import { areFeatures, isFeature, mayBeFeature, notBuilt } from './features.js';
import { readFields } from './field-list.js';
import { splitItems } from './items.js';
import { identifier, singular } from './names.js';
import { adjusted, describe, isPartly, onlyFields, onlyOne } from './restate.js';
import { asChange, asksForNothing } from './wording.js';
import { fieldsOf, readRule, type Rule, ruled } from './rules.js';
import { prepare, uniqueBy } from './text.js';
import { typeOfWords } from './types.js';

/** Changes of fields that are understood, for people. */
export const FIELD_CHANGES = '"add a phone", "remove the notes", "rename title to name" or "age is a whole number from 1 to 99"';
const HINT = `the plan stays as it was; say one thing a sentence, like ${FIELD_CHANGES}`;
// The page reads these (web/src/decide/plan.ts).
const UNHEARD = 'a requested change that was not understood';
const UNMADE = 'a requested change that could not be made';
// A longer name is a piece of a sentence.
const NAME_WORDS_MAX = 4;

/** Requested changes to a plan, as far as the template model understands them. */
export const applyFeedback = { entities, lines, others };

/** The plan's objects while changes are made to them. */
interface Changes {
  drafts: EntityDraft[];
  /** What was not done, as sentences for the plan's risks. */
  unknown: string[];
  /** The fields spoken of last: "it" and "them". */
  last: string[];
  /** Fields that a list of the only fields left out: a later sentence about one of them brings it back. */
  gone: FieldDraft[];
}

/** `unheard` are the changes that were not made. */
function entities(drafts: EntityDraft[], feedback: string[]): { entities: EntityDraft[]; unknown: string[]; unheard: Unheard[] } {
  const changes: Changes = { drafts: copyOf(drafts), unknown: [], last: [], gone: [] };
  const unheard: Unheard[] = [];
  const parts = askedIn(feedback).changes;
  parts.forEach((part, index) => {
    const told = changes.unknown.length;
    if (change(changes, part)) {
      const left = changes.unknown.slice(told);
      if (left.length > 0) unheard.push({ words: part, why: `The template model does not build ${left.join(' and ')}.` });
      return;
    }
    const missing = missingField(part);
    // Changes are told again with each new plan: a field that a later one renames or removes is rightly not there.
    if (missing !== null && parts.slice(index + 1).some((later) => takesAway(later, missing))) return;
    const why = missing === null ? whyNot(part) : `No object has a field called ${spoken(missing)}.`;
    unheard.push({ words: part, why });
    const said = `"${plain(part, 200)}"`;
    changes.unknown.push(
      missing !== null
        ? `${UNMADE}, because no object has a field called ${spoken(missing)}: ${said}`
        : why === null
          ? `${UNHEARD}: ${said} (${HINT})`
          : unmade({ words: part, why }),
    );
  });
  return { entities: changes.drafts, unknown: changes.unknown, unheard };
}

/** A change that was understood and is not made, for the plan's risks. */
export function unmade({ words, why }: Unheard): string {
  return `${why === null ? UNHEARD : UNMADE}: "${plain(words, 200)}"${why === null ? '' : ` (${why.replace(/\.$/, '')})`}`;
}

/** Why a change is not made, where that is known. */
export function whyNot(change: string): string | null {
  if (asksForNothing(change)) return 'It asks for no change: approve the plan to have it built.';
  const left = notBuilt(change);
  return left.length === 0 ? null : `The template model does not build ${left.join(' and ')}.`;
}

/** Lines that a person wrote into a plan, made like changes; `left` are the sentences, in their own words, that meant nothing to us. */
function lines(drafts: EntityDraft[], added: readonly string[]): { entities: EntityDraft[]; left: string[] } {
  const changes: Changes = { drafts: copyOf(drafts), unknown: [], last: [], gone: [] };
  const left = added.flatMap((line) => {
    const sentences = line.split(SENTENCES).map((part) => part.trim());
    return sentences.filter((part) => /[\p{L}\p{N}]/u.test(part) && !changeLine(changes, part.replace(POLITE, '').trim()));
  });
  return { entities: changes.drafts, left: [...left, ...new Set(changes.unknown)] };
}

/** As `change`, but what takes something away has to find it: "delete after 30 days" is no field that is rightly not there. */
function changeLine(changes: Changes, said: string): boolean {
  const sentence = said.replace(/^(?=(?:has|have) )/i, 'it ');
  const before = JSON.stringify(changes.drafts);
  if (!change(changes, sentence)) return false;
  return !TAKES.test(sentence) || JSON.stringify(changes.drafts) !== before;
}

const TAKES = /^(?:remove|drop|delete|without|no|leave out|omit|get rid of|do not|don't|only|just|exactly)\b/i;

function copyOf(drafts: readonly EntityDraft[]): EntityDraft[] {
  return drafts.map((draft) => ({ ...draft, fields: draft.fields.map((field) => ({ ...field })) }));
}

/** Requested changes beyond the language, for what has no fields to change. */
function others(feedback: string[]): string[] {
  return askedIn(feedback).changes.map((part) => `a requested change that this template has no room for: "${plain(part, 200)}"`);
}

const LISTED = /^[\p{L}][\p{L} _-]{1,40}s (?:with|having) [^.]+$/iu;

/** Applies one sentence; false when it means nothing to us. */
function change(changes: Changes, said: string): boolean {
  const it = changes.last.map(spoken).join(' and ');
  const plainly = uniqueBy(asChange(said));
  const sentence =
    it === '' ? plainly : plainly.replace(/^(make|set|mark|turn|rename|remove|drop|delete) (?:it|them|both)\b/i, (_, verb: string) => `${verb} ${it}`);
  const { drafts } = changes;
  return (
    listOnly(changes, sentence) ||
    describe(drafts, sentence) ||
    addEntities(drafts, sentence) ||
    addFields(changes, sentence) ||
    removeFields(drafts, sentence) ||
    renameAll(drafts, sentence) ||
    adjustAll(changes, sentence) ||
    follow(changes, sentence) ||
    // "Also bookings with room and date".
    (LISTED.test(sentence) && addEntities(drafts, `add ${sentence}`))
  );
}

/** "make age required" where there is no age: its name; null for any other sentence. */
function missingField(part: string): string | null {
  const match = ADJUST.exec(part);
  const name = match && !/^(?:it|them|everything|all)$/i.test(match[1] ?? '') ? identifier(match[1] ?? '') : null;
  return name !== null && name.split('_').length <= NAME_WORDS_MAX && !/_(?:is|are|be|should|must|has|have)(?:_|$)/.test(name) ? name : null;
}

function takesAway(part: string, name: string): boolean {
  return /^(?:remove|drop|delete|rename|change|call)\b/i.test(part) && part.toLowerCase().replace(/[_-]/g, ' ').includes(spoken(name));
}

/** What is kept alone: one kind of objects, its fields. */
function listOnly(changes: Changes, sentence: string): boolean {
  const before = changes.drafts.map((draft) => ({ draft, fields: draft.fields }));
  if (!onlyOne(changes.drafts, sentence) && !onlyFields(changes.drafts, sentence)) return false;
  const [only] = changes.drafts;
  const old = before.find(({ draft }) => draft === only)?.fields ?? [];
  changes.gone.push(...old.filter((field) => !only?.fields.some(({ name }) => name === field.name)));
  return true;
}

/** "The watering interval is a whole number from 1 to 60", "names have 1 to 80 characters": all of the sentence or nothing. */
function follow(changes: Changes, sentence: string): boolean {
  const { text, brackets } = prepare(sentence);
  const rule = readRule(text);
  const about = rule ? withGone(changes, rule) : [];
  const results = about.map(({ entity, field }) => ({ entity, field, changed: ruled(field, rule?.remark ?? '', brackets) }));
  if (results.length === 0 || results.some(({ changed }) => changed.lost.length > 0)) return false;
  for (const { entity, field, changed } of results) {
    if (entity.fields.includes(field)) entity.fields[entity.fields.indexOf(field)] = changed.field;
    else entity.fields.push(changed.field);
  }
  changes.last = about.map(({ field }) => field.name);
  return true;
}

/** The fields a rule is about, also such as a list of the only fields left out before. */
function withGone(changes: Changes, rule: Rule): ReturnType<typeof fieldsOf> {
  const [only] = changes.drafts;
  const about = fieldsOf(rule, changes.drafts);
  if (about.length > 0 || only === undefined || changes.gone.length === 0) return about;
  const back = fieldsOf(rule, [{ name: only.name, fields: [...only.fields, ...changes.gone] }]);
  return back.map(({ field }) => ({ entity: only, field }));
}

function addEntities(drafts: EntityDraft[], sentence: string): boolean {
  const match =
    /^(?:add|include|have|i need)\s+(?:an? |another )?(?:entity|resource|collection|model|endpoints? for|kind of object)?\s*(?:called |named |for )?(.+? (?:with|having|:) .+)$/i.exec(
      sentence,
    );
  const reading = match ? readClauses(`a REST API for ${match[1] ?? ''}`) : null;
  if (reading === null || reading.notUnderstood.length > 0) return false;
  const found = reading.entities.filter((entity) => entity.fields.length > 0);
  for (const entity of found) {
    const known = drafts.find((draft) => draft.name === entity.name);
    if (known) known.fields.push(...entity.fields.filter((field) => !known.fields.some((other) => other.name === field.name)));
    else drafts.push(entity);
  }
  return found.length > 0;
}

function addFields(changes: Changes, sentence: string): boolean {
  const match =
    /^(?:add|include|give (?:it|them)|have)\s+(?:an?\s+|the\s+(?!date|day|time|moment|year)|more\s+)?(?:(?:new\s+)?fields?\s+|attributes?\s+)?(.+?)(?:\s+fields?)?(?:\s+(?:to|for|on)\s+(?:the\s+|each\s+|every\s+)?([\p{L} _-]+))?$/iu.exec(
      sentence,
    );
  const target = match ? targetOf(changes.drafts, match[2]) : null;
  if (!match || !target) return false;
  const list = (match[1] ?? '').replace(/\s+fields?(?=\s*[(:])/gi, '');
  const items = splitItems(prepare(list).text);
  const features = items.filter((item) => isFeature(item) || (areFeatures(items) && mayBeFeature(item)));
  const fields = readFields(list).filter((field) => !features.some((feature) => identifier(feature) === field.name));
  const isAllFeatures = features.length === items.length;
  if (!isAllFeatures && (fields.length === 0 || fields.some(isPartly))) return false;
  changes.unknown.push(...features.flatMap(notBuilt));
  if (isAllFeatures) return true;
  changes.last = fields.map((field) => field.name);
  for (const field of fields) {
    const known = target.fields.findIndex((other) => other.name === field.name);
    if (known >= 0) target.fields[known] = field;
    else target.fields.push(field);
  }
  return true;
}

// What every service has.
const ALWAYS_THERE = /^(?:unit_|api_)?(?:tests?|testing|docs|documentation|docker(?:file)?|readme|openapi|swagger|logs|logging|pagination|health_?checks?)$/;

function removeFields(drafts: EntityDraft[], sentence: string): boolean {
  const match =
    /^(?:remove|drop|delete|without|no|leave out|omit|get rid of|do not (?:use|have)|don't (?:use|have))\s+(?:the\s+)?(?:fields?\s+|((?:resource|entity|entitie|object|collection|table|model)s?\s+))?(.+?)(?:\s+fields?|(\s+(?:resource|entity|entitie|object|collection|table|model)s?))?(?:\s+(?:from|of|in)\s+(?:the\s+)?([\p{L} _-]+))?$/iu.exec(
      sentence,
    );
  const read = match ? readFields(match[2] ?? '') : [];
  if (!match || read.length === 0 || read.some(isPartly) || /\b(?:everything|anything|whatever|all|than|makes?)\b/i.test(match[2] ?? '')) return false;
  const said = splitItems(match[2] ?? '').flatMap((item) => identifier(item.replace(/^(?:the|both|all) /i, '')) ?? []);
  // "No tests" is no field that is rightly not there.
  if (said.some((name) => ALWAYS_THERE.test(name) && !drafts.some((draft) => draft.fields.some((field) => field.name === name)))) return false;
  const isKind = match[1] !== undefined || match[3] !== undefined;
  // "names" are the objects of this name, where there are such; "name" is a field.
  const kinds = said.filter((name) => drafts.some((draft) => draft.name === singular(name)) && (isKind || name !== singular(name)));
  const names = isKind ? [] : [...said, ...read.map((field) => field.name)].filter((name) => !kinds.some((kind) => singular(kind) === singular(name)));
  // A plain name that is not there (any more) is as good as removed.
  let found = said.every((name) => name.split('_').length <= 3);
  for (const draft of drafts) {
    const kept = draft.fields.filter((field) => !names.includes(field.name));
    found ||= kept.length < draft.fields.length;
    draft.fields = kept;
  }
  return removeKinds(drafts, [...kinds, ...names]) || found;
}

/** Takes out the objects of these names; the last kind stays, for a service without any is none. */
function removeKinds(drafts: EntityDraft[], names: string[]): boolean {
  const gone = drafts.filter((draft) => names.map(singular).includes(draft.name)).slice(0, drafts.length - 1);
  for (const draft of gone) drafts.splice(drafts.indexOf(draft), 1);
  return gone.length > 0;
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
  String.raw`^(?:(?:make|set|let|mark|turn|change)\s+)?(?:the\s+)?(.+?)\s+(?:(?:should|must|can|may) be|be|is|are|as|to|into)?\s*((?:an? )?${RULE}(?:\s+(?:and|but)\s+(?:an? )?${RULE})?)$`,
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
  if (names.length === 0 || changed.length < names.length || changed.some(isPartly)) return false;
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

function targetOf(drafts: EntityDraft[], words: string | undefined): EntityDraft | null {
  if (words === undefined) return drafts[0] ?? null;
  const name = identifier(words);
  return drafts.find((draft) => name !== null && draft.name === singular(name)) ?? null;
}
