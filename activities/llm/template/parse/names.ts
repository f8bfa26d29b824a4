/** From words to identifiers: only [a-z0-9_] ever comes out. */

// Long enough for any sensible name; keeps generated lines readable.
const IDENTIFIER_MAX = 40;

const IRREGULAR: Record<string, string> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  mice: 'mouse',
  geese: 'goose',
  feet: 'foot',
  teeth: 'tooth',
  oxen: 'ox',
  knives: 'knife',
  wives: 'wife',
  lives: 'life',
  wolves: 'wolf',
  leaves: 'leaf',
  shelves: 'shelf',
  halves: 'half',
  loaves: 'loaf',
  calves: 'calf',
  thieves: 'thief',
  elves: 'elf',
  scarves: 'scarf',
  hooves: 'hoof',
  movies: 'movie',
  cookies: 'cookie',
  zombies: 'zombie',
  calories: 'calorie',
  brownies: 'brownie',
  selfies: 'selfie',
  pies: 'pie',
  ties: 'tie',
  lies: 'lie',
  rookies: 'rookie',
  caches: 'cache',
  aches: 'ache',
  shoes: 'shoe',
  toes: 'toe',
  canoes: 'canoe',
  quizzes: 'quiz',
  buses: 'bus',
  statuses: 'status',
  viruses: 'virus',
  bonuses: 'bonus',
  campuses: 'campus',
  gases: 'gas',
  lenses: 'lens',
  analyses: 'analysis',
  theses: 'thesis',
  crises: 'crisis',
  bases: 'base',
  diagnoses: 'diagnosis',
  hypotheses: 'hypothesis',
  indices: 'index',
  vertices: 'vertex',
  matrices: 'matrix',
  criteria: 'criterion',
  phenomena: 'phenomenon',
  axes: 'axis',
  aliases: 'alias',
  atlases: 'atlas',
  corpora: 'corpus',
  staves: 'stave',
  curricula: 'curriculum',
  syllabi: 'syllabus',
  alumni: 'alumnus',
  cacti: 'cactus',
  fungi: 'fungus',
  data: 'data',
};
const IRREGULAR_PLURAL = new Map(Object.entries(IRREGULAR).map(([plural, singular]) => [singular, plural]));
const UNCOUNTABLE = new Set([
  'equipment',
  'information',
  'furniture',
  'news',
  'series',
  'species',
  'sheep',
  'fish',
  'deer',
  'data',
  'media',
  'music',
  'stuff',
  'feedback',
  'luggage',
  'software',
  'hardware',
  'money',
  'weather',
  'staff',
  'traffic',
  'metadata',
  'merchandise',
  'homework',
  'inventory',
  'telemetry',
  'progress',
  'history',
  'health',
  'content',
  'physics',
  'mathematics',
  'politics',
  'sports',
  'aircraft',
  'spacecraft',
  'offspring',
  'moose',
  'salmon',
  'trout',
  'clothes',
  'goods',
]);
// Words that end in s and are no plurals.
const SINGULAR_S = /(?:ss|us|is|ous|gas|lens|bias|canvas|atlas|alias|campus|chaos|iris|kudos|texas|christmas)$/;

/** `Due date` -> `due_date`, `dueDate` -> `due_date`; null when nothing usable is left. */
export function identifier(words: string): string | null {
  const name = words
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/['’]s?\b/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, IDENTIFIER_MAX)
    .replace(/_+$/, '');
  if (name === '' || !/[a-z]/.test(name)) return null;
  return /^\d/.test(name) ? `n_${name}` : name;
}

/** The singular of an identifier's last word: `book_reviews` -> `book_review`. */
export function singular(name: string): string {
  return onLastWord(name, singularWord);
}

/** The plural of an identifier's last word: `category` -> `categories`. Takes singulars and plurals. */
export function plural(name: string): string {
  return onLastWord(name, (word) => pluralWord(singularWord(word)));
}

export function isPlural(name: string): boolean {
  return singular(name) !== name;
}

function onLastWord(name: string, change: (word: string) => string): string {
  const words = name.split('_');
  words.push(change(words.pop() ?? ''));
  return words.join('_');
}

function singularWord(word: string): string {
  const irregular = Object.hasOwn(IRREGULAR, word) ? IRREGULAR[word] : undefined;
  if (irregular !== undefined) return irregular;
  if (UNCOUNTABLE.has(word) || word.length < 3 || SINGULAR_S.test(word)) return word;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|zz|ch|sh|o)es$/.test(word)) return word.slice(0, -2);
  if (/[^s]s$/.test(word)) return word.slice(0, -1);
  return word;
}

function pluralWord(word: string): string {
  const irregular = IRREGULAR_PLURAL.get(word);
  if (irregular !== undefined) return irregular;
  if (UNCOUNTABLE.has(word)) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  if (/(?:[^aeiou]o)$/.test(word) && /(?:hero|potato|tomato|echo|torpedo|veto)$/.test(word)) return `${word}es`;
  return `${word}s`;
}
