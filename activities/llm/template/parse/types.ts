import type { FieldType } from '../spec.js';
import { isPlural, singular } from './names.js';

/** Explicit types in words: `as integer`, `: bool`, `(list of strings)`. */
const TYPE_WORDS: [RegExp, FieldType][] = [
  [/^(?:date ?-?time|time ?stamp|date and time|iso ?8601|instant)s?$/, 'datetime'],
  [/^(?:iso )?dates?(?: only)?$|^yyyy-mm-dd$/, 'date'],
  [
    /^(?:list|array|set|collection)(?: of (?:strings?|texts?|words?|names?|tags?))?$|^(?:strings?|texts?)\[\]$|^string (?:list|array)$|^many$|^multiple$/,
    'list',
  ],
  [/^(?:bool|boolean|yes ?\/ ?no|true ?\/ ?false|yes or no|true or false|flag|checkbox)$/, 'boolean'],
  [/^(?:int|integer|whole number|long|bigint|positive integer|unsigned integer|int32|int64|serial)s?$/, 'integer'],
  [/^(?:number|numeric|float|double|decimal|real|floating point|money|currency|amount|percentage|percent)s?(?: number)?$/, 'number'],
  [/^(?:e-?mail)(?: address)?$/, 'email'],
  [/^(?:url|uri|link|web address)$/, 'url'],
  [/^(?:string|text|str|varchar|char|long text|short text|free text|word|words|plain text|uuid|json|time)s?$/, 'string'],
];

