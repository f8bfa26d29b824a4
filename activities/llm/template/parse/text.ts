import { plainMeasures } from './measures.js';

/** Prepares the words of an intent: one line, brackets set aside, one way to say each thing. */

// Longer texts are cut before they are parsed, so that parsing time stays bounded.
const TEXT_MAX = 20_000;
// Brackets around more than this are a remark, not a list of fields.
const BRACKET_MAX = 600;
const BRACKETS_MAX = 300;

/** Text whose brackets are replaced by `⟦n⟧`, with what was in each. */
export interface Prepared {
  text: string;
  brackets: string[];
}

/** Text without what only costs time: its start, with single blanks, and words cut where no word is that long. Every pattern here is fast on such text. */
export function squeeze(raw: string): string {
  return raw
    .slice(0, TEXT_MAX)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/([\p{L}\p{N}_'-]{60})[\p{L}\p{N}_'-]+/gu, '$1');
}

export function prepare(raw: string): Prepared {
  const brackets: string[] = [];
  let text = ` ${normalise(squeeze(raw))} `;
  // Innermost first; each round removes one level of nesting.
  for (let round = 0; round < 4; round += 1) text = text.replace(/[([{]([^()[\]{}]*)[)\]}]/g, (_, inner: string) => setAside(inner, brackets));
  text = text.replace(/[()[\]{}]/g, ' ');
  return { text: enumerations(plainMeasures(text), brackets).replace(/ +/g, ' ').trim(), brackets };
}

/** The inside of the bracket that stands at the end of an item, and the item without it. */
export function splitBracket(item: string, brackets: readonly string[]): { words: string; inside: string[] } {
  const inside: string[] = [];
  const words = item.replace(/⟦(\d+)⟧/g, (_, index: string) => {
    inside.push(restore(brackets[Number(index)] ?? '', brackets));
    return ' ';
  });
  return { words: words.replace(/\s+/g, ' ').trim(), inside };
}

/** Puts brackets back, for people to read. */
export function restore(text: string, brackets: readonly string[]): string {
  let result = text;
  for (let round = 0; round < 4 && result.includes('⟦'); round += 1)
    result = result.replace(/\s*⟦(\d+)⟧/g, (_, index: string) => ` (${brackets[Number(index)] ?? ''})`);
  return result.replace(/[⟦⟧]/g, '');
}

function setAside(inner: string, brackets: string[]): string {
  if (inner.length > BRACKET_MAX || brackets.length >= BRACKETS_MAX || inner.trim() === '') return ' ';
  brackets.push(inner.trim());
  return ` ⟦${brackets.length - 1}⟧ `;
}

