// A title fits on one line of a terminal and of the Temporal Web UI.
const TITLE_CHARS_MAX = 100;
// "v1. 2 of them" and "e.g. a shop" end no sentence of their own.
const SENTENCE_WORDS_MIN = 3;
// Of a longer text no title is made; reading all of it would take long.
const READ_CHARS_MAX = 1_000;

/** What a build is called until it has a plan: the first sentence of what a person wants, cut at a word. */
export function titleOf(description: string): string {
  const line = description.trim().split(/\r?\n/, 1)[0]?.slice(0, READ_CHARS_MAX).replace(/\s+/g, ' ').trim() ?? '';
  const title = firstSentence(line);
  if (title.length <= TITLE_CHARS_MAX) return title;
  const cut = title.slice(0, TITLE_CHARS_MAX - 1);
  return `${(cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut).toWellFormed()}…`;
}

function firstSentence(line: string): string {
  for (const { index } of line.matchAll(/[.!?] (?=\p{Lu})/gu)) {
    const sentence = line.slice(0, index);
    if (sentence.split(' ').length >= SENTENCE_WORDS_MIN && !/\b(?:e\.g|i\.e|etc|vs|approx|no)$/i.test(sentence)) return sentence;
  }
  return line;
}
