import { plainField } from '../spec.js';
import { identifier, singular } from './names.js';
import type { FieldDraft } from './draft.js';
import { applyBracket, applyQualifier } from './qualifiers.js';
import { splitBracket } from './text.js';
import { typeOfName, typeOfWords } from './types.js';
import { UNIT } from './units.js';

const LEADING =
  /^(?:(?:an?|the|its|their|his|her|some|one|and|also|plus|each|other|own|following|new|fields?|attributes?|simple|short|several|possibly|maybe|of|have|has|with|with an?|are|is|being|called|named|as well as)\s+)+/i;
// What follows these tells about the field and is not part of its name.
const TAIL = new RegExp(
  String.raw`\s+(?:that|which|who|where|when|so that|because|for|to|(?:(?:given|measured|counted|expressed|stored) )?in ${UNIT}|\d+ ?- ?\d+|\d+ to \d+|of (?:at most|at least|up to|exactly|max|min|no more than|between|from|\d)|exactly \d|in|like|such as|must|should|can|may|will|is|are|if|by default|default(?:s|ing)?|from \S+ to|range(?= (?:of|from|is)\b| \d)|max(?:imum)?|min(?:imum)?|at (?:most|least)|up to|no more than|limited to|with|as|required|mandatory|optional|unique|not null|nullable|belongs? to|referenc\w+|refer\w+|pointing|linked)(?:\b|(?<=\d)).*$`,
  'i',
);
const FLAGS = /^(required|mandatory|optional|nullable|unique|boolean|bool|integer|numeric|multiple|list of|array of|enum)\s+/i;
const NAME_WORDS_MAX = 5;
// "count the visits", "get a short code" say what is done, "up to 5 tags" how many: no field is called like that.
const IS_NO_NAME =
  /^(?:\p{L}+ (?:an?|the|each|every|all|any|it|them|its|their) \p{L}|(?:(?:at most|at least|up to|no more than|exactly|from|between) )?\d+(?: (?:to|-) \d+)? |[\p{L}-]+ (?:redirects?|returns?|sends?) )/iu;
// Examples and reasons tell people more, and ask for nothing.
const IS_REMARK = /^(?:like|such as|for example|because|same as|see)\b/i;
// Of these an object has one, also where the words speak of all objects.
const ONE = /^(?:title|name|description|email|body|author|price|status|first_name|last_name|url|isbn|summary|subject)$/;
const LISTS = /^(?:tags|labels|authors|emails|urls)$/;

/** A field from one item of a list, like `due date`, `age as integer`, `an optional note (max 100 characters)`; null when the item is none. */
export function parseField(item: string, brackets: readonly string[]): FieldDraft | null {
  const { words: said, inside } = splitBracket(item, brackets);
  const owner = /^(?:(?:which|that|each|it)\s+)?(?:belongs?|belonging) to (?:an?\s+|the\s+|one\s+|its\s+)?(.+)$/i.exec(said)?.[1];
  const words = owner ?? said;
  const draft: FieldDraft = { ...plainField(''), saidType: false, saidRequired: false, target: owner ?? null };
  let name = words.replace(LEADING, '');
  const remarks: string[] = [];
  for (let flag = FLAGS.exec(name); flag; flag = FLAGS.exec(name)) {
    remarks.push((flag[1] ?? '').replace(/ of$/i, ''));
    name = name.slice(flag[0].length).replace(LEADING, '');
  }
  if (IS_NO_NAME.test(name)) return null;
  const colon = /^([^:=]+?)\s*[:=]\s*(.+)$/.exec(name);
  if (colon) {
    name = colon[1] ?? '';
    remarks.push(colon[2] ?? '');
  }
  const tail = TAIL.exec(name);
  if (tail && tail.index > 0) {
    remarks.push(tail[0]);
    name = name.slice(0, tail.index);
  }
  name = typedName(name.replace(/[?.!:]+$/, '').trim(), draft);
  const id = name.split(/[\s_-]+/).length <= NAME_WORDS_MAX ? identifier(name) : null;
  if (id === null) return null;
  draft.name = fieldName(id);
  if (!draft.saidType) draft.type = typeOfName(draft.name);
  const lost = [...remarks.flatMap((remark) => applyRemark(draft, remark)), ...inside.flatMap((text) => applyBracket(draft, text))];
  return settle({ ...draft, lost });
}

/** Applies what was said behind a field; answers the parts that meant nothing to us. */
export function applyRemark(field: FieldDraft, remark: string): string[] {
  const [whole = '', ...pieces] = tailRemarks(remark);
  if (applyQualifier(field, whole) || IS_REMARK.test(remark.trim())) return [];
  return (pieces.length > 0 ? pieces : [whole]).filter((piece) => piece.trim() !== '' && !applyQualifier(field, piece));
}