// "the date it was last watered", "the day when the plant was bought", "when it is due"
const MOMENT =
  /\b(?:the (date|day|time|moment|year)(?: and time)?(?: (?:when|in which|on which|at which|that))? |when )(?:it|they|he|she|(?:the|this|that|an?) [\p{L}-]{1,40})(?:'s| is| are| was| were| has been| had been| have been| must be| should be| will be| got)? ((?:(?:last|first|next|originally|recently|most recently|finally) )?[\w-]+(?: (?:next|again|at first|on|in|up))?)(?=[\s,.]|$)/giu;

function moment(_: string, kind: string | undefined, what: string): string {
  if (kind?.toLowerCase() === 'year') return `${what} year`;
  return `${what} (${/time|moment/i.test(kind ?? '') ? 'datetime' : 'date'})`;
}

// "for plants: each plant has a name" are two sentences.
const EACH_HAS =
  /\s*[:,]\s*(?:and )?(?=(?:each|every)(?: [\p{L}-]{1,40}){0,3} (?:has|have|contains?|consists? of|includes?|must have|should have|is described by|comes with)\b)/giu;

// "With name and year, e.g. Rust, Go and Ruby": names of some that there are.
const EXAMPLES = /,\s*(?:e\.g\.|eg|for example|for instance|such as|like),?\s+\p{Lu}[\w#+]*(?:(?:, (?:and |or )?| and | or )\p{Lu}[\w#+]*)*(?=\s*(?:[.;]|$))/gu;

// "Track plants; for each plant store where it stands".
const FOR_EACH =
  /(?:\s*[.,;:])?\s*\bfor (?:each|every) ((?:[\p{L}-]{1,40} ){0,2}?[\p{L}-]{1,40}),? (?:(?:I|we|you|it|the (?:api|service|tool|app)) )?(?:(?:want|need|like|should|must) (?:to )?)?(?:store|keep|record|track|save|remember|note|log|hold|have|there (?:is|are)|know)s? /giu;

// "the bottles in my wine cellar": where somebody's things are is no thing of its own.
const MY_PLACE = /(?<=s) (?:in|at|on) (?:my|our) (?:[\p{L}-]{1,40} ){0,2}?[\p{L}-]{1,40}(?=\s*(?:[.,:]|$)| (?:with|having|that|which)\b)/giu;
const UNIQUE_BY =
  /(?:^|,? (?:and )?(?=unique\b)|, and )(?:(?:(?:each|every|all|the|an?) )?(?:[\p{L}-]{1,40} ){1,2}(?:is|are|must be|should be|has to be|have to be) )?unique by (?:(?:its|their|the|an?) )?([\p{L}_-]{1,40})(?=\.?$)/iu;
const NO_TWO =
  /(?:^|, (?:and )?)(?:there (?:are|must be|should be|may be) )?no two (?:[\p{L}-]{1,40} ){1,2}?(?:(?:may|can|must|should) )?(?:with|have|share) the same ([\p{L}_-]{1,40})(?=\.?$)/iu;

/** "Recipes are unique by title", "no two recipes have the same title": the title is unique. By two fields together is another thing. */
export function uniqueBy(sentence: string): string {
  return sentence
    .replace(UNIQUE_BY, (found: string, name: string) => `${/^[\s,]/.test(found) ? '. ' : ''}The ${name} is unique`)
    .replace(NO_TWO, (found: string, name: string) => `${found.startsWith(',') ? '. ' : ''}The ${name} is unique`);
}

function normalise(raw: string): string {
  return (
    raw
      .normalize('NFKC')
      .replace(/[⟦⟧]/g, '')
      .replace(/[\p{Cf}\p{Cs}]/gu, '')
      .replace(/https?:\/\/\S+/gi, ' ')
      .replace(/[‘’]/g, "'")
      .replace(/(?:#|\b(?:no|nr)\.) ?of (?=\p{L})/giu, 'number of ')
      .replace(/[`"“”*#]/g, '')
      .replace(/\bkm\/h\b/gi, 'kmh')
      // Names are cut where small letters meet large ones.
      .replace(/\bkWh\b/g, 'kwh')
      .replace(/\b(max|min|avg|approx|tel|incl|excl)\.(?= )/gi, '$1')
      .replace(/\bcommand line\b/gi, 'command-line')
      .replace(FOR_EACH, '. Each $1 has ')
      .replace(/[–—]/g, '-')
      .replace(EXAMPLES, '')
      .replace(/\b(?:e\.g|i\.e|eg|ie)\.?,?\s/gi, 'like ')
      .replace(/,?\s*\betc\b\.?/gi, '')
      .replace(/\r\n?/g, '\n')
      .replace(/:?\s*\n\s*(?:[-•+]|\d{1,2}[.)])\s+/g, (found) => (found.startsWith(':') ? ': ' : ', '))
      .replace(/\n+/g, '. ')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .replace(
        /;\s*(?=(?:(?:and|each|every|all|the|an?) ){0,2}[\p{L}-]{1,40}(?: [\p{L}-]{1,40})? (?:have|has|contains?|belongs?|includes?|consists?)\b)/giu,
        '. ',
      )
      .replace(/;/g, ',')
      .replace(/\bwhether (?:or not )?(?:the|this|that|an?) [\p{L}-]{1,40} (?:is|are|was|has|have)(?: been)? ([\w-]+)(?=[\s,.]|$)/giu, '$1 (boolean)')
      .replace(/\bwhether (?:or not )?(?:I|we|you|it|they|he|she)(?:'s|'ve| is| are| was| has| have| had)*(?: been)? ([\w-]+)(?: it| them)?/gi, '$1 (boolean)')
      .replace(
        /(?:\b(?:that|which) )?\b(?:I|[Ww]e)(?:'d like| have| want| need| own|'ve| would like)\b(?: to have)?(?: (?:read|seen|watched|bought|visited|played|owned|tried|cooked)\b)?/g,
        ' ',
      )
      .replace(MOMENT, moment)
      .replace(MY_PLACE, '')
      .split('. ')
      .map(uniqueBy)
      .join('. ')
      .replace(/(, (?:and )?|\band )(has|is) (?!an?\b|the\b|its\b)([\w-]+)(?= and |\s*[,.]|\s*$)/gi, '$1$2_$3')
      .replace(/\bout of (\d+)/gi, 'from 0 to $1')
      .replace(/\bbetween (\S+) and (\S+)/gi, 'from $1 to $2')
      .replace(/(?<=\d) - (?=\d)/g, '-')
      .replace(/ - (?=\w)/g, ' : ')
      .replace(/,?\s*\b(?:where|in which|and|so that|such that) (each|every) /gi, '. $1 ')
      .replace(EACH_HAS, '. ')
      .replace(/,(?=\s*,)/g, '')
  );
}

const VALUE = String.raw`[\p{L}\p{N}][\p{L}\p{N}_+-]*(?: [\p{L}\p{N}_+-]+)?`;
const CHOICE_WORDS = String.raw`priority|status|state|severity|type|kind|size|category|gender|colou?r|role|stage|condition|difficulty|mood|genre|level`;
// "priority: low, medium or high", "status one of a, b, c or d", "a role of admin or user"
const SAID_CHOICE = new RegExp(
  String.raw`\b([\p{L}_]+)(?: ?[:=] ?| as | of | in | being | (?:which |that )?(?:can|may|must) be | (?:which |that )?is )(?:one of |either |any of )?((?:${VALUE}, ){0,12}${VALUE},? or ${VALUE})(?=[\s,.]|$)`,
  'giu',
);
const ONE_OF = new RegExp(String.raw`\b([\p{L}_]+) (?:one of|either|among):? ((?:${VALUE}, ){0,12}${VALUE},? (?:or|and) ${VALUE})(?=[\s,.]|$)`, 'giu');
const KNOWN_CHOICE = new RegExp(String.raw`\b(${CHOICE_WORDS}) ((?:[\p{L}\p{N}_+-]+, ){0,12}[\p{L}\p{N}_+-]+,? or [\p{L}\p{N}_+-]+)(?=[\s,.]|$)`, 'giu');
const SLASHES =
  /([\p{L}_]+) ?[:=]? ?((?:[\p{L}\p{N}_-]+ ?[/|] ?){2,12}[\p{L}\p{N}_-]+|\b(?:yes ?\/ ?no|true ?\/ ?false)\b|[\p{L}\p{N}_-]+(?: ?\| ?[\p{L}\p{N}_-]+)+)/giu;

const TYPED =
  /([\p{L}\d_]+\??) ?: ?((?:(?:optional|required|unique) )*(?:string|str|text|integer|int|number|float|decimal|double|bool|boolean|date ?time|datetime|timestamp|date|e-?mail|url|list|array|enum)s?(?: of \p{L}+)?(?:\[\])?)(?=[\s,.]|$)/giu;

// "runs: date, distance" is a list of fields; "title: text, due: date" has types.
const MAY_BE_FIELD = /^(?:date|text|number|e-?mail|url|list)s?$/i;

/** Lists of allowed values, said without brackets, get them. */
function enumerations(text: string, brackets: string[]): string {
  const bracket = (_: string, name: string, values: string): string => `${name}${setAside(values, brackets)}`;
  const typed = (found: string, name: string, type: string, at: number): string => {
    const isOfField = !MAY_BE_FIELD.test(type) || /(?:^|,|⟧|\b(?:with|and|a|an|the|has|have|fields?)) ?$/i.test(text.slice(Math.max(0, at - 10), at));
    const isFirst = at === 0 && text.length > found.length && !/^ ?, ?[\p{L}\d_]+\?? ?:/u.test(text.slice(found.length));
    return isOfField && !(isFirst && MAY_BE_FIELD.test(type)) ? bracket(found, name, type) : found;
  };
  return text.replace(TYPED, typed).replace(ONE_OF, bracket).replace(SAID_CHOICE, bracket).replace(KNOWN_CHOICE, bracket).replace(SLASHES, bracket);
}
