import type { FieldDraft } from './draft.js';
import { typeOfWords } from './types.js';
import { isUnit, measure, takeUnit } from './units.js';

const VALUE = /^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,39}$/u;
const ENUM_MAX = 26;
// "energy class (A to G)".
const LETTERS = /^(?:from )?([A-Z]) ?(?:to|-|through|until) ?([A-Z])$/i;
// A longer remark is no rule; each of its words may be looked at anew.
const REMARK_CHARS = 300;

type Rule = [RegExp, (field: FieldDraft, match: RegExpExecArray) => void];
const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`;
const CHARACTERS = String.raw`(?: ?(?:characters?|chars?|letters?|long|digits?|items?|entries|words?))*`;

const RULES: Rule[] = [
  [/^(?:is |are )?(?:not required|optional|nullable|not mandatory|may be (?:empty|null|missing)|can be (?:empty|null))$/, (field) => require(field, false)],
  [
    /^(?:is |are |must be |and )?(?:required|mandatory|not null|non-?empty|not empty|obligatory|needed|always present|must not be empty|cannot be empty)$/,
    (field) => require(field, true),
  ],
  [/^(?:is |are |must be |and )?unique$/, (field) => void (field.unique = true)],
  [
    /^(?:required|mandatory) (?:and )?unique$|^unique (?:and )?(?:required|mandatory)$/,
    (field) => {
      require(field, true);
      field.unique = true;
    },
  ],
  [
    new RegExp(`^(?:min(?:imum)?|at least|no less than|>=|from)(?: length| value)?(?: of| is|:)? ?${NUMBER}${CHARACTERS}$`),
    (field, match) => void (field.min = Number(match[1])),
  ],
  [
    new RegExp(
      `^(?:max(?:imum)?|at most|up to|no more than|not more than|<=|limit|limited to)(?: length| value)?(?: of| is|:)? ?${NUMBER}${CHARACTERS}(?: max)?$`,
    ),
    (field, match) => void (field.max = Number(match[1])),
  ],
  [new RegExp(`^${NUMBER}${CHARACTERS} (?:max|maximum|at most|or less)$`), (field, match) => void (field.max = Number(match[1]))],
  [new RegExp(`^${NUMBER}${CHARACTERS} (?:min|minimum|at least|or more)$`), (field, match) => void (field.min = Number(match[1]))],
  [new RegExp(`^(?:from |range |of |in |length )*${NUMBER} ?(?:-|to|\\.\\.|through|until)+ ?${NUMBER}${CHARACTERS}$`), range],
  [
    new RegExp(`^(?:not|never|no)(?: be)? (?:longer|larger|greater|bigger|higher|more|older|above)(?: than)? ${NUMBER}${CHARACTERS}$`),
    (field, match) => void (field.max = Number(match[1])),
  ],
  [
    new RegExp(`^(?:not|never|no)(?: be)? (?:shorter|smaller|less|lower|fewer|younger|below)(?: than)? ${NUMBER}${CHARACTERS}$`),
    (field, match) => void (field.min = Number(match[1])),
  ],
  [
    new RegExp(`^(?:exactly|always|precisely) ${NUMBER}${CHARACTERS}$|^${NUMBER} ?(?:characters?|chars?|letters?|digits)(?: long)?$`),
    (field, match) => {
      field.min = field.max = Number(match[1] ?? match[2]);
    },
  ],
  [/^(?:must be |a )?positive(?: (?:whole )?(?:number|integer))?$|^> ?0$|^greater than 0$/, (field) => void (field.min = field.type === 'integer' ? 1 : 0)],
  [
    /^(?:must be |a )?non-?negative(?: (?:whole )?(?:number|integer))?$|^(?:(?:must|can|may|should) )?(?:not|never)(?: be)?(?: a)? negative(?: number)?$/,
    notNegative,
  ],
  [
    /^(?:default(?:s|ing)?(?: to| is|:| value)*|by default|=) ?(.+?)$|^(.+) by default$/,
    (field, match) => void (field.default = (match[1] ?? match[2] ?? '').trim()),
  ],
  [
    /^(?:foreign key|fk|reference|references|refers|referring|link|belongs|belonging|pointing|points)(?: to| of)?(?: (?:an?|the|one))* ([\p{L}\p{N}_ -]+)$/u,
    (field, match) => void (field.target = match[1] ?? null),
  ],
  [/^(?:id of (?:an?|the)? ?)([\p{L}\p{N}_ -]+)$/u, (field, match) => void (field.target = match[1] ?? null)],
];

/** Applies one remark about a field; false when it means nothing to us. */
export function applyQualifier(field: FieldDraft, remark: string): boolean {
  const text = remark.toLowerCase().replace(/\s+/g, ' ').trim();
  if (text === '') return true;
  if (text.length > REMARK_CHARS) return false;
  const measured = takeUnit(text);
  if (measured !== null) {
    const tried: FieldDraft = { ...field };
    measure(tried, measured.unit);
    if (measured.rest === '' || applyQualifier(tried, measured.rest)) {
      Object.assign(field, tried);
      return true;
    }
  }
  // A number may be in units that nobody here knows.
  const strange = field.type === 'number' || field.type === 'integer' ? /^in ([^\s,.;:()]{1,12})$/.exec(text)?.[1] : undefined;
  if (strange !== undefined) {
    field.unit = strange;
    return true;
  }
  const type = typeOfWords(text);
  if (type !== null) {
    field.type = type;
    field.saidType = true;
    return true;
  }
  for (const [pattern, apply] of RULES) {
    const match = pattern.exec(text);
    if (!match) continue;
    apply(field, match);
    return true;
  }
  return compound(field, text);
}

/** "required string", "optional integer from 1 to 5": a known word, then the rest. */
function compound(field: FieldDraft, text: string): boolean {
  const split =
    /^(required|optional|mandatory|unique|an?|string|text|integer|int|number|float|decimal|date|list|email|url|boolean|bool|is|as|whole number|whole|a number|and|with|which|that|must be|has|have|be|of)\s+(.+)$/.exec(
      text,
    );
  if (!split) return false;
  const [, first = '', rest = ''] = split;
  const known = /^(?:an?|is|as|and|with|which|that|must be|has|have|be|of)$/.test(first) || applyQualifier(field, first);
  return known && applyQualifier(field, rest);
}

/** Applies what stood in brackets behind a field: remarks, or the list of its allowed values. Answers the remarks that meant nothing to us. */
export function applyBracket(field: FieldDraft, inside: string): string[] {
  if (/^\s*(?:like|such as|for example|same as|see|because)\b/i.test(inside)) return [];
  const said = inside.split(/\s*[,;]\s*/).filter((part) => part !== '');
  // "weight (kg)", "interval (days, 1 to 60)"; but "period (days, weeks or months)" are three values.
  const isMeasure = said.length > 0 && isUnit(said[0] ?? '') && said.slice(1).every((part) => /\d/.test(part) || applyQualifier({ ...field }, part));
  const parts = isMeasure ? [`in ${said[0] ?? ''}`, ...said.slice(1)] : said;
  if (/^\s*(?:the|used|to|in)\b/i.test(inside) && !parts.some((part) => applyQualifier({ ...field }, part))) return [inside.trim()];
  const letters =
    LETTERS.exec(inside.trim())
      ?.slice(1)
      .map((letter) => letter.toUpperCase().charCodeAt(0)) ?? [];
  const [from = 0, to = 0] = letters;
  if (from < to) {
    allow(
      field,
      Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index)),
    );
    return [];
  }
  const before = { ...field };
  const unknown = parts.filter((part) => !applyQualifier(field, part));
  if (unknown.length === 0) return [];
  // "at least 5 and at most 100": each part for itself.
  const pieces = unknown.flatMap((part) => part.split(/\s+and\s+|\s+but\s+/));
  if (pieces.length > unknown.length && pieces.every((piece) => applyQualifier({ ...field }, piece)))
    return pieces.filter((piece) => !applyQualifier(field, piece));
  // "assignee (user)": counts when there is an object of this name.
  if (parts.length === 1 && /^[\p{L}_]+$/u.test(inside.trim())) {
    field.target ??= inside.trim();
    return [];
  }
  const values = inside
    .replace(/^\s*(?:enum|choice|choices|options?|values?|one of|either|can be|any of|must be one of|allowed(?: values)?)\s*(?:of|:|=|is|are)?\s*/i, '')
    .split(/\s*[,;/|]\s*|\s+or\s+|\bor\s+|\s+and\s+/)
    .map((value) => value.trim().replace(/^['"]|['"]$/g, ''))
    .filter((value) => value !== '');
  const isList = values.length >= 2 && values.every((value) => VALUE.test(value) && value.split(' ').length <= 4);
  const understood = parts.length - unknown.length;
  if (isList && (understood === 0 || /\bor\b|[/|]/.test(inside))) {
    Object.assign(field, before);
    allow(
      field,
      values.filter((value) => !applyQualifier({ ...field }, value) || typeOfWords(value) !== null),
    );
    for (const part of parts) if (typeOfWords(part) === null) applyQualifier(field, part);
    return [];
  }
  // "required, and should be shown first": each part for itself, as far as it is understood.
  return unknown.flatMap((part) => part.split(/\s+and\s+|\s+but\s+/)).filter((piece) => piece.trim() !== '' && !applyQualifier(field, piece));
}

function allow(field: FieldDraft, values: string[]): void {
  const distinct = [...new Set(values)].slice(0, ENUM_MAX);
  if (distinct.length < 2) return;
  field.saidType = true;
  if (distinct.every((value) => /^-?\d+$/.test(value))) {
    field.type = 'integer';
    field.min = Math.min(...distinct.map(Number));
    field.max = Math.max(...distinct.map(Number));
    return;
  }
  field.type = 'enum';
  field.values = distinct;
}

function range(field: FieldDraft, match: RegExpExecArray): void {
  const [low, high] = [Number(match[1]), Number(match[2])];
  field.min = Math.min(low, high);
  field.max = Math.max(low, high);
  // "priority (1-5)": a range without a word about characters is one of numbers, unless it is about a name or title.
  const isCounted =
    /[a-z]\s*$/.test(match[0]) || /(?:^|_)(?:name|title|text|body|description|note|notes|comment|message|code|password|username)$/.test(field.name);
  if (field.saidType || field.type !== 'string' || isCounted) return;
  field.type = match[0].includes('.') && !match[0].includes('..') ? 'number' : 'integer';
  field.saidType = true;
}

/** A text is never negative: what is said so of counts something. */
function notNegative(field: FieldDraft): void {
  if (field.type === 'string' && !field.saidType) Object.assign(field, { type: 'number', saidType: true });
  field.min = 0;
}

function require(field: FieldDraft, required: boolean): void {
  field.required = required;
  field.saidRequired = true;
}
