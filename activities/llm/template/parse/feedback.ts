import type { Language } from '../spec.js';
import type { EntityDraft } from './clauses.js';
import { readClauses } from './clauses.js';
import { readFields } from './field-list.js';
import { languageOf, withoutLanguage } from './language.js';
import { identifier, singular } from './names.js';

const SENTENCES = /\n+|[.!?;]+(?:\s+|$)|,?\s+(?:and|then|also)\s+(?=(?:please\s+)?(?:add|remove|rename|make|drop|use|change|delete|set)\b)/i;
const POLITE = /^\s*(?:(?:please|also|and|then|can you|could you|i want (?:you )?to|use|write it|build it|switch(?: to| it to)?)\b[\s,]*)+/i;

/** Requested changes to a plan, as far as the template model understands them. */
export const applyFeedback = { language, entities };

function language(feedback: string[]): Language | null {
  return feedback.reduce<Language | null>((found, text) => languageOf(text, '').language ?? found, null);
}

function entities(drafts: EntityDraft[], feedback: string[]): { entities: EntityDraft[]; unknown: string[] } {
  const changed = drafts.map((draft) => ({ ...draft, fields: draft.fields.map((field) => ({ ...field })) }));
  const unknown: string[] = [];
  for (const text of feedback) {
    for (const sentence of withoutLanguage(text).split(SENTENCES)) {
      const part = sentence.replace(POLITE, '').trim();
      if (/[a-z]{3}/i.test(part) && !change(changed, part)) unknown.push(sentence.trim());
    }
  }
  return { entities: changed, unknown };
}

/** Applies one sentence; false when it means nothing to us. */
function change(drafts: EntityDraft[], sentence: string): boolean {
  return addEntities(drafts, sentence) || addFields(drafts, sentence) || removeFields(drafts, sentence) || rename(drafts, sentence) || adjust(drafts, sentence);
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

function addFields(drafts: EntityDraft[], sentence: string): boolean {
  const match =
    /^(?:add|include|give (?:it|them)|have)\s+(?:an?\s+|the\s+|more\s+)?(?:(?:new\s+)?fields?\s+|attributes?\s+)?(.+?)(?:\s+fields?)?(?:\s+(?:to|for|on)\s+(?:the\s+|each\s+|every\s+)?([\p{L} _-]+))?$/iu.exec(
      sentence,
    );
  const target = match ? targetOf(drafts, match[2]) : null;
  const fields = match && target ? readFields(match[1] ?? '') : [];
  if (!target || fields.length === 0) return false;
  for (const field of fields) {
    const known = target.fields.findIndex((other) => other.name === field.name);
    if (known >= 0) target.fields[known] = field;
    else target.fields.push(field);
  }
  return true;
}

function removeFields(drafts: EntityDraft[], sentence: string): boolean {
  const match =
    /^(?:remove|drop|delete|without|leave out|omit|get rid of|do not (?:use|have)|don't (?:use|have))\s+(?:the\s+)?(?:fields?\s+)?(.+?)(?:\s+fields?)?(?:\s+(?:from|of|in)\s+(?:the\s+)?([\p{L} _-]+))?$/iu.exec(
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

function rename(drafts: EntityDraft[], sentence: string): boolean {
  const match = /^(?:rename|change|call)\s+(?:the\s+)?(?:field\s+)?([\p{L}\d _-]+?)\s+(?:to|into|as)\s+([\p{L}\d _-]+)$/iu.exec(sentence);
  const [from, to] = [identifier(match?.[1] ?? ''), identifier(match?.[2] ?? '')];
  if (from === null || to === null) return false;
  const entity = drafts.find((draft) => draft.name === singular(from));
  if (entity) entity.name = singular(to);
  const fields = drafts.flatMap((draft) => draft.fields).filter((field) => field.name === from);
  for (const field of fields) field.name = to;
  // Asked for before and already done: the plan carries the new name.
  const isDone = drafts.some((draft) => draft.name === singular(to) || draft.fields.some((field) => field.name === to));
  return entity !== undefined || fields.length > 0 || isDone;
}

/** "make author required", "author should be optional", "rating is from 1 to 10", "age as integer". */
function adjust(drafts: EntityDraft[], sentence: string): boolean {
  const match =
    /^(?:make|set|the|let|mark|turn)?\s*(?:the\s+)?(.+?)\s+(?:(?:should|must|can|may) be|be|is|are|as|to|into)?\s*((?:an? )?(?:required|mandatory|optional|unique|nullable|from .+|between .+|at (?:most|least) .+|max\w* .+|min\w* .+|integer|int|number|string|text|boolean|date|datetime|list|email|url|one of .+|default\w* .+))$/iu.exec(
      sentence,
    );
  const name = identifier(match?.[1] ?? '');
  const holders = drafts.filter((draft) => draft.fields.some((field) => field.name === name));
  if (!match || name === null || holders.length === 0) return false;
  const changed = readFields(`${name.replaceAll('_', ' ')} (${(match[2] ?? '').replace(/^an? /i, '')})`)[0];
  if (!changed) return false;
  for (const draft of holders) {
    const index = draft.fields.findIndex((field) => field.name === name);
    const old = draft.fields[index];
    if (!old) continue;
    const typed = changed.saidType ? { type: changed.type, values: changed.values, saidType: true } : {};
    const required = changed.saidRequired ? { required: changed.required, saidRequired: true } : {};
    draft.fields[index] = {
      ...old,
      ...typed,
      ...required,
      unique: old.unique || changed.unique,
      min: changed.min ?? old.min,
      max: changed.max ?? old.max,
      default: changed.default ?? old.default,
    };
  }
  return true;
}

function targetOf(drafts: EntityDraft[], words: string | undefined): EntityDraft | null {
  if (words === undefined) return drafts[0] ?? null;
  const name = identifier(words);
  return drafts.find((draft) => name !== null && draft.name === singular(name)) ?? null;
}
