import type { EntityDraft, FieldDraft } from './draft.js';
import { defaultFields, isKnownThing, typicalOf } from './defaults.js';
import { areFeatures, isFeature, isToldAlready, mayBeFeature, notBuilt } from './features.js';
import { parseField } from './field.js';
import { areKinds, hasFieldBracket, joinRemarks, splitItems } from './items.js';
import { identifier, isPlural, singular } from './names.js';
import { areOperations, isOperation } from './operations.js';
import { findThings, type Things } from './phrase.js';
import { fieldCalled, fieldsOf, isPlainRule, readRule, type Rule, ruled } from './rules.js';
import { type FieldSpec, plainField, spoken } from '../spec.js';
import { isSameThing } from './synonyms.js';
import { prepare, restore, splitBracket } from './text.js';
import { isList, typeOfName } from './types.js';

/** What the words say about objects and their fields, before anything is guessed. */
export interface Reading {
  entities: EntityDraft[];
  /** A doing that no REST service of objects does: "converts temperatures". */
  action: string | null;
  /** Sentences that gave nothing. */
  notUnderstood: string[];
}

// Where the list of fields begins.
const HAS =
  /\s*(?:\b(?:(?:that |which |who |and )?(?:each |all |they |it )?(?:should |must |can |will |may |also )*(?:having|has|have|contains?|containing|includes?|including|consists? of|consisting of|comprising|comprises|made (?:up )?of|described by|identified by|defined by|storing|with)|whose|needs?)\b\s*(?:(?:the|these|following|a few|some|such|of|two|three|four|five|six|seven|eight|[2-8](?! (?:to|-|or)\b)) )*(?:(?:fields|attributes|properties|columns|data|information|entities|resources|models|tables|collections|objects)\b\s*(?:are|is|like|such as|being|:)?)?\s*:?|:|\b(?:fields|attributes|properties|columns)\b(?! with\b| having\b)(?: (?:are|is|being|like|such as))?:?)\s*/i;
// Sentences about the service itself.
const SUBJECTS =
  /^(?:it|they|the (?:api|service|app|system|server|backend|endpoints?|responses?)|there|this|we|i|you|everything|all|users?|fields?|entities|resources|models)$/i;
// What people do with the service is told as not built; the objects may still come.
const PEOPLE =
  /^(?:(?:the|our|all) )?(?:users?|people|customers?|members?|admins?|everyone|anyone|staff|clients?|visitors?|guests?|students?|teachers?|employees?|we|i) (?:can|may|should|must|want|need|will)\b/i;
const DOMAINS =
  /^(?:blog|library|shop|store|book_?store|book_?shop|web_?shop|school|university|college|hospital|clinic|restaurant|cafe|warehouse|company|team|gym|hotel|airline|airport|bank|forum|marketplace|club|office|zoo|museum|cinema|theater|theatre|garage|farm|city|business|startup|organization|organisation|agency|community|platform|social_network|crm|cms|erp|e_commerce|ecommerce|e_commerce_shop|online_shop|online_store|pet_store|pet_shop|podcast|conference|festival|league|tournament|game|project|household|family|home|kitchen|studio|salon|pharmacy|bakery|brewery|winery|vineyard|record_store|music_library|library_management|inventory|parking_lot|chat|chat_room|url_shortener|link_shortener|museum|gallery|orchestra|band|hostel|airbnb|dealership|car_dealership|car_rental|rental|dentist|vet|veterinary_clinic|call_center|help_desk|helpdesk|newsroom|newspaper|radio|orchard|garden|greenhouse|todo|course_platform|learning_platform|domain|following|resource|resources|entities|api)$/;

// A place of some kind: where there are other objects, it is where they are.
const PLACES =
  /_(?:rental|shop|store|library|school|garage|cellar|lot|clinic|hospital|hotel|restaurant|studio|agency|company|club|office|center|centre|museum|gallery|farm|garden|warehouse|market|bank|team|league|festival|conference|tournament|championship|academy|gym|hostel|cinema|theatre|theater|zoo|bakery|cafe|pharmacy|network|business|startup|practice)$/;

