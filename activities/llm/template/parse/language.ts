import type { Language } from '../spec.js';
import { mentionsIn, type Mention } from './mentions.js';
import { squeeze } from './text.js';

/** The language the words or the wished stack ask for; null when they don't, and the name of one we don't write. */
export function languageOf(description: string, stack: string): { language: Language | null; other: string | null } {
  // What stands in brackets may be the values of a field, so it is looked at last.
  const texts = [mentionsIn(stack, true), mentionsIn(description.replace(/\([^)]*\)/g, ' ')), mentionsIn(description)];
  for (const mentions of texts) {
    const meant = mentions.filter(({ isMeant }) => isMeant);
    const [first] = meant;
    if (first === undefined) continue;
    // TypeScript runs on Node and pytest on Python: the first one said wins. Of "Rust or Go", the one that can be had.
    const wanted = first.language === null ? (meant.find((mention, index) => mention.language !== null && isChoice(meant, index)) ?? first) : first;
    return wanted.language === null ? { language: null, other: wanted.label } : { language: wanted.language, other: null };
  }
  return { language: null, other: null };
}

/** One of those that were said in a row from the first on. */
function isChoice(meant: readonly Mention[], index: number): boolean {
  return meant.slice(1, index + 1).every((mention, before) => mention.start <= (meant[before]?.end ?? 0));
}

// What a library is called in one language only.
const PACKAGES = /\b(ruby|rust) (?:gem|crate)\b/gi;

/** The words without the names of languages that are none of ours, where they were asked for. */
export function withoutOther(description: string): string {
  const rest = without(description.replace(PACKAGES, '$1 library'), ({ language, isMeant }) => language === null && isMeant);
  return rest === description ? description : tidy(rest);
}

/** The words as part of a sentence, without the names of all languages that were asked for. */
export function withoutAny(description: string): string {
  return tidy(withoutLanguage(description.replace(PACKAGES, '$1 library')));
}

/** The words without those that only name the language. */
export function withoutLanguage(description: string): string {
  return without(squeeze(description), ({ isMeant, isRefused }) => isMeant || isRefused).replace(
    /,?\s*\b(?:using|with) (?:only )?(?:the |its )?(?:standard|std) ?lib(?:rary)?(?: only)?\b/gi,
    ' ',
  );
}

function without(text: string, isGone: (mention: Mention) => boolean): string {
  const gone = mentionsIn(text).filter(isGone);
  if (gone.length === 0) return text;
  const rest = gone.reduceRight((left, { start, end }) => joined(left.slice(0, start), left.slice(end)), text);
  return rest.replace(STUB, '$1').replace(/[^\S\n]{2,}/g, ' ');
}

// What is left of "It has to be written in Go." and "Language: Go." It begins at the last of a row of signs, so that a long row is read once.
const STUB =
  /(^|[.!?\n](?![.!?\n])[^\S\n]*)(?:(?:and |please )*(?:it|this|that|everything|(?:the|all) (?:code|service|api|app|application|tool|program|project|backend|whole thing|implementation))\s+)?(?:(?:has|have|needs?|must|should|shall|will|can|is|are|be|to|all)\s+)*(?:be|is|are|written|use)?\s*(?:[.!?]+(?=\s|$)|$)/gi;

/** "a | app" -> "an app". */
function joined(before: string, after: string): string {
  const first = /^\s*(?:an? )?([a-z]+)/i.exec(after)?.[1] ?? '';
  const isVowel = /^[aeio]|^u(?!ni|se|ti)/i.test(first) && !/^(?:one|eu)/i.test(first);
  return `${first === '' ? before : before.replace(/\b(a)n?\s*$/i, isVowel ? '$1n' : '$1')} ${after}`;
}

/** What is left of a sentence without the commas and blanks around what was taken out. */
function tidy(text: string): string {
  return text
    .replace(/ (?=[,.;:!?)])/g, '')
    .replace(/[,;:](?=\s*[,.;:!?])/g, '')
    .replace(/^[\s,;:.]+|(?<![\s,;:.])[\s,;:.]+$/g, '');
}

const BOTH =
  /(?:^|[^\w])(python|type ?script|java(?: ?script)?|go|c#)\s*(?:\/|and|&|\+|,|as well as|plus)\s*(?:in )?(python|type ?script|java(?: ?script)?|go|c#)(?=$|[\s,.;)])/i;

/** The two languages, where two are asked for ("in TypeScript and Python"); null otherwise. */
export function secondLanguage(description: string): Language[] | null {
  const both = BOTH.exec(description);
  const named = [both?.[1], both?.[2]].map((name) => languageOf(`in ${name ?? ''}`, '').language);
  const found = named.filter((language) => language !== null);
  return both && new Set(found).size === 2 ? found : null;
}
