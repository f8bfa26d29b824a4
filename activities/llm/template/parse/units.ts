import type { FieldDraft } from './draft.js';

/** Units that measure a field: `watering interval in days`, `a run of up to 42 kilometers`. */

// These are counted in whole numbers; what is weighed or paid has parts.
const TIME = String.raw`milliseconds?|seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?`;
const OTHER = String.raw`(?:square|cubic) [a-z]+|milligrams?|mg|grams?|kg|kilos?|kilograms?|tons?|tonnes?|pounds|lbs?|mm|millimet(?:er|re)s?|cm|centimet(?:er|re)s?|met(?:er|re)s?|km|kilomet(?:er|re)s?|miles?|inch(?:es)?|feet|ml|millilit(?:er|re)s?|lit(?:er|re)s?|watts?|kwh|volts?|euros?|eur|dollars?|usd|gbp|cents?|percent|%|€|\$|£|(?:degrees )?(?:celsius|fahrenheit)|°[cf]|degrees|bytes?|[kmgt]b|(?:kilo|mega|giga|tera)bytes?|kcal|calories|kmh|mph|knots|rpm|hz|kw|psi|ounces?|oz|gallons?|yards?|hectares?|acres?|sqm|m2|m3|mmhg|bpm|lux|[gltwmv]|sq\.? ?(?:m|ft|feet|met(?:er|re)s)`;
/** The source of a pattern for any unit. */
export const UNIT = `(?:${TIME}|${OTHER})`;

const IN_UNIT = new RegExp(String.raw`(?:^|\s)(?:(?:given|measured|counted|expressed|stored) )?in (${UNIT})(?=$|[\s,.])`, 'i');
const AMOUNT = new RegExp(String.raw`(-?\d+(?:\.\d+)?) ?(${UNIT})(?=$|[\s,.])`, 'gi');
const IS_TIME = new RegExp(`^(?:${TIME})$`, 'i');
const ALONE = new RegExp(`^${UNIT}$`, 'i');
const SIGNS: Record<string, string> = { '%': 'percent', '€': 'euros', $: 'dollars', '£': 'pounds', '°c': 'celsius', '°f': 'fahrenheit' };
// As people write them.
const WRITTEN: Record<string, string> = {
  '°c': '°C',
  '°f': '°F',
  kwh: 'kWh',
  kw: 'kW',
  hz: 'Hz',
  kb: 'kB',
  mb: 'MB',
  gb: 'GB',
  tb: 'TB',
  eur: 'EUR',
  usd: 'USD',
  gbp: 'GBP',
  kmh: 'km/h',
  mmhg: 'mmHg',
  m2: 'm²',
  m3: 'm³',
  w: 'W',
  v: 'V',
};
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
  const word = (SIGNS[unit] ?? unit).replace(/[^a-z\d]+/g, '_').replace(/^_|_$/g, '');
  const isNamed = field.name === word || field.name.endsWith(`_${word}`);
  if (!isNamed) field.unit = WRITTEN[unit] ?? unit;
  if (field.saidType || (field.type !== 'string' && field.type !== 'list')) return;
  // Half an hour is an hour's part; the other times are counted.
  field.type = IS_TIME.test(unit) && !/^hours?$/.test(unit) ? 'integer' : 'number';
  field.saidType = true;
  if (isNamed || field.name === '' || field.name.length + word.length >= NAME_MAX) return;
  field.name = `${field.name}_${word}`;
  field.unit = null;
}
