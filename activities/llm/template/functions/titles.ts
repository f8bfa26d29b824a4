/** What a well-known function is called in the title of a project that is made of it. */
const TITLES: Record<string, string> = {
  are_anagrams: 'anagram checker',
  average: 'average',
  caesar: 'Caesar cipher',
  convert_temperature: 'temperature converter',
  convert_unit: 'unit converter',
  count_vowels: 'vowel counter',
  count_words: 'word counter',
  digit_sum: 'digit sum',
  factorial: 'factorial',
  fibonacci: 'Fibonacci numbers',
  fizzbuzz: 'FizzBuzz',
  from_roman: 'Roman numeral reader',
  gcd: 'greatest common divisor',
  is_email: 'e-mail address checker',
  is_leap_year: 'leap year checker',
  is_palindrome: 'palindrome checker',
  is_prime: 'prime checker',
  lcm: 'least common multiple',
  levenshtein: 'edit distance',
  median: 'median',
  primes_up_to: 'list of primes',
  reverse_text: 'text reverser',
  reverse_words: 'word reverser',
  slugify: 'slug maker',
  title_case: 'title case',
  to_binary: 'binary converter',
  to_roman: 'Roman numeral writer',
  total: 'sum',
  unique: 'duplicate remover',
};

/** Of a recipe's name: two or three words without an article. */
export function titleOfFunction(name: string): string {
  return Object.hasOwn(TITLES, name) ? (TITLES[name] ?? name) : name.replaceAll('_', ' ');
}
