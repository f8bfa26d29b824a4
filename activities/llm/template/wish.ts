import type { Blueprint } from './blueprint.js';
import type { Asking } from './instead.js';
import type { Unheard } from './parse/asked.js';
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
  /** Where other words than the intent's are built: the line of the plan that names them. */
  line?: string;
  /** Changes that were asked for and are not made; undefined where none of them can be. */
  unheard?: Unheard[];
  /** Changes that would be understood, for people. */
  examples?: string;
  /** Set while nobody has said what is wanted instead of what was not understood. */
  asking?: Asking;
}

/** Why a wish is not understood, as a sentence. */
export interface Refused {
  reason: string;
}

export function isRefused(value: object): value is Refused {
  return 'reason' in value;
}
