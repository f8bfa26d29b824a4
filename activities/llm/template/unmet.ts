import { notBuilt } from './parse/features.js';
import { applyFeedback } from './parse/feedback.js';
import { secondLanguage } from './parse/language.js';
import type { Wish } from './wish.js';

/** What a library or tool without fields leaves out of the wish, for the plan's risks. */
export function unmetOf(wish: Wish): string[] {
  return [...notBuilt(wish.description), ...otherLanguage(wish), ...applyFeedback.others(wish.feedback)];
}

/** A project has one language: says which of two that were asked for is left out. */
export function otherLanguage(wish: Wish): string[] {
  if (secondLanguage(wish.description) === null) return [];
  return wish.language === 'python' ? ['a second version in TypeScript (this one is in Python)'] : ['a second version in Python (this one is in TypeScript)'];
}
