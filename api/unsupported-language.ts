/** Intents whose stack names nothing but a language without a sandbox: nobody could check what is written in it, so they are refused at once. */
import { MillwrightError } from '../contracts/failures.js';
import { TEMPLATE_LANGUAGES } from '../contracts/template-model.js';
import type { Intent } from '../schemas/intent.js';
import { detectLanguage, type KnownLanguage } from './languages.js';

// What is nothing but a programming language. Names that are words or letters of English, too (C, R, Basic), and shells, which
// every sandbox has, are left to the planner.
const OTHERS =
  'ada|clojure|cobol|crystal|dart|delphi|elixir|erlang|f#|fortran|groovy|haskell|julia|kotlin|lua|nim|objective-c|ocaml|perl|php|prolog|ruby|rust|scala|solidity|swift|visual basic|zig|c\\+\\+';
const NAMED = new RegExp(String.raw`^(?:${OTHERS})(?: ?\d[\d.]*)?$`, 'i');

/**
 * Throws LANGUAGE_UNSUPPORTED, with what there is, when the stack of an intent names a language without an image and no language
 * that there is. What its words mean is the planner's to say, and a repository is judged by its files once it is fetched.
 */
export function requireSupportedLanguage(known: readonly KnownLanguage[], { artifacts, constraints, description }: Intent): void {
  if (artifacts.repo !== undefined || detectLanguage(known, description) !== null) return;
  const stack = [constraints.stack ?? []].flat().flatMap((text) => text.split(/[,;/]|\band\b/).map((part) => part.trim()));
  if (stack.some((part) => detectLanguage(known, `in ${part}`) !== null)) return;
  const name = stack.find((part) => NAMED.test(part) && !isKnown(known, part));
  if (name === undefined) return;
  const there = known.map(({ language, aliases }) => (aliases.includes('typescript') ? 'typescript' : language));
  const foreign = there.filter((language) => !TEMPLATE_LANGUAGES.some((one) => one === language));
  const but = foreign.length === 0 ? '' : ` (the built-in template model, which needs no key, does not write ${foreign.join(' or ')})`;
  const detail = `there is no sandbox for ${name}; there are: ${there.join(', ')}${but}`;
  const why = `Nothing written in ${name} could be run or tested here: ${detail}. Name one of these, or none.`;
  throw new MillwrightError('LANGUAGE_UNSUPPORTED', why, { errors: [{ pointer: '/constraints/stack', detail }] });
}

function isKnown(known: readonly KnownLanguage[], name: string): boolean {
  const wanted = name.toLowerCase();
  return known.some(({ language, aliases }) => language === wanted || aliases.includes(wanted));
}
