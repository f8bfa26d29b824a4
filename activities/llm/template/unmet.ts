import { notBuilt } from './parse/features.js';
import { applyFeedback } from './parse/feedback.js';
import { LABELS, secondLanguage } from './parse/language.js';
import type { Wish } from './wish.js';

/** What a library or tool without fields leaves out of the wish, for the plan's risks. */
export function unmetOf(wish: Wish): string[] {
  return [...notBuilt(wish.description), ...otherLanguage(wish), ...applyFeedback.others(wish.feedback)];
}

/** A project has one language: says which of two that were asked for is left out. */
export function otherLanguage(wish: Wish): string[] {
  const named = secondLanguage(wish.description);
  const left = named?.find((language) => language !== wish.language);
  return left === undefined ? [] : [`a second version in ${LABELS[left]} (this one is in ${LABELS[wish.language]})`];
}