/** Reads a description. Never throws; texts of any kind give some reading. */
export function readClauses(description: string): Reading {
  const { text, brackets } = prepare(description);
  const reader = new Reader(brackets);
  for (const sentence of text.split(/(?<![.!?])(?:[.!?]+(?:\s+|$))+/)) if (sentence.trim() !== '') reader.sentence(sentence.trim());
  const entities = withoutPlaces(reader.reading.entities);
  return { ...reader.reading, entities, notUnderstood: [...new Set([...reader.reading.notUnderstood, ...reader.settleRules(entities)])] };
}

/** "An API for a gym. Members have ...": the gym is where it happens, not an object; alone it stands for what it usually keeps. */
function withoutPlaces(entities: EntityDraft[]): EntityDraft[] {
  const isPlace = (entity: EntityDraft): boolean =>
    entity.isSingle === true && entity.fields.length === 0 && (DOMAINS.test(entity.name) || PLACES.test(entity.name));
  const kept = entities.filter((entity) => !isPlace(entity));
  if (kept.length > 0) return kept;
  return entities.map((entity) => ({ ...entity, name: typicalOf(entity.name) ?? entity.name }));
}

class Reader {
  readonly reading: Reading = { entities: [], action: null, notUnderstood: [] };
  #current: EntityDraft | null = null;
  /** Limits of fields that nobody has named yet. */
  readonly #waiting: { sentence: string; rule: Rule }[] = [];
  /** The sentence said something, although it brought no object and no field. */
  #isUsed = false;

  constructor(readonly brackets: readonly string[]) {}

  sentence(sentence: string): void {
    const before = this.#size();
    this.#isUsed = false;
    const adjusted = this.#adjust(sentence);
    if (adjusted) return;
    const asked = splitItems(sentence);
    if (areOperations(asked)) return this.#lost(asked.filter((item) => !isOperation(item) && !isFeature(item)));
    const [head = '', ...rest] = sentence.split(new RegExp(HAS, 'gi')).map((part) => part.trim());
    // "Log in with Google": what comes after a wish about the service is no list of fields.
    if (this.reading.entities.length > 0 && notBuilt(head).length > 0 && isToldAlready(head)) return this.#lost([sentence]);
    const features = rest.length > 0 && rest.every((part) => areFeatures(splitItems(part)));
    const isOwn = this.#head(head, rest.length > 0 && !features);
    if (!features && this.reading.action === null) this.#lists(rest, isOwn);
    if (this.#size() === before && !this.#isUsed) this.reading.notUnderstood.push(restore(sentence, this.brackets));
  }

  #size(): number {
    return this.reading.entities.reduce((sum, entity) => sum + 1 + entity.fields.length, 0);
  }

  /** Takes the things before the first list. Answers whether they are objects of this service that lists may belong to. */
  #head(head: string, hasList: boolean): boolean {
    const things = findThings(head, hasList);
    const isFirst = this.reading.entities.length === 0;
    if (things.action !== null && PEOPLE.test(head)) this.#lost([head]);
    else if (things.action !== null && isFirst) this.reading.action ??= things.action;
    if (things.action !== null) return false;
    const isSubject = things.before === 'start' || things.before === 'article';
    const nouns = things.nouns.filter((noun) => !isSubject || !SUBJECTS.test(splitBracket(noun, this.brackets).words) || this.#find(noun) !== null);
    if (nouns.length === 0) return true;
    if (!hasList && !this.#isMeant(things, isFirst, nouns)) return false;
    for (const noun of nouns) this.#current = (hasList && isSubject ? this.#same(noun) : null) ?? this.#entity(noun) ?? this.#current;
    return true;
  }

  /** "houseplants: each plant has ...": another word for the only objects there are. */
  #same(noun: string): EntityDraft | null {
    const [only, ...others] = this.reading.entities;
    const name = identifier(cleanNoun(splitBracket(noun, this.brackets).words));
    if (only === undefined || others.length > 0 || name === null || DOMAINS.test(only.name)) return null;
    return isSameThing(singular(name), only.name) ? only : null;
  }

