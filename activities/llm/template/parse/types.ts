import type { FieldType } from '../spec.js';
import { isPlural } from './names.js';

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
  married retired online offline mandatory bought purchased packed neutered working broken spicy organic refundable taxable recurring billable optional
  vip healthy enrolled graduated present sent valid alive dead wireless waterproof drafted pending_review blacklisted banned in_stock out_of_stock checked_in checked_out on_sale`),
);
const DATE = new Set(
  words(`date day birthday dob birthdate birthday_date born died deadline due expiry expires expiration since until created updated modified
  started ended joined released hired opened founded_on established completed_on due_by date_of_birth date_of_death`),
);
const INTEGER = new Set(
  words(`year age quantity qty count stock pages page_count copies seats capacity floor floors rooms bedrooms votes views likes dislikes minutes
  seconds days weeks months calories servings rank episodes episode season seasons mileage odometer population employees horsepower doors passengers credits credit
  goals wins losses draws attempts upvotes downvotes chapters players downloads followers visitors guests units pieces reps sets steps_count port order_index sort_order
  number level points laps plays shares visits hp stock_level inventory_count players_count`),
);
const NUMBER = new Set(
  words(`price cost amount total subtotal rating score weight height width length depth distance latitude longitude lat lng lon long temperature
  balance salary wage rate percentage percent discount tax fee budget area volume speed radius hours altitude elevation interest revenue income profit value duration
  gpa humidity pressure voltage power energy mass density size_mb bmi dose dosage paid_amount deposit rent fare payout shipping_cost time_spent prep_time cook_time
  cooking_time preparation_time baking_time reading_time running_time travel_time runtime stars`),
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

function words(text: string): string[] {
  return text.split(/\s+/);
}

/** The type a field's name suggests; text when it suggests nothing. */
export function typeOfName(name: string): FieldType {
  const last = name.split('_').at(-1) ?? name;
  if (name.endsWith('_at') || last === 'datetime' || last === 'timestamp' || MOMENT.test(name)) return 'datetime';
  if (name.endsWith('_on') && name !== 'based_on') return 'date';
  if (BOOLEAN_PREFIX.test(name)) return 'boolean';
  if (/^(?:number_of|num|no_of|nr_of|count_of)_/.test(name) || name.endsWith('_count') || COUNTED_NUMBER.test(name)) return 'integer';
  if (DATE.has(name) || (name.includes('_') && /^(?:date|day|deadline|birthday|expiry|due)$/.test(last))) return 'date';
  if (name.startsWith('date_')) return 'date';
  if (/^(?:max|min|maximum|minimum|total|average|avg)_/.test(name)) return 'number';
  if (BOOLEAN.has(name)) return 'boolean';
  if (LIST.has(name) || /_(?:tags|labels|keywords|ingredients)$/.test(name)) return 'list';
  if (INTEGER.has(name)) return 'integer';
  if (NUMBER.has(name)) return 'number';
  if (name === 'email' || name === 'e_mail' || name === 'mail' || /_e?mail$|email_address$/.test(name)) return 'email';
  if (URL.has(last)) return 'url';
  // In a longer name only words that can't mean anything else decide.
  if (/^(?:year|age|quantity|qty|pages|copies|seats|capacity|stock|calories|servings|votes|views|likes)$/.test(last)) return 'integer';
  if (
    /^(?:price|cost|amount|total|rating|score|weight|height|width|latitude|longitude|temperature|salary|rate|percentage|percent|discount|tax|fee|budget|distance|balance|duration|speed)$/.test(
      last,
    )
  )
    return 'number';
  return isPlural(name) && !PLURAL_TEXT.test(last) ? 'list' : 'string';
}
