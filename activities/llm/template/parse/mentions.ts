import type { Language } from '../spec.js';
import { type LanguageName, NAMES } from './language-names.js';

/** A language named in a text. */
export interface Mention {
  /** Where the words that only name it begin and end: ", written in Rust". */
  start: number;
  end: number;
  label: string;
  language: Language | null;
  /** The words ask for it; else it may be a word of another meaning, or what something is about. */
  isMeant: boolean;
  /** Words before it say so ("in", "using"), and not only where it stands. */
  isLed: boolean;
  /** "not in Python", "instead of Java". */
  isRefused: boolean;
}

const ANY_NAME = new RegExp(String.raw`(?<![\w#+])(?:${NAMES.map(({ source }) => `(${source})`).join('|')})(?![\w#+&])`, 'gi');
// Enough for any intent; a text that only lists names is read in bounded time.
const MENTIONS_MAX = 60;
const LOOK_BACK = 60;

const KINDLY = '(?:plain |pure |modern |idiomatic |vanilla |strict |simple )*';
const MADE = String.raw`(?:,?\s*(?:\b(?:and|but)\s+)?\b(?:written|implemented|built|coded|programmed|developed|done)\s+)?`;
const RATHER = String.raw`(?:,?\s*\b(?:preferably|ideally|best|maybe|please)\s+)?`;
const IN = new RegExp(
  String.raw`${RATHER}${MADE}(?:,?\s*(?:\band\s+)?\b(?:in|using|use)\s+|\blanguage(?: is|:)?\s+|\b(?=(?:plain|idiomatic)\s))${KINDLY}$`,
  'i',
);
const WITH = new RegExp(String.raw`${MADE},?\s*(?:\band\s+)?\bwith\s+${KINDLY}$`, 'i');
// "articles on Rust" are about it, "on Node" is not.
const ON = new RegExp(String.raw`${MADE},?\s*\b(?:on|via|on top of|for|by)\s+${KINDLY}$`, 'i');
const NOT =
  /,?\s*\b(?:and |but )?(?:(?<!why )not|no|never|without|except|avoid|anything but|other than|rather than|instead of|(?:don't|do not) (?:use|want|like))\s+(?:in |with |using |use |written in )?$/i;
const JOINS = /^\s*(?:,|,?\s*(?:or|and))\s*(?:in |maybe |perhaps )?$/i;
// "TypeScript with Node", "Python/Flask".
const BELONGS = /^\s*(?:\/|\+|&|with|on|and|or)\s*$/i;
// What people have written in a language.
const THING =
  /^(?:\/\w[\w.]*)?\s+(?:\d[\d.]*\s+)?(?:rest|http|json|web|api|service|micro|cli\b|command|tool|librar|package|module|gem\b|crate\b|function|class|struct|type\b|record|program|script|app\b|application|back-?end|server|project|code\b|website|site\b|method|solution|implementation|version|client\b|sdk\b|port\b|wrapper)/i;
const ENDS = /^\s*(?:$|[.;:!?)(\n]|(?:please|for|that|which|where|and (?:type ?script|ts|sqlite|postgres|mongo|docker|redis|jest))\b)/i;
const AFTER =
  /^(?: \d[\d.]*)?(?: (?:programming )?language)?(?:\s*(?:\/|\+|\b(?:and|or|with|on)\b)\s*(?:sqlite3?|postgres\w*|mysql|sqlalchemy|pydantic|net\/http|gin|spring(?: ?boot)?|hibernate|phoenix|maven|gradle)\b)*(?:,? (?:using|with) (?:only )?(?:the |its )?(?:standard|std) ?lib(?:rary)?(?: only)?)?/i;

/** Every language a text names, from its start to its end. `isList` takes each name for one, as in a stack. */
export function mentionsIn(text: string, isList = false): Mention[] {
  const found: Mention[] = [];
  for (const match of (isList ? text : withoutValues(text)).matchAll(ANY_NAME)) {
    if (found.length >= MENTIONS_MAX) break;
    const name = NAMES[match.slice(1).findIndex((group) => group !== undefined)];
    const before = found.at(-1);
    // A name within the words that belong to the one before it ("Python with pydantic") says nothing more.
    if (name === undefined || (before !== undefined && match.index < before.end)) continue;
    found.push(mention(text, match.index, match[0], name, before, isList));
  }
  return found;
}

const ONLY_LANGUAGE = /^(?:[\s\d.,+/&]|\b(?:and|with|on|using|in|plus|only|please|standard|library|stdlib|strict|types?|hints?|tests?)\b)*$/i;

/** Text of the same length without brackets that may be the values of a field: "(Python, Ruby or Go)", but not "(Python 3, FastAPI)". */
function withoutValues(text: string): string {
  return text.replace(/\(([^()]*)\)/g, (whole, inner: string) => {
    const names = mentionsIn(inner, true);
    const rest = names.reduceRight((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, inner);
    const isLanguage =
      names.length > 0 && names.every(({ language, label }) => (language ?? label) === (names[0]?.language ?? names[0]?.label)) && ONLY_LANGUAGE.test(rest);
    return isLanguage ? whole : `(${' '.repeat(inner.length)})`;
  });
}

// "Please use Go for a REST API": the wish follows.
const USE = /(?:^|[.!?]\s+)(?:(?:please|can you|could you)\s+)*use\s+$/i;
const FOR = /^\s+(?:for|to (?:write|build|make|create|implement))\s+/i;

function mention(text: string, at: number, said: string, name: LanguageName, last: Mention | undefined, isList: boolean): Mention {
  const end = at + said.length;
  const before = text.slice(Math.max(0, at - LOOK_BACK), at);
  const after = text.slice(end, end + LOOK_BACK);
  const isRefused = NOT.test(before);
  const lead = (isRefused ? NOT : leadOf(name, before, after)).exec(before)?.[0].length ?? null;
  const gap = last?.isMeant === true ? text.slice(last.end, at) : null;
  const isJoined = gap !== null && (BELONGS.test(gap) || (isAlone(name, after) && JOINS.test(gap)));
  const isNoun = !isAdjective(name, said, before, after);
  const isMeant = !isRefused && (isList || isJoined || lead !== null || !isNoun || isBare(name, said, before, after));
  // ", python, " loses its comma; "a Go service" has none.
  const comma = isNoun && isMeant ? (/,?\s*$/.exec(before)?.[0].length ?? 0) : 0;
  const use = FOR.test(after) ? USE.exec(before)?.[0].replace(/^[.!?]\s+/, '').length : undefined;
  if (use !== undefined)
    return { start: at - use, end: end + (FOR.exec(after)?.[0].length ?? 0), label: name.label, language: name.language, isMeant, isLed: isMeant, isRefused };
  const tail = isMeant || isRefused ? (AFTER.exec(after)?.[0].length ?? 0) : 0;
  const start = isJoined && last ? last.end : at - (lead ?? comma);
  return { start, end: end + tail, label: name.label, language: name.language, isMeant, isLed: isMeant && lead !== null, isRefused };
}

const NEVER = /(?!)/;

/** The words before the name that say it is meant. */
function leadOf(name: LanguageName, before: string, after: string): RegExp {
  if (IN.test(before)) return IN;
  // "with Express, weight and size" is about parcels; "with Express." is not.
  if (!isAlone(name, after)) return NEVER;
  return name.language !== null && ON.test(before) ? ON : WITH;
}

/** No other word comes behind it, where another word would make another thing of it. */
function isAlone(name: LanguageName, after: string): boolean {
  return name.isClear || (name.source.length > 1 && ENDS.test(after));
}

/** "a Go service", "a Ruby gem"; "a swift service" is a fast one, "vitamin C services" are none. */
function isAdjective(name: LanguageName, said: string, before: string, after: string): boolean {
  const isLetter = name.source.length === 1;
  const mayDiffer = isLetter || /^(?:go|swift)$/.test(name.source);
  const isName = !mayDiffer || (/^[A-Z]/.test(said) && (!isLetter || /\ban?\s+(?:\w+ )?$/i.test(before)));
  return isName && THING.test(after);
}

/** A name of ours that means nothing else counts wherever it stands; "Go 1.22" and "go" as an item of a list; others at the end: "with title, PHP". */
function isBare(name: LanguageName, said: string, before: string, after: string): boolean {
  if (name.language === null) return name.isClear && /,\s*$/.test(before) && /^\s*(?:$|[.;!\n]|\/)/.test(after);
  if (name.isClear || name.language !== 'go') return name.isClear;
  return (/^G/.test(said) && /^ \d+\.\d/.test(after)) || (/(?:^|,)\s*$/.test(before) && /^\s*(?:,|$)/.test(after));
}