  /** Without fields a noun only counts where it is clearly the thing that is managed. */
  #isMeant(things: Things, isFirst: boolean, nouns: string[]): boolean {
    if (nouns.some((noun) => hasFieldBracket(noun, this.brackets))) return true;
    if (things.before === 'verb') return true;
    if (!isFirst) return things.before === 'for' && nouns.every((noun) => this.#find(noun) !== null);
    return things.before === 'for' || things.named || nouns.every((noun) => isKnownThing(singular(identifier(cleanNoun(noun)) ?? '')));
  }

  #lists(lists: string[], isOwn: boolean): void {
    if (!isOwn && this.#current === null && lists.length > 0) return;
    lists.forEach((list, index) => {
      const items = joinRemarks(splitItems(list));
      if (areOperations(items)) return this.#lost(items.filter((item) => !isOperation(item) && !isFeature(item)));
      if (index > 0 && items.every((item) => isFeature(item) || mayBeFeature(item))) return;
      const following = lists[index + 1];
      const hasNext = following !== undefined && !areFeatures(splitItems(following));
      const next = hasNext ? items.pop() : undefined;
      this.#items(items, next !== undefined);
      if (next !== undefined) this.#current = this.#entity(lastThing(next)) ?? this.#current;
    });
  }

  #items(items: string[], isInner: boolean): void {
    const wanted = items.filter((item) => !isFeature(item) || this.#find(item) !== null);
    if (wanted.length === 0) return;
    const domain = this.#current;
    const isDomain = domain === null || DOMAINS.test(domain.name);
    const isBare = domain === null && wanted.every((item) => hasFieldBracket(item, this.brackets, true));
    const areObjects = isBare || (areKinds(wanted, this.brackets) && (isDomain || wanted.some((item) => hasFieldBracket(item, this.brackets))));
    const isAround = domain !== null && isWhole(domain, wanted);
    if (areObjects || isAround || (isInner && isDomain && areKinds(wanted, this.brackets))) {
      if (domain !== null && (isDomain || isAround) && domain.fields.length === 0) this.reading.entities.splice(this.reading.entities.indexOf(domain), 1);
      for (const item of wanted) this.#current = this.#entity(item) ?? this.#current;
      return;
    }
    const owner = domain ?? this.#entity('item');
    if (owner) for (const item of wanted) this.#addField(owner, item);
    this.#current = owner;
  }

