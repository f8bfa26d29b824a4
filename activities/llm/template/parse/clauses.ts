import { isKnownThing, typicalOf } from './defaults.js';
import { areFeatures, isFeature, mayBeFeature } from './features.js';
import { parseField } from './field.js';
import { areKinds, hasFieldBracket, joinRemarks, splitItems } from './items.js';
import { identifier, singular } from './names.js';
import { findThings, type Things } from './phrase.js';
import type { FieldDraft } from './qualifiers.js';
import { prepare, restore, splitBracket } from './text.js';

export interface EntityDraft {
  name: string;
  fields: FieldDraft[];
  /** It was only spoken of in the singular, like the place the service is for: "for a library". */
  isSingle?: boolean;
}

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
  /\s*(?:\b(?:(?:that |which |who |and )?(?:each |all |they |it )?(?:should |must |can |will |may |also )*(?:having|has|have|contains?|containing|includes?|including|consists? of|consisting of|comprising|comprises|made (?:up )?of|described by|identified by|defined by|storing|with)|whose|needs?)\b\s*(?:(?:the|these|following|a few|some|such|of|two|three|four|five|six|seven|eight|[2-8]) )*(?:(?:fields|attributes|properties|columns|data|information|entities|resources|models|tables|collections|objects)\b\s*(?:are|is|like|such as|being|:)?)?\s*:?|:|\b(?:fields|attributes|properties|columns)\b(?: (?:are|is|being|like|such as))?:?)\s*/i;
// Sentences about the service itself.
const SUBJECTS =
  /^(?:it|they|the (?:api|service|app|system|server|backend|endpoints?|responses?)|there|this|we|i|you|everything|all|users?|fields?|entities|resources|models)$/i;
const DOMAINS =
  /^(?:blog|library|shop|store|book_?store|book_?shop|web_?shop|school|university|college|hospital|clinic|restaurant|cafe|warehouse|company|team|gym|hotel|airline|airport|bank|forum|marketplace|club|office|zoo|museum|cinema|theater|theatre|garage|farm|city|business|startup|organization|organisation|agency|community|platform|social_network|crm|cms|erp|e_commerce|ecommerce|e_commerce_shop|online_shop|online_store|pet_store|pet_shop|podcast|conference|festival|league|tournament|game|project|household|family|home|kitchen|studio|salon|pharmacy|bakery|brewery|winery|vineyard|record_store|music_library|library_management|inventory|parking_lot|chat|chat_room|url_shortener|link_shortener|museum|gallery|orchestra|band|hostel|airbnb|dealership|car_dealership|car_rental|rental|dentist|vet|veterinary_clinic|call_center|help_desk|helpdesk|newsroom|newspaper|radio|orchard|garden|greenhouse|todo|course_platform|learning_platform|domain|following|resource|resources|entities|api)$/;

/** Reads a description. Never throws; texts of any kind give some reading. */
export function readClauses(description: string): Reading {
  const { text, brackets } = prepare(description);
  const reader = new Reader(brackets);
  for (const sentence of text.split(/(?:[.!?]+(?:\s+|$))+/)) if (sentence.trim() !== '') reader.sentence(sentence.trim());
  return { ...reader.reading, entities: withoutPlaces(reader.reading.entities) };
}

/** "An API for a gym. Members have ...": the gym is where it happens, not an object; alone it stands for what it usually keeps. */
function withoutPlaces(entities: EntityDraft[]): EntityDraft[] {
  const isPlace = (entity: EntityDraft): boolean => entity.isSingle === true && entity.fields.length === 0 && DOMAINS.test(entity.name);
  const kept = entities.filter((entity) => !isPlace(entity));
  if (kept.length > 0) return kept;
  return entities.map((entity) => ({ ...entity, name: typicalOf(entity.name) ?? entity.name }));
}

class Reader {
  readonly reading: Reading = { entities: [], action: null, notUnderstood: [] };
  #current: EntityDraft | null = null;

  constructor(readonly brackets: readonly string[]) {}

  sentence(sentence: string): void {
    const before = this.#size();
    const adjusted = this.#adjust(sentence);
    if (adjusted) return;
    const [head = '', ...rest] = sentence.split(new RegExp(HAS, 'gi')).map((part) => part.trim());
    const features = rest.length > 0 && rest.every((part) => areFeatures(splitItems(part)));
    const isOwn = this.#head(head, rest.length > 0 && !features);
    if (!features && this.reading.action === null) this.#lists(rest, isOwn);
    if (this.#size() === before && !isFeature(sentence)) this.reading.notUnderstood.push(restore(sentence, this.brackets));
  }

  #size(): number {
    return this.reading.entities.reduce((sum, entity) => sum + 1 + entity.fields.length, 0);
  }

  /** Takes the things before the first list. Answers whether they are objects of this service that lists may belong to. */
  #head(head: string, hasList: boolean): boolean {
    const things = findThings(head);
    const isFirst = this.reading.entities.length === 0;
    if (things.action !== null && isFirst) this.reading.action ??= things.action;
    if (things.action !== null) return false;
    const isSubject = things.before === 'start' || things.before === 'article';
    const nouns = things.nouns.filter((noun) => !isSubject || !SUBJECTS.test(splitBracket(noun, this.brackets).words) || this.#find(noun) !== null);
    if (nouns.length === 0) return true;
    if (!hasList && !this.#isMeant(things, isFirst, nouns)) return false;
    for (const noun of nouns) this.#current = this.#entity(noun) ?? this.#current;
    return true;
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
    if (areObjects || (isInner && isDomain && areKinds(wanted, this.brackets))) {
      if (domain !== null && isDomain && domain.fields.length === 0) this.reading.entities.splice(this.reading.entities.indexOf(domain), 1);
      for (const item of wanted) this.#current = this.#entity(item) ?? this.#current;
      return;
    }
    const owner = domain ?? this.#entity('item');
    if (owner) for (const item of wanted) this.#addField(owner, item);
    this.#current = owner;
  }

  #addField(entity: EntityDraft, item: string): void {
    const field = parseField(item, this.brackets);
    if (field === null) return;
    const known = entity.fields.findIndex((other) => other.name === field.name);
    if (known >= 0) entity.fields[known] = field;
    else entity.fields.push(field);
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
    const rule =
      /^(?:the |its |their |an? )?([\p{L}\d_ -]+?)s? (?:is|are|must be|should be|has to be|must have|should have|can be|may be|cannot be|defaults?) (.+)$/iu.exec(
        sentence,
      );
    const names = rule ? splitItems(rule[1] ?? '').map((name) => identifier(name.replace(/^(?:the|its|their|an?) /i, ''))) : [];
    const fields = this.reading.entities.flatMap((entity) => entity.fields.filter((field) => names.includes(field.name)).map((field) => ({ entity, field })));
    if (!rule || fields.length === 0) return false;
    for (const { entity, field } of fields) {
      const again = parseField(
        `${field.name.replaceAll('_', ' ')} is ${/^defaults?/.test(rule[0].slice((rule[1] ?? '').length)) ? 'default ' : ''}${rule[2] ?? ''}`,
        this.brackets,
      );
      if (!again) continue;
      entity.fields[entity.fields.indexOf(field)] = {
        ...field,
        ...(again.saidType ? { type: again.type, values: again.values, saidType: true } : {}),
        required: again.saidRequired ? again.required : field.required,
        saidRequired: again.saidRequired || field.saidRequired,
        unique: field.unique || again.unique,
        min: again.min ?? field.min,
        max: again.max ?? field.max,
        default: again.default ?? field.default,
      };
    }
    return true;
  }
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
