import { identifier, isPlural } from './names.js';
import { splitBracket } from './text.js';
import { typeOfWords } from './types.js';

// A list longer than this is not a list of fields; the caps of the spec apply later and are told to people.
const ITEMS_MAX = 200;

/** The items of an enumeration: "title, done and due date". */
export function splitItems(text: string): string[] {
  return text
    .split(/\s*[,/]\s*|\s+(?:and|&|plus|as well as|along with|together with|or)\s+|\s*&\s*/i)
    .map((item) => item.replace(/^(?:and|or|plus|also|then)\s+/i, '').replace(/^[\s:.-]+|[\s:.]+$/g, ''))
    .filter((item) => item !== '' && !/^(?:and|or|also|so on|more|others?|others)$/i.test(item))
    .slice(0, ITEMS_MAX);
}

/** Joins items that only tell more about the one before: "email, which must be unique". */
export function joinRemarks(items: string[]): string[] {
  const joined: string[] = [];
  for (const item of items) {
    const isRemark =
      /^(?:(?:which|that|it|both|all)\b|(?:required|optional|mandatory|unique|not null|nullable|max|min|at (?:most|least)|default)\b(?!\s*\S*[a-z]{3,}.*$)|default(?:s|ing)? |(?:max|min)(?:imum)? (?:length|\d)|(?:at most|at least|up to) \d|(?:(?:must|can|may|should) )?(?:not|never)(?: be)? negative$|non-?negative$)/i.test(
        item,
      );
    if (isRemark && joined.length > 0) joined[joined.length - 1] += /^(?:which|that)\b/i.test(item) ? ` ${item}` : ` is ${item}`;
    else joined.push(item);
  }
  return joined;
}

/** True when the bracket behind an item reads like a list of fields: "books (title, year)"; `single` takes "book (title, year)" too. */
export function hasFieldBracket(item: string, brackets: readonly string[], single = false): boolean {
  const { words, inside } = splitBracket(item, brackets);
  const name = identifier(words);
  if (name === null || inside.length === 0 || (!single && !isPlural(name))) return false;
  const parts = splitItems(inside[0] ?? '');
  // "book, stars, text" are fields although a text is a type, too.
  const isType = (part: string, index: number): boolean =>
    typeOfWords(part) !== null && (index === 0 || !/^(?:text|date|number|e-?mail|url|link|time)$/i.test(part));
  return parts.length >= 2 && !parts.some((part, index) => isType(part, index) || /^(?:required|optional|unique|max|min)\b/i.test(part));
}

/** True when every item reads like a kind of object: plural, without a type. */
export function areKinds(items: string[], brackets: readonly string[]): boolean {
  return items.every((item) => {
    const name = identifier(splitBracket(item, brackets).words.replace(/^(?:the|an?|its|their|some|all|many|several|multiple)\s+/i, ''));
    return name !== null && isPlural(name) && name.split('_').length <= 3;
  });
}
