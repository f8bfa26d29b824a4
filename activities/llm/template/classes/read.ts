import { withoutLanguage } from '../parse/language.js';
import { plural, singular } from '../parse/names.js';
import { type ReadSpec, readSpec } from '../rest/understand.js';
import { type EntitySpec, type FieldSpec, plainField, type ServiceSpec } from '../spec.js';
import type { Wish } from '../wish.js';
import type { ClassSpec, Operation } from './spec.js';

/** What verbs do to a field, and what the field is called when the words name none. */
const VERBS: [RegExp, Operation['kind'], string][] = [
  [/^(?:deposit|increase|increment|credit|earn|raise|gain|refill|restock|top_up)$/, 'add', 'amount'],
  [/^(?:withdraw|decrease|decrement|debit|spend|reduce|lower|consume|use_up|sell)$/, 'subtract', 'amount'],
  [/^(?:complete|finish|close|activate|enable|publish|archive|approve|lock|pay|ship|cancel|start|open|verify|mark_done)$/, 'mark', 'done'],
  [/^(?:reopen|deactivate|disable|unpublish|unarchive|reject|unlock|stop|reset)$/, 'unmark', 'done'],
];
// Where several fields are numbers, these are what amounts are added to.
const AMOUNTS = /(?:^|_)(?:balance|amount|stock|quantity|count|total|points|credits?|level|salary|price|score|hours|fuel|charge)$/;
const METHODS =
  /(?:,?\s*(?:and|with|plus|which has|that has|it has|offering))?\s*\b(?:(?:the|an?) )?(?:methods?|operations?|actions?)\b(?: (?:to|for|like|such as|called|named|that))*:?\s+([a-z][a-z ,/&_()-]*)/i;
// "a Stack with push and pop": what it does, and not what it has.
const DOES =
  '(?:push|pop|peek|enqueue|dequeue|insert|clear|add|remove|get|put|set|open|close|start|stop|pause|resume|reset|deposit|withdraw|increment|decrement|draw|connect|disconnect|send|receive|undo|redo)';
const WITH_METHODS = new RegExp(String.raw`\bwith (?=${DOES}(?:\(\))?(?:(?:,| and|, and) ${DOES}(?:\(\))?)*(?:$|[.;]))`, 'gi');
const CAN = /(?:,?\s*(?:and|that|which|it))?\s*\bcan (?:be )?([a-z][a-z ,/&_-]*)/i;
const KIND = '(?:data ?)?(?:class|struct|record)(?:es|s)?';
const NAME = '([A-Za-z][A-Za-z0-9]*(?:[ _-][a-z0-9]+)?)';
const BEFORE = new RegExp(
  `\\b${KIND}\\s+(?:(?:called|named|for|of|representing|describing|modell?ing)\\s+|(?:that|which)\\s+(?:represents|models|describes|stores|holds|keeps)\\s+|to (?:represent|model|store|hold|describe|keep)\\s+)?(?:an?\\s+|the\\s+)?[\`'"]?${NAME}[\`'"]?(?=\\s+(?:with|that|which|having|has)\\b|[,.:(]|$)`,
);
const AFTER = new RegExp(`\\b(?:an?\\s+|the\\s+)?[\`'"]?([A-Za-z][A-Za-z0-9]*(?: [a-z]+)?)[\`'"]?\\s+${KIND}\\b`);
// What stands before the word class and names nothing.
const ADJECTIVES = /^(?:(?:an?|the|one|some|python|java|go|golang|typescript|javascript|simple|small|new|generic|plain|immutable|data|value)(?:\s+|$))+/i;
const PARTICIPLES: Record<string, string> = {
  pay: 'paid',
  cancel: 'cancelled',
  ship: 'shipped',
  stop: 'started',
  open: 'opened',
  mark_done: 'done',
  reopen: 'done',
  reset: 'done',
};

