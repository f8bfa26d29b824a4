import { singular } from './names.js';
import { UNIT } from './units.js';

/** Fields that are told by a question ("how many pages"), in pairs ("the minimum and maximum age") or by a slash ("price/hour"): said as plain names. */

// What is measured by how something is.
const HOW: Record<string, string> = {
  old: 'age',
  tall: 'height',
  high: 'height',
  far: 'distance',
  heavy: 'weight',
  deep: 'depth',
  wide: 'width',
  fast: 'speed',
  hot: 'temperature',
  warm: 'temperature',
  cold: 'temperature',
  big: 'size',
  large: 'size',
  often: 'frequency',
};
const IT = String.raw`(?:it|they|he|she|there|you|we|one|this|that|(?:the|each|every|an?) [\p{L}-]+)`;
const END = String.raw`(?=\s*(?:[,.;:(⟦]|$)| (?:and|or|per)\b| in ${UNIT}(?:$|[\s,.]))`;
const HOW_MANY = new RegExp(
  String.raw`\bhow many ((?:(?!(?:it|they|there|are|is|has|have)\b)[\p{L}-]+ ?){1,2}?)(?: ${IT}(?: [\p{L}']+){0,2}?| (?:are|is|were) [\p{L}-]+)?${END}`,
  'giu',
);
const HOW_MANY_OF = new RegExp(String.raw`\bhow many ((?:[\p{L}-]+ )?(?:[\p{L}-]+s|people|children))(?: [\p{L}']+){0,3}?${END}`, 'giu');
const HOW_LONG = new RegExp(String.raw`\bhow long (?:${IT} (takes?|took|lasts?|lasted|runs?|ran|is|are|was)|to [\p{L}-]+ it)${END}`, 'giu');
const HOW_MUCH = new RegExp(
  String.raw`\bhow much (?:${IT} (costs?|cost|weighs?|weighed)|([\p{L}-]+)(?: ${IT}(?: [\p{L}']+){0,2}?| (?:is|was) [\p{L}-]+)?)${END}`,
  'giu',
);
const HOW_ELSE = new RegExp(String.raw`\bhow (${Object.keys(HOW).join('|')})(?: ${IT}(?: [\p{L}']+){0,2}?)?${END}`, 'giu');
const WHAT = new RegExp(String.raw`\bwhat ([\p{L}-]+)(?: of [\p{L}-]+)? ${IT} (?:is|are|has|have|was)${END}`, 'giu');
const WHAT_COSTS = new RegExp(String.raw`\bwhat ${IT} (costs?|weighs?)${END}`, 'giu');
const WHERE = new RegExp(String.raw`\bwhere ${IT} (?:is|are|was|were|lives?|stands?|hangs?|comes? from)(?: (?:kept|stored|located|found|held))?${END}`, 'giu');
const WHO = new RegExp(String.raw`\bwho (?:has |have )?([\p{L}]+ed|paid|bought|sold|made|built|won|found|wrote|took)(?: it| them)?${END}`, 'giu');
const PARTICIPLES: Record<string, string> = { wrote: 'written', took: 'taken' };
// A question that stands alone as an item of a list.
const BARE = /(?<=(?:^|[,:]|\band|\bwith) ?)(how much|how many|what for|when|where)(?=\s*(?:[,.;]|$)| and\b)/gi;
const BARE_NAMES: Record<string, string> = { 'how much': 'amount', 'how many': 'quantity', 'what for': 'purpose', when: 'date', where: 'location' };
const BY_UNIT =
  /\b((?:[\p{L}-]+ )?(?:price|cost|rate|fee|rent|wage|salary|fare|charge|tariff|amount|pay|speed)s?) ?\/ ?(hour|day|night|week|month|year|kg|km|person|head|unit|piece|minute|second|item|mile|lit(?:er|re)|page|seat|room|hr|h)\b/giu;

