import { isToldAlready, notBuilt } from './parse/features.js';
import { applyFeedback } from './parse/feedback.js';
import { LABELS } from './parse/language-names.js';
import { secondLanguage, withoutLanguage } from './parse/language.js';
import { plain } from './source.js';
import type { Wish } from './wish.js';

// Enough to find it again.
const SENTENCE_CHARS = 200;

/** What a library or tool without fields leaves out of the wish, for the plan's risks. */
export function unmetOf(wish: Wish, isUnderstood: (sentence: string) => boolean): string[] {
  return [...notBuilt(wish.description), ...otherLanguage(wish), ...applyFeedback.others(wish.feedback), ...furtherSentences(wish.description, isUnderstood)];
}

/** What was said after the first sentence and means nothing to this model. */
function furtherSentences(description: string, isUnderstood: (sentence: string) => boolean): string[] {
  return description
    .split(/(?<![.!?])[.!?]+\s+|\n+/)
    .slice(1)
    .map((sentence) => plain(sentence, SENTENCE_CHARS))
    .filter((sentence) => !isToldAlready(withoutLanguage(sentence)) && !isUnderstood(sentence))
    .map((sentence) => `a part that was not understood: "${sentence}"`);
}

/** A project has one language: says which of two that were asked for is left out. */
export function otherLanguage(wish: Wish): string[] {
  const named = secondLanguage(wish.description);
  const left = named?.find((language) => language !== wish.language);
  return left === undefined ? [] : [`a second version in ${LABELS[left]} (this one is in ${LABELS[wish.language]})`];
}