  #lost(parts: string[]): void {
    this.#isUsed = true;
    this.reading.notUnderstood.push(...parts.map((part) => restore(part, this.brackets)));
  }

  #addField(entity: EntityDraft, item: string): void {
    const field = parseField(item, this.brackets);
    if (field === null) return this.#lost([item]);
    this.#lostOf(field);
    const known = entity.fields.findIndex((other) => other.name === field.name);
    if (known >= 0) entity.fields[known] = field;
    else entity.fields.push(field);
  }

  #lostOf(field: FieldDraft): void {
    this.reading.notUnderstood.push(...(field.lost ?? []).map((part) => `${spoken(field.name)}: ${restore(part, this.brackets)}`));
  }

  /** The entity of this name, made when it is new; a bracket behind it lists its fields. */
  #entity(words: string): EntityDraft | null {
    const { words: noun, inside } = splitBracket(words, this.brackets);
    const name = identifier(cleanNoun(noun));
    if (name === null) return null;
    const single = singular(name);
    let entity = this.reading.entities.find((other) => other.name === single) ?? null;
    if (entity === null) {
      entity = { name: single, fields: [], isSingle: true };
      this.reading.entities.push(entity);
    }
    if (single !== name) entity.isSingle = false;
    for (const list of inside) {
      const inner = prepare(list);
      for (const item of joinRemarks(splitItems(inner.text))) {
        const field = isFeature(item) ? null : parseField(item, inner.brackets);
        if (field) this.#lostOf(field);
        if (field && !entity.fields.some((other) => other.name === field.name)) entity.fields.push(field);
      }
    }
    return entity;
  }

  #find(words: string): EntityDraft | null {
    const name = identifier(cleanNoun(splitBracket(words, this.brackets).words));
    return name === null ? null : (this.reading.entities.find((entity) => entity.name === singular(name)) ?? null);
  }

  /** "title is required", "email must be unique", "a book belongs to an author", "an author has many books". */
  #adjust(sentence: string): boolean {
    if (this.reading.entities.length === 0) return false;
    const { words } = splitBracket(sentence, this.brackets);
    const relation =
      /^(?:each|every|an?|the|all)?\s*([\p{L} ]+?) (?:belongs? to|refers? to|references?|is (?:written|made|owned|created|assigned) (?:by|to)|is linked to|are linked to) (?:an?|one|the|exactly one|its)?\s*([\p{L} ]+)$/iu.exec(
        words,
      );
    const owner = relation ? this.#find(relation[1] ?? '') : null;
    if (relation && owner) {
      this.#addField(owner, `${singular(identifier(relation[2] ?? '') ?? '')}`.replaceAll('_', ' '));
      return true;
    }
    return this.#rule(sentence);
  }

  /** "Names have 1 to 80 characters": about fields there are, or about such as are still to come. */
  #rule(sentence: string): boolean {
    const rule = readRule(sentence);
    const { entities } = this.reading;
    if (rule === null || rule.names.some((name) => this.#find(name) !== null)) return false;
    const isPlain = isPlainRule(rule, draftOf(plainField('text')));
    if (rule.isHaving && !isPlain) return false;
    const about = fieldsOf(rule, entities);
    if (about.length === 0 && isPlain) this.#waiting.push({ sentence: restore(sentence, this.brackets), rule });
    for (const { entity, field } of about) {
      const changed = ruled(field, rule.remark, this.brackets);
      entity.fields[entity.fields.indexOf(field)] = changed.field;
      this.#lost(changed.lost.map((part) => `${spoken(field.name)}: ${part}`));
    }
    return about.length > 0 || isPlain;
  }

  /** Gives the limits that were said early to the fields that came later, or that come by default; answers those left over. */
  settleRules(entities: EntityDraft[]): string[] {
    return this.#waiting.flatMap(({ sentence, rule }) => {
      const about = fieldsOf(rule, entities);
      for (const { entity, field } of about) entity.fields[entity.fields.indexOf(field)] = ruled(field, rule.remark, this.brackets).field;
      if (about.length > 0) return [];
      const bare = entities.filter((entity) => entity.fields.length === 0);
      const found = rule.names.map((name) =>
        bare.flatMap((entity) => {
          const field = fieldCalled(name, defaultFields(entity.name), entity.name);
          return field ? [{ entity, rule: { field: field.name, remark: rule.remark } }] : [];
        }),
      );
      if (found.some((each) => each.length === 0)) return [sentence];
      for (const each of found.flat()) each.entity.rules = [...(each.entity.rules ?? []), each.rule];
      return [];
    });
  }
}

/** "A food delivery service with restaurants, dishes and orders": these are the objects; a recipe with ingredients and steps is one. */
function isWhole(entity: EntityDraft, items: readonly string[]): boolean {
  if (entity.isSingle !== true || entity.fields.length > 0 || isKnownThing(entity.name) || items.length < 2) return false;
  const names = items.map((item) => identifier(item) ?? '');
  return names.every((name) => isPlural(name) && typeOfName(name) === 'list' && !isList(name)) && names.some((name) => isKnownThing(singular(name)));
}

function draftOf(field: FieldSpec): FieldDraft {
  return { ...field, saidType: false, saidRequired: false, target: null };
}

function cleanNoun(noun: string): string {
  const words = noun.replace(/^(?:(?:an?|the|its|their|some|all|my|our|new|each|every|many|several|multiple|simple|personal)\s+)+/i, '').trim();
  // "todo list", "contact database": the list is what the service is. "to-do" is one word.
  const core = words.replace(/\bto[- ]dos?\b/gi, 'todo').replace(/\s+(?:lists?|collections?|catalogu?e?s?|databases?|inventory)$/i, '');
  return core === '' || /(?:ing|shopping|wish|price|play|check|guest|waiting|to)$/i.test(core) ? words : core;
}

/** The noun at the end of an item that starts the next object: "and books" -> "books". */
function lastThing(item: string): string {
  return findThings(item).nouns.at(-1) ?? item;
}