/** The classes the words ask for; null when they name none that can be understood. `ignored` says what of them is not built. */
export function readClasses(wish: Wish): { classes: ClassSpec[]; spec: ReadSpec } | null {
  const words = withoutLanguage(wish.description).trim().replace(WITH_METHODS, 'with methods ');
  const verbs = verbsIn(words);
  const description = asObjects(words.replace(METHODS, ' ').replace(CAN, ' '));
  const spec = readSpec({ ...wish, description }, description);
  if (!('entities' in spec)) return null;
  const classes = spec.entities.map((entity) => withOperations(entity, verbs, spec));
  return { classes, spec };
}

function verbsIn(description: string): string[] {
  const found = METHODS.exec(description)?.[1] ?? CAN.exec(description)?.[1] ?? '';
  return found
    .split(/\s*(?:,|\/|&|\band\b|\bor\b)\s*/)
    .map((verb) => verb.replace(/\(.*$/, '').trim().toLowerCase().replace(/[ -]+/g, '_'))
    .filter((verb) => /^[a-z][a-z_]{1,30}$/.test(verb));
}

/** "a BankAccount class with owner": as the parser of objects reads it. */
function asObjects(description: string): string {
  const objects = (name: string): string => `a REST API for ${plural(singular(spaced(name).replaceAll(' ', '_'))).replaceAll('_', ' ')}`;
  if (/\bclasses\s+for\b/i.test(description)) return description.replace(/\bclasses\s+for\b/i, 'a REST API for');
  const before = BEFORE.exec(description);
  if (before) return `${objects(before[1] ?? '')}${description.slice(before.index + before[0].length)}`;
  const after = AFTER.exec(description);
  const subject = (after?.[1] ?? '').replace(ADJECTIVES, '').trim();
  if (after && subject !== '') return `${objects(subject)}${description.slice(after.index + after[0].length)}`;
  return description.replace(/\b(?:librar(?:y|ies)|modules?|package)\b/i, 'a REST API');
}

/** `BankAccount` -> `bank account`. */
function spaced(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();
}

function withOperations(entity: EntitySpec, verbs: string[], spec: ServiceSpec): ClassSpec {
  const operations: Operation[] = [];
  for (const verb of verbs) {
    const [, kind] = VERBS.find(([pattern]) => pattern.test(verb)) ?? [];
    const field = kind === undefined ? null : fieldFor(entity, verb, kind);
    if (kind === undefined || field === null) spec.ignored.push(`the method ${verb} of ${entity.name}`);
    else operations.push({ name: entity.fields.some((one) => one.name === verb) ? `mark_${verb}` : verb, kind, field: field.name });
  }
  return { entity, operations: operations.filter((one, index) => operations.findIndex((other) => other.name === one.name) === index) };
}

/** The field a verb works on; a boolean that is missing is added, a number is not invented. */
function fieldFor(entity: EntitySpec, verb: string, kind: Operation['kind']): FieldSpec | null {
  if (kind === 'add' || kind === 'subtract') {
    const numbers = entity.fields.filter((field) => field.type === 'integer' || field.type === 'number');
    // "restock" is about the stock; what is bought or sold is not the price.
    const amounts = numbers.filter((field) => AMOUNTS.test(field.name));
    return (
      numbers.find((field) => verb.includes(field.name)) ??
      amounts.find((field) => !/(?:price|salary)$/.test(field.name)) ??
      amounts[0] ??
      numbers[0] ??
      amountOf(entity)
    );
  }
  const participle = PARTICIPLES[verb] ?? `${verb.replace(/^(?:re|un|de|dis)(?=[a-z]{4})/, '').replace(/e$/, '')}ed`;
  const booleans = entity.fields.filter((field) => field.type === 'boolean');
  const known = booleans.find((field) => field.name.includes(participle)) ?? booleans[0];
  if (known) return known;
  const added: FieldSpec = { ...plainField(participle, 'boolean'), default: false };
  entity.fields.push(added);
  return added;
}

/** "an account with owner and balance": a balance nobody called a number is one as soon as something is added to it. */
function amountOf(entity: EntitySpec): FieldSpec | null {
  const field = entity.fields.find((one) => one.type === 'string' && AMOUNTS.test(one.name));
  if (!field) return null;
  return Object.assign(field, { type: 'number', min: 0, max: null, required: false, unique: false, default: 0 });
}