/** The type these words name, or null when they name none. */
export function typeOfWords(words: string): FieldType | null {
  const text = words
    .toLowerCase()
    .replace(/^(?:is |as |of |an? |the |type |in |valid )+/g, '')
    .replace(/\s+(?:value|field|type|column)$/, '')
    .trim();
  return TYPE_WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const BOOLEAN_PREFIX = /^(?:is|has|can|should|was|are|allow|allows|needs)_/;
const BOOLEAN = new Set(
  words(`done completed complete finished active inactive enabled disabled published archived deleted available verified visible hidden public
  private paid read unread starred pinned favorite favourite featured approved rejected confirmed cancelled canceled shipped delivered locked blocked open closed
  resolved urgent important sold subscribed vegan vegetarian checked adopted vaccinated returned borrowed fragile flag flagged seen watched played fulfilled
  occupied vacant reserved damaged married retired online offline mandatory bought purchased packed neutered working broken spicy organic refundable taxable recurring billable optional
  vip healthy enrolled graduated present sent valid alive dead wireless waterproof drafted pending_review blacklisted banned in_stock out_of_stock checked_in checked_out on_sale`),
);
const DATE = new Set(
  words(`date day birthday dob birthdate birthday_date born died deadline due expiry expires expiration since until created updated modified
  started ended joined released hired opened founded_on established completed_on due_by date_of_birth date_of_death`),
);
const INTEGER = new Set(
  words(`year years age quantity qty count stock pages page_count copies seats capacity floor floors rooms bedrooms bathrooms beds votes views likes dislikes minutes
  seconds days weeks months calories servings rank episodes episode season seasons mileage odometer population employees horsepower doors wheels passengers credits credit
  goals wins losses draws attempts upvotes downvotes chapters players downloads followers visitors guests units pieces reps sets steps_count port order_index sort_order
  number level points laps plays shares visits hp stock_level inventory_count players_count bpm headcount occupancy attendance turnout storeys cylinders gears`),
);
const NUMBER = new Set(
  words(`price cost amount total subtotal rating score weight height width length depth distance latitude longitude lat lng lon long temperature
  balance salary wage rate percentage percent discount tax fee budget area volume speed radius hours altitude elevation interest revenue income profit value duration
  gpa humidity pressure voltage power energy mass density size_mb bmi dose dosage paid_amount deposit rent fare payout shipping_cost time_spent prep_time cook_time
  cooking_time preparation_time baking_time reading_time running_time travel_time runtime stars costs fees earnings savings expenses_total min max minimum maximum average mean median
  km kilometers kilometres miles difference pulse heart_rate diameter circumference thickness probability ratio margin accuracy confidence efficiency threshold quota surcharge turnover`),
);
const URL = new Set(words('url uri website link homepage web_site webpage'));
const LIST = new Set(
  words(`tags labels keywords categories genres ingredients steps instructions skills authors actors languages links images photos pictures hobbies
  allergies emails phones participants attendees members aliases colors colours topics urls features toppings symptoms interests certifications amenities items materials`),
);
// A point in time. Alone, or as in "opening time", the word is a time of day.
const MOMENT =
  /(?:^|_)(?:date|start|end|begin|finish|arrival|departure|appointment|meeting|scheduled|kick_?off|check_?in|check_?out|pick_?up|delivery|due|landing|takeoff)_time$/;
const COUNTED_NUMBER =
  /^(?:room|seat|floor|page|episode|season|track|chapter|jersey|shirt|issue|table|lap|week|volume|lot|bed|gate|lane)_(?:number|no|nr|num)$/;

// Plurals that are written as one text.
const PLURAL_TEXT =
  /^(?:notes|details|comments|remarks|contents|initials|specs|directions|lyrics|terms|thoughts|observations|results|minutes|conditions|rules|requirements|contacts|credentials|coordinates|dimensions|measurements|hours)$/;

/** Several texts of one object: tags, ingredients. */
export function isList(name: string): boolean {
  return LIST.has(name);
}

function words(text: string): string[] {
  return text.split(/\s+/);
}

/** The type a field's name suggests; text when it suggests nothing. */
export function typeOfName(name: string): FieldType {
  const last = name.split('_').at(-1) ?? name;
  if (name.endsWith('_at') || last === 'datetime' || last === 'timestamp' || MOMENT.test(name)) return 'datetime';
  const measured = measureOf(name);
  if (measured !== null) return measured;
  if (name.endsWith('_on') && name !== 'based_on') return 'date';
  if (BOOLEAN_PREFIX.test(name)) return 'boolean';
  if (DATE.has(name) || (name.includes('_') && !/_of_day$/.test(name) && /^(?:date|day|deadline|birthday|expiry|due)$/.test(last))) return 'date';
  if (name.startsWith('date_')) return 'date';
  if (BOOLEAN.has(name)) return 'boolean';
  if (LIST.has(name) || /_(?:tags|labels|keywords|ingredients)$/.test(name)) return 'list';
  if (INTEGER.has(name)) return 'integer';
  if (NUMBER.has(name)) return 'number';
  if (name === 'email' || name === 'e_mail' || name === 'mail' || /_e?mail$|email_address$/.test(name)) return 'email';
  if (URL.has(last)) return 'url';
  if (name.includes('_') && COUNTS.test(last) && !OF_A_DAY.test(name)) return 'integer';
  if (AMOUNTS.test(last) || /(?:^|_)(?:floor|living|surface|total|plot|usable)_area$/.test(name)) return 'number';
  return isPlural(name) && !PLURAL_TEXT.test(last) ? 'list' : 'string';
}

// In a longer name only words that can't mean anything else decide.
const COUNTS =
  /^(?:years?|age|quantity|qty|pages|copies|seats|capacity|stock|calories|servings|votes|views|likes|players|passengers|doors|wheels|guests|visitors|downloads|followers|rooms|bedrooms|bathrooms|beds|floors|mileage|population|headcount|occupancy|attendance|rank|counter|days|weeks|months|minutes|seconds)$/;
const AMOUNTS =
  /^(?:price|cost|costs|amount|total|subtotal|rating|score|weight|height|width|length|depth|latitude|longitude|temperature|salary|wage|rent|fare|deposit|revenue|income|profit|payout|earnings|savings|surcharge|rate|percentage|percent|discount|tax|taxes|fee|fees|budget|distance|balance|duration|speed|radius|altitude|elevation|voltage|humidity|pressure|mass|density|gpa|limit|quota|threshold|ratio|margin|gain|difference|diameter|circumference|thickness|probability|accuracy|turnover)$/;
// "business days" and "opening months" are texts.
const OF_A_DAY = /^(?:opening|closing|meeting|business|working|office|market|visiting|rest|off|week|open)_/;
const COUNTED = /^(?:number_of|num|no_of|nr_of|count_of)_|_count$|^(?:group|team|class|party|crew|family|household|batch|pack|staff)_size$/;
const SIZE = /^(?:file|image|disk|memory|storage|download|upload|lot|plot|property|tank|garden)_size$|^size_(?:[kmgt]b|m2|sqm|cm|mm|m|kg)$/;
const EXTREME = /^(?:max|min|maximum|minimum|total)_(.+)$/;
const AVERAGE = /^(?:average|avg|mean|median)_./;
const RATE = /._per_./;
// "amount due", "hours worked", "seats left": what is measured stands before it.
const DONE =
  /^(.+)_(?:due|paid|owed|charged|left|remaining|spent|received|sold|needed|used|available|raised|won|lost|played|scored|worked|driven|read|taken|saved|earned|burned|burnt|covered|lifted|done|completed|complete|full|reached|achieved|collected|on_hand|in_stock)$/;
const GAMES = /_(?:won|lost|played|sold|scored|left|remaining)$/;
const OF = /^(.+?)_of_./;
const HOURS =
  /^(?:weekly|daily|monthly|yearly|annual|total|worked|working|contract|credit|billable|flight|extra|overtime|planned|estimated|actual|remaining)_hours$/;
const UNIT_NUMBER = /_(?:kg|lbs?|oz|cm|mm|km|ml|eur|usd|gbp|chf|euros?|dollars?|pounds|[kmgt]b|kwh|kw|pct|percent|celsius|fahrenheit|kmh|mph|rpm|hz|psi|hrs)$/;
const UNIT_INTEGER = /_(?:secs|mins|ms|milliseconds)$/;

/** What names of measures and counts are, by their form; null for other names. */
function measureOf(name: string): FieldType | null {
  if (BOOLEAN_PREFIX.test(name)) return null;
  if (COUNTED.test(name) || COUNTED_NUMBER.test(name)) return 'integer';
  if (RATE.test(name) || AVERAGE.test(name) || SIZE.test(name) || HOURS.test(name) || UNIT_NUMBER.test(name)) return 'number';
  if (UNIT_INTEGER.test(name) || name.startsWith('year_')) return 'integer';
  const extreme = EXTREME.exec(name)?.[1];
  if (extreme !== undefined) return ofExtreme(extreme);
  const done = DONE.exec(name)?.[1];
  const ofDone = done === undefined ? null : numeric(typeOfName(done));
  if (ofDone !== null) return ofDone;
  if (done !== undefined && GAMES.test(name) && typeOfName(done) === 'list') return 'integer';
  const head = OF.exec(name)?.[1];
  return head !== undefined && (AMOUNTS.test(lastOf(head)) || /^(?:years?|age|quantity|share|points|pages|months|weeks)$/.test(lastOf(head)))
    ? numeric(typeOfName(head))
    : null;
}

/** "maximum age" is whole, "max speed" is not, "min players" counts. */
function ofExtreme(what: string): FieldType {
  const type = typeOfName(what);
  const single = typeOfName(singular(what));
  if (type === 'date' || type === 'datetime') return type;
  if (numeric(type) === null && PLURAL_TEXT.test(lastOf(what))) return 'string';
  return numeric(type) ?? (isPlural(what) ? (numeric(single) ?? 'integer') : 'number');
}

function numeric(type: FieldType): FieldType | null {
  return type === 'integer' || type === 'number' ? type : null;
}

function lastOf(name: string): string {
  return name.split('_').at(-1) ?? name;
}
