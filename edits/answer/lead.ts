import { pathOfTitle, pathsOfSentence, WORDS_LINE_MAX } from './path-words.js';

/** What the words before a block say of it. */
export interface Lead {
  path: string | null;
  /** Several files are named, so none is. */
  several: readonly string[];
  /** The block shows how something is used, or what was there before. */
  example: boolean;
  /** The block is only a part of its file. */
  part: boolean;
  /** The block takes the place of what the answer said before. */
  corrects: boolean;
}

// A path further up belongs to something else.
const LOOK_BACK_LINES = 12;
const BLANKS_MAX = 2;

const EXAMPLE =
  /\b(usage|examples?|e\.g\.|for instance|run (?:it|this|the|with)|to run|try it|test it (?:with|by)|you can (?:now )?(?:use|call|run|test)|(?:would|will|should) (?:print|output|return|see|look)|outputs?:?$|prints?:?$|before:?$|before the change|original(?:ly)?:?$|old (?:code|version)|current(?:ly)?\b|previous(?:ly)?\b|instead of|looked like|sample|demo|requests?:?$|response:?$|curl|explanation|if you (?:use|want|prefer|need)\b|the (?:problem|issue|bug|culprit) (?:is|was)|problematic)/i;
// Under a heading that names the file only a sentence that begins so speaks of something else.
const EXAMPLE_FIRST = /^\W*(?:usage|examples?|before|old|original|previous|outputs?|run|to run|try|sample|demo)\b/i;
const WHOLE = /\b(full|complete|entire|whole|new file|creates?|created|rewritten|contents?)\b/i;
const PART = [
  /\b(add|append|insert|paste|place|put)\b.{0,80}\b(to|in|into|inside|at|after|before|below|above|near)\b/i,
  /\b(add|append|insert)\b.{0,40}\b(following|this|these)\b.{0,20}\b(line|lines|import|imports|method|function|route|field|code)\b/i,
  /\b(change|modify|replace|update|edit|fix|adjust|rewrite)\b.{0,60}\b(function|method|lines?|imports?|section|block|part|route|handler|body|constructor|snippet|call|loop|condition|statement)\b/i,
  /\b(snippet|excerpt|fragment|only the (?:changed|relevant|modified)|relevant (?:part|section|change|code))\b/i,
];
const CORRECTS = /\b(correct(?:ed|ion)|fixed|final|revised|improved|better|instead|complete|full|updated|actually|wait|sorry|mistake)\b/i;

/** Reads the prose between the block before and this one. */
export function readLead(prose: readonly string[]): Lead {
  const lines = nearLines(prose);
  const last = lines.at(-1) ?? '';
  const words = lines.filter((line) => line.length <= WORDS_LINE_MAX);
  const titles = words.map((line) => ({ line, path: pathOfTitle(line) })).filter((title) => title.path !== null);
  const lastTitle = pathOfTitle(last);
  const sentence = lastTitle === null ? last : '';
  const said = {
    example: EXAMPLE.test(sentence),
    part: !WHOLE.test(sentence) && PART.some((pattern) => pattern.test(sentence)),
    corrects: words.some((line) => CORRECTS.test(line)),
  };
  const none = { path: null, several: [], ...said };
  if (lastTitle !== null) {
    const listed = titles.filter(({ line }) => isBullet(line)).map(({ path }) => path);
    const several = isBullet(last) ? [...new Set(listed)].filter((path): path is string => path !== null) : [];
    return several.length > 1 ? { ...none, several } : { ...none, path: lastTitle };
  }
  const inSentence = pathsOfSentence(last);
  const paths = [...new Set(titles.map(({ path }) => path))];
  // A heading further up names the file, whatever else the sentence before the block mentions.
  const heading = titles.findLast(({ line }) => !isBullet(line))?.path ?? null;
  if (heading !== null && (paths.length === 1 || inSentence.length === 0)) return { ...none, path: heading, example: EXAMPLE_FIRST.test(sentence) };
  if (inSentence.length === 1) return { ...none, path: inSentence[0]! };
  return inSentence.length > 1 ? { ...none, several: inSentence } : { ...none, path: paths.length === 1 ? (paths[0] ?? null) : null };
}

function nearLines(prose: readonly string[]): string[] {
  let end = prose.length;
  while (end > 0 && (prose[end - 1] ?? '').trim() === '') end -= 1;
  if (prose.length - end > BLANKS_MAX) return [];
  return prose.slice(Math.max(0, end - LOOK_BACK_LINES), end).filter((line) => line.trim() !== '' && !/^\s*<\/?\w+>\s*$/.test(line));
}

function isBullet(line: string): boolean {
  return /^\s*(?:[-*+•]\s|\d{1,3}[.)]\s)/.test(line);
}
