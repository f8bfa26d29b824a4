import type { FunctionRecipe } from './recipe.js';
import { areAnagrams } from './recipes/are-anagrams.js';
import { average } from './recipes/average.js';
import { caesar } from './recipes/caesar.js';
import { convertTemperature } from './recipes/convert-temperature.js';
import { convertUnit } from './recipes/convert-unit.js';
import { countVowels } from './recipes/count-vowels.js';
import { countWords } from './recipes/count-words.js';
import { digitSum } from './recipes/digit-sum.js';
import { factorial } from './recipes/factorial.js';
import { fibonacci } from './recipes/fibonacci.js';
import { fizzbuzz } from './recipes/fizzbuzz.js';
import { fromRoman } from './recipes/from-roman.js';
import { gcd } from './recipes/gcd.js';
import { isEmail } from './recipes/is-email.js';
import { isLeapYear } from './recipes/is-leap-year.js';
import { isPalindrome } from './recipes/is-palindrome.js';
import { isPrime } from './recipes/is-prime.js';
import { lcm } from './recipes/lcm.js';
import { levenshtein } from './recipes/levenshtein.js';
import { median } from './recipes/median.js';
import { primesUpTo } from './recipes/primes-up-to.js';
import { reverseText } from './recipes/reverse-text.js';
import { reverseWords } from './recipes/reverse-words.js';
import { slugify } from './recipes/slugify.js';
import { sum } from './recipes/sum.js';
import { titleCase } from './recipes/title-case.js';
import { toBinary } from './recipes/to-binary.js';
import { toRoman } from './recipes/to-roman.js';
import { unique } from './recipes/unique.js';

/** All functions there is a template for. Where words fit several, an earlier one that says more precisely what it does comes first. */
export const RECIPES: readonly FunctionRecipe[] = [
  fibonacci,
  factorial,
  primesUpTo,
  isPrime,
  slugify,
  isPalindrome,
  areAnagrams,
  reverseWords,
  reverseText,
  fromRoman,
  toRoman,
  gcd,
  lcm,
  fizzbuzz,
  isLeapYear,
  isEmail,
  countWords,
  countVowels,
  convertTemperature,
  convertUnit,
  median,
  average,
  digitSum,
  sum,
  caesar,
  levenshtein,
  toBinary,
  titleCase,
  unique,
];

// When the first fits, the second was not meant.
const INSTEAD: [string, string][] = [
  ['primes_up_to', 'is_prime'],
  ['reverse_words', 'reverse_text'],
  ['is_palindrome', 'reverse_text'],
  ['is_palindrome', 'reverse_words'],
  ['from_roman', 'to_roman'],
  ['digit_sum', 'total'],
  ['convert_temperature', 'convert_unit'],
  ['average', 'total'],
  ['median', 'total'],
  ['fibonacci', 'total'],
];

/** The functions these words ask for, in the order of the registry. */
export function recipesFor(description: string): FunctionRecipe[] {
  const found = RECIPES.filter((recipe) => recipe.matches.test(description));
  const names = new Set(found.map((recipe) => recipe.name));
  return found.filter((recipe) => !INSTEAD.some(([first, second]) => second === recipe.name && names.has(first)));
}
