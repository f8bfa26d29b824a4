import type { Blueprint } from './blueprint.js';
import type { Language } from './spec.js';

/** The intent's own words and settings, as the generators need them. */
export interface Wish {
  description: string;
  title: string | null;
  language: Language;
  /** Of the plan, perhaps edited by a person; empty before there is one. */
  requirements: string[];
  feedback: string[];
}

/** What the understanding of a wish gives: a blueprint, and the lines of an edited plan that it does not cover. */
export interface Understood {
  blueprint: Blueprint;
  foreign: string[];
}