/** "tasks that have titles and due dates": each has one. "completed status" is a flag. */
function fieldName(id: string): string {
  const flag = /^(.+)_(?:status|state|indicator)$/.exec(id)?.[1];
  if (flag !== undefined && typeOfName(flag) === 'boolean') return flag;
  const one = singular(id);
  if (one === id || typeOfName(id) !== 'list' || LISTS.test(id)) return id;
  return ONE.test(one) || typeOfName(one) === 'date' ? one : id;
}

/** "which is required and unique" -> the single remarks. */
function tailRemarks(tail: string): string[] {
  const text = tail
    .trim()
    .replace(/^(?:that|which|who|should|must|can|may|will|is|are|so that)\s+/i, '')
    .replace(/^(?:be|is|are|has|have)\s+/i, '');
  return [text, ...text.split(/\s+and\s+|\s+but\s+|\s*,\s*/).filter((part) => part !== text)];
}

/** "title string", "age int": a type word behind the name. */
function typedName(name: string, draft: FieldDraft): string {
  const split = /^(.+?)\s+(string|str|text|int|integer|float|decimal|bool|boolean|datetime|timestamp|list|array|enum|flag)$/i.exec(name);
  const type = split ? typeOfWords(split[2] ?? '') : null;
  if (!split || type === null) return name;
  draft.type = type;
  draft.saidType = true;
  return split[1] ?? name;
}

/** Makes the parts of a draft fit each other: limits of the right kind, a default of the right type. */
export function settle(draft: FieldDraft): FieldDraft {
  if (draft.type !== 'enum') draft.values = [];
  else if (draft.values.length < 2) Object.assign(draft, { type: 'string', values: [] });
  // Half hours are no whole numbers.
  if (draft.unit !== undefined && draft.type === 'integer' && !Number.isInteger((draft.min ?? 0) + (draft.max ?? 0))) draft.type = 'number';
  const { type } = draft;
  const hasLimits = type === 'string' || type === 'integer' || type === 'number' || type === 'list';
  if (!hasLimits) {
    if (draft.min !== null) lose(draft, `at least ${draft.min}`);
    if (draft.max !== null) lose(draft, `at most ${draft.max}`);
    draft.min = draft.max = null;
  }
  if (type !== 'number') {
    if (draft.min !== null) draft.min = Math.ceil(draft.min);
    if (draft.max !== null) draft.max = Math.floor(draft.max);
  }
  const isCount = type === 'string' || type === 'list';
  // 10,000 is the longest text, 1,000 the longest list of a generated service.
  const most = type === 'string' ? 10_000 : 1_000;
  if (isCount && draft.max !== null) draft.max = Math.min(Math.max(draft.max, 1), most);
  if (isCount && draft.min !== null) draft.min = Math.min(Math.max(draft.min, 0), most);
  for (const limit of ['min', 'max'] as const) if (draft[limit] !== null && !Number.isSafeInteger(Math.trunc(draft[limit]))) draft[limit] = null;
  if (draft.min !== null && draft.max !== null && draft.min > draft.max) {
    lose(draft, `from ${draft.min} to ${draft.max}`);
    draft.min = draft.max = null;
  }
  if (type === 'boolean' || type === 'enum' || type === 'list') draft.unique = false;
  const said = draft.default;
  draft.default = settleDefault(draft);
  if (draft.default === null && said !== null && !/^(?:null|none|empty|nothing)$/i.test(String(said))) lose(draft, `default ${String(said)}`);
  return draft;
}

function lose(draft: FieldDraft, what: string): void {
  draft.lost = [...(draft.lost ?? []), what];
}

function settleDefault(draft: FieldDraft): FieldDraft['default'] {
  const said = draft.default;
  if (typeof said !== 'string') return said;
  const text = said.replace(/^(?:to|is|the|a|an|:|=)\s+/i, '').trim();
  if (draft.type === 'boolean') return /^(?:true|yes|on|1)$/i.test(text) ? true : /^(?:false|no|off|0)$/i.test(text) ? false : null;
  if (draft.type === 'enum') return draft.values.find((value) => value.toLowerCase() === text.toLowerCase()) ?? null;
  if (draft.type === 'integer' || draft.type === 'number') {
    const value = Number(text);
    const fits = text !== '' && Number.isFinite(value) && (draft.type === 'number' || Number.isSafeInteger(value));
    return fits && value >= (draft.min ?? -Infinity) && value <= (draft.max ?? Infinity) ? value : null;
  }
  const isSimple = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(text) && text.length >= (draft.min ?? 0) && text.length <= (draft.max ?? 100);
  return draft.type === 'string' && isSimple && !/^(?:null|none|empty|nothing|today|now)$/i.test(text) ? text : null;
}