// Words that only together, or before a noun, name a field: "first and last name".
const SIDE =
  '(?:minimum|minimal|min|average|mean|median|maximum|maximal|max|fewest|least|most|lowest|highest|smallest|largest|biggest|shortest|longest|youngest|oldest|earliest|latest|cheapest|first|middle|second|last|starting|start|beginning|begin|ending|end|home|away|billing|shipping|delivery|mailing|postal|departure|arrival|opening|closing|open|close|birth|death|buying|selling|purchase|sales?|gross|net|source|target|destination|entry|exit|planned|actual|estimated|expected|upper|lower|front|back|rear|left|right|inner|outer|daytime|nightly|hourly|daily|weekly|monthly|yearly|annual|systolic|diastolic|morning|evening|work|private|mobile|check-?in|check-?out|pick-?up|drop-?off|wholesale|retail|indoor|outdoor)';
const PAIR = new RegExp(
  String.raw`\b((?:the )?${SIDE}(?:(?: ?, ?| ?\/ ?|,? (?:and|or|to) |,? as well as )(?:the )?${SIDE})+) ((?:(?:number|amount) of )?(?!(?:and|or|of|in|on|at|for|to|with|is|are|must|should|has|have|that|which|per)\b)[\p{L}-]+(?: per [\p{L}-]+)?(?: (?!(?:and|or|of|in|on|at|for|to|with|as|is|are|must|should|has|have|that|which|from|by|per)\b)[\p{L}-]+)?)((?: in (?:${UNIT}|[^\s,.;:()⟦]{1,12}))?(?: ?⟦\d+⟧)*)(?=\s*(?:[,.;:]|$)| (?:and|or|plus|as|from|must|should|is|are|for|of|to|in|on|at|that|which)\b)`,
  'giu',
);
const ALONE = new RegExp(String.raw`(?<!\bat )(?<!\bat the )\b(?:the )?(fewest|least|most) ((?:number of )?(?:[\p{L}-]+s|people|children))${END}`, 'giu');
// Of these the number is meant, and not one of them.
const EXTREMES = /^(?:min|max|fewest|least|most|lowest|highest|smallest|largest|biggest)/i;

/** The text with such fields under names that tell what they are. */
export function plainMeasures(text: string): string {
  return text
    .replace(HOW_MANY_OF, 'number of $1')
    .replace(HOW_MANY, (_, what: string) => `number of ${what.trim()}`)
    .replace(HOW_LONG, (_, verb: string | undefined) => (/^(?:is|are|was)$/i.test(verb ?? '') ? 'length' : 'duration'))
    .replace(HOW_MUCH, (_, verb: string | undefined, what: string | undefined) => muchOf(verb, what))
    .replace(HOW_ELSE, (_, how: string) => HOW[how.toLowerCase()] ?? how)
    .replace(WHAT, (_, what: string) => what)
    .replace(WHAT_COSTS, (_, verb: string) => muchOf(verb, undefined))
    .replace(WHERE, 'location')
    .replace(WHO, (_, done: string) => `${PARTICIPLES[done.toLowerCase()] ?? done} by`)
    .replace(BARE, (question: string) => BARE_NAMES[question.toLowerCase()] ?? question)
    .replace(BY_UNIT, (_, what: string, unit: string) => `${what} per ${/^hr?$/i.test(unit) ? 'hour' : unit}`)
    .replace(PAIR, pair)
    .replace(ALONE, (_, side: string, what: string) => `${short(side)} ${what}`);
}

function muchOf(verb: string | undefined, what: string | undefined): string {
  if (verb !== undefined) return /^weigh/i.test(verb) ? 'weight' : 'cost';
  if (what === undefined || /^money$/i.test(what)) return 'amount';
  return /^time$/i.test(what) ? 'duration' : `amount of ${what}`;
}

/** "the fewest and the most players" -> "min players, max players"; "first and last names" -> "first name, last name". */
function pair(_: string, sides: string, noun: string, rest: string): string {
  const named = sides.split(/\s*[,/]\s*(?:and |or )?|,?\s+(?:and|or|to|as well as)\s+/i).map((side) => side.replace(/^the /i, ''));
  const one = singular(noun.toLowerCase().replaceAll(' ', '_')).replaceAll('_', ' ');
  return named.map((side) => `${short(side)} ${EXTREMES.test(side) ? noun : one}${rest}`).join(', ');
}

/** "Most players" of all would be another thing. */
function short(side: string): string {
  if (/^(?:fewest|least)$/i.test(side)) return 'min';
  return /^most$/i.test(side) ? 'max' : side;
}
