import type { FieldDraft } from './draft.js';

/** Units that measure a field: `watering interval in days`, `a run of up to 42 kilometers`. */

// These are counted in whole numbers; what is weighed or paid has parts.
const TIME = String.raw`milliseconds?|seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?`;
const OTHER = String.raw`(?:square|cubic) [a-z]+|milligrams?|mg|grams?|kg|kilos?|kilograms?|tons?|tonnes?|pounds|lbs?|mm|millimet(?:er|re)s?|cm|centimet(?:er|re)s?|met(?:er|re)s?|km|kilomet(?:er|re)s?|miles?|inch(?:es)?|feet|ml|millilit(?:er|re)s?|lit(?:er|re)s?|watts?|kwh|volts?|euros?|eur|dollars?|usd|gbp|cents?|percent|%|(?:degrees )?(?:celsius|fahrenheit)|degrees`;
/** The source of a pattern for any unit. */
export const UNIT = `(?:${TIME}|${OTHER})`;

const IN_UNIT = new RegExp(String.raw`(?:^|\s)(?:(?:given|measured|counted|expressed|stored) )?in (${UNIT})(?=$|[\s,.])`, 'i');
const AMOUNT = new RegExp(String.raw`(-?\d+(?:\.\d+)?) ?(${UNIT})(?=$|[\s,.])`, 'gi');
const IS_TIME = new RegExp(`^(?:${TIME})$`, 'i');
const ALONE = new RegExp(`^${UNIT}$`, 'i');
// Names end here (names.ts).
const NAME_MAX = 40;

export function isUnit(words: string): boolean {
  return ALONE.test(words.trim());
}

/** The unit a remark names, and the remark without it; null when it names none. */
export function takeUnit(remark: string): { unit: string; rest: string } | null {
  const said = IN_UNIT.exec(remark)?.[1];
  let unit = said;
  const rest = remark.replace(IN_UNIT, ' ').replace(AMOUNT, (_, amount: string, found: string) => {
    unit ??= found;
    return amount;
  });
  return unit === undefined ? null : { unit: unit.toLowerCase(), rest: rest.replace(/\s+/g, ' ').trim() };
}

/** A measured field is a number. Where its name would not tell of what, the unit becomes part of the name; else `unit` keeps it for people. */
export function measure(field: FieldDraft, unit: string): void {
  const word = unit.replace('%', 'percent').replace(/[^a-z]+/g, '_');
  const isNamed = field.name.endsWith(word);
  if (!isNamed) field.unit = unit;
  if (field.saidType || (field.type !== 'string' && field.type !== 'list')) return;
  field.type = IS_TIME.test(unit) ? 'integer' : 'number';
  field.saidType = true;
  if (isNamed || field.name === '' || field.name.length + word.length >= NAME_MAX) return;
  field.name = `${field.name}_${word}`;
  field.unit = null;
}
