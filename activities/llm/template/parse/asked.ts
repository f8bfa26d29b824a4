import type { Language } from '../spec.js';
import { withoutLanguage } from './language.js';
import { languageAnswered, languageIn, languageSaid } from './said-language.js';

// A comma or "and" starts the next change where a verb follows; "make and model" are two fields.
export const SENTENCES =
  /\n+|[.!?;]+(?:\s+|$)|(?:,\s*(?=(?:(?:and|then|also|please)\s+)*(?:add|remove|rename|make|drop|change|delete)\s)|\s+(?:and|then|also)\s+(?=(?:please\s+)?(?:add|remove|rename|make|drop|use|change|delete|set)\s))(?!(?:(?:and|then|also|please)\s+)*make\s+(?:and|or)\s)/i;
export const POLITE =
  /^\s*(?:(?:please|therefore|so|now|also|and|then|can you|could you|i want (?:you )?to|use|write it|build it|switch(?: to| it to)?)\b[\s,]*)+/i;
// What is left of "in TypeScript instead (of Python), please" and means nothing without the language.
const LEFTOVER = /[\s,]*\b(?:instead(?: of)?|please)(?=\s*(?:$|[,.;!\n]|(?:and|then|also)\b))/gi;
// Longer ones are looked at as a whole: the time to take them apart grows with the square of their length.
const SENTENCE_CHARS = 600;
const FIRST = /^(.{2,60}?)(?:\s*,\s*(?:(?:and|but)\s+)?|\s+(?:and|but)\s+)(.+)$/i;
const LAST = /^(.+)\s*,\s*(?:(?:and|but)\s+)?(?=.*\b(?:please|instead|use|using|in)\b)(.{2,60})$/i;

/** A change that was asked for and is not made. */
export interface Unheard {
  /** The person's own. */
  words: string;
  /** Why, as a sentence, where it was understood; null where it was not. */
  why: string | null;
}

/** What a person asked for about a plan. */
export interface Asked {
  /** The single changes, without those of the language. */
  changes: string[];
  /** The language that was asked for last. */
  language: Language | null;
  /** What was said of languages that the template model does not write, unless one that it writes was asked for later. */
  cannotWrite: { words: string; language: string }[];
}

/** The changes of these texts, oldest first. */
export function askedIn(feedback: readonly string[]): Asked {
  const asked: Asked = { changes: [], language: null, cannotWrite: [] };
  for (const part of feedback.flatMap((text) => text.split(SENTENCES)).flatMap(languageApart)) {
    const said = languageIn(part);
    if (said?.language) Object.assign(asked, { language: said.language, cannotWrite: [] });
    if (said?.other) asked.cannotWrite.push({ words: part.trim(), language: said.other });
    const rest = said === null ? part : said.isAll ? '' : withoutLanguage(part);
    const change = rest.replace(LEFTOVER, ' ').replace(POLITE, '').trim();
    if (/\p{L}{2}/u.test(change)) asked.changes.push(change);
  }
  return asked;
}

/** The language an answer to "which language?" names, of those that were offered; null where it names none of them. */
export function languageChosen(answer: string, choices: readonly Language[]): Language | null {
  const named = askedIn([answer]).language ?? languageAnswered(answer, choices);
  return choices.find((one) => one === named) ?? null;
}

/** "Go, and a phone number": what says nothing but the language stands alone. */
function languageApart(sentence: string): string[] {
  const part = sentence.trim();
  if (part === '' || part.length > SENTENCE_CHARS || languageSaid(part) !== null) return [part];
  const [, first = '', rest = ''] = FIRST.exec(part) ?? [];
  if (languageSaid(first) !== null) return [first, rest];
  const [, before = '', last = ''] = LAST.exec(part) ?? [];
  return languageSaid(last) === null ? [part] : [before, last];
}
