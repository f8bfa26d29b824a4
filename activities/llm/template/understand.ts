import { type Cannot, isCannot } from './blueprint.js';
import type { Conversation } from './conversation.js';
import { type Told, toldIn } from './hear.js';
import { type Asking, askingFor, askingLanguage, type Hindrance, type Instead, lineOf, standardFor } from './instead.js';
import { askedIn, languageChosen } from './parse/asked.js';
import { kindOf } from './parse/kind.js';
import { LABELS, WRITTEN } from './parse/language-names.js';
import { languageOf, withoutAny, withoutOther } from './parse/language.js';
import { languageSaid, takesAny } from './parse/said-language.js';
import { readWish, withNotMade } from './read-wish.js';
import { plain } from './source.js';
import { type Language, LANGUAGES } from './spec.js';
import { SITE_LANGUAGES } from './website/blueprint.js';
import { isRefused, type Refused, type Understood } from './wish.js';

const CAN_BUILD =
  'The template model can build a REST API for named objects with fields ("a REST API for books with title, author and year"), a command-line tool that keeps a list of such objects or works on text, numbers or CSV files, small well-known functions, classes with checked fields, and a static one-page website, in Python, TypeScript, Go, Java or C# (sites in the first two). Set OPENAI_API_KEY (or OPENAI_BASE_URL for any compatible endpoint) for a model that can build anything else.';
// These change something that exists: nothing new stands in for it.
const ON_EXISTING = new Set(['bug_fix', 'refactor', 'feature', 'infrastructure']);

/** What to build, from the intent, the plan and the changes that were asked for; or why nothing can be. */
export function understand(conversation: Conversation): Understood | Cannot {
  const told = toldIn(conversation);
  const understood = told.instead === null ? ofIntent(told) : ofInstead(told, told.instead);
  return isRefused(understood) ? { cannot: `${understood.reason} ${CAN_BUILD}` } : understood;
}

/** As `understand`, for a plan that people see first: what was not understood is said and asked, with something else to build until it is answered. */
export function understandOrAsk(conversation: Conversation): Understood | Cannot {
  const understood = understand(conversation);
  const told = toldIn(conversation);
  return isCannot(understood) && told.instead === null ? (standIn(told) ?? understood) : understood;
}

function ofIntent(told: Told): Understood | Refused {
  const { description, stack, planned } = told;
  if (description.trim() === '') return { reason: 'There is no description to build from.' };
  const { language, other } = languageOf(description, stack);
  if (other === null) return read(told, description, planned ?? language ?? 'python');
  return planned === null ? { reason: cannotWrite(other) } : read(told, withoutOther(description), planned);
}

/** What the plan says is built instead, unless somebody has answered what it asks. */
function ofInstead(told: Told, instead: Instead): Understood | Refused {
  const hindrance = hindranceOf(told);
  if (hindrance !== null) return ofLanguage(told, instead, hindrance);
  const answered = instead.isAnswer ? null : ofAnswer(told, null);
  if (answered !== null) return answered;
  const found = read(told, withoutOther(instead.description), told.planned ?? 'python');
  if (isRefused(found)) return found;
  return instead.isAnswer ? { ...found, line: lineOf(instead) } : { ...found, line: lineOf(instead), asking: askingOf(told, instead.description) };
}

/** Only the language stands in the way: a name of one is the answer, or one that a person wrote into the plan. */
function ofLanguage(told: Told, instead: Instead, hindrance: Hindrance): Understood | Refused {
  const { choices, built } = hindrance;
  const proposed = told.planned ?? built;
  const names = told.lines.map(({ text }) => languageChosen(text, choices) ?? (takesAny(text) ? proposed : null));
  const last = told.lines.findLastIndex(({ text }, index) => names[index] !== null && (languageSaid(text) !== null || !isWholeWish(text)));
  const other = instead.isAnswer ? null : ofAnswer({ ...told, lines: told.lines.slice(last + 1) }, names[last] ?? null);
  if (other !== null) return other;
  const answered = names.findLast((name) => name !== null) ?? null;
  // Such answers are no changes of what is built, and would be told as not understood.
  const lines = told.lines.filter(({ text }, index) => names[index] === null || askedIn([text]).language !== null);
  const found = read({ ...told, lines }, withoutOther(instead.description), proposed, answered);
  if (isRefused(found)) return found;
  const isAnswer = instead.isAnswer || answered !== null || proposed !== built;
  const line = lineOf({ ...instead, isAnswer });
  return isAnswer ? { ...found, line } : { ...found, line, asking: askingLanguage(hindrance) };
}

/** The newest answer to what the plan asked, where it can be built; what was said after it are changes of that. */
function ofAnswer(told: Told, chosen: Language | null): Understood | null {
  const at = told.lines.findLastIndex((line) => line.isAnswer || isWholeWish(line.text));
  const words = told.lines[at]?.text;
  if (words === undefined) return null;
  const { language, other } = languageOf(words, '');
  const own = language ?? chosen ?? languageOf(told.description, told.stack).language ?? 'python';
  const found = read({ ...told, requirements: [], title: null, lines: told.lines.slice(at + 1) }, withoutOther(words), own);
  if (isRefused(found)) return null;
  const line = lineOf({ description: words, isAnswer: true });
  return { ...(other === null ? found : withNotMade(found, { words, why: cannotWrite(other) })), line };
}

/** Something to build until somebody says what is wanted: the same in a language it writes, else a standard of its kind. */
function standIn(told: Told): Understood | null {
  const kind = kindOf(told.description, told.projectType);
  if (told.description.trim() === '' || kind === 'change' || told.onRepository || ON_EXISTING.has(told.projectType)) return null;
  const hindrance = hindranceOf(told);
  const description = hindrance?.words ?? standardFor(kind);
  const line = lineOf({ description, isAnswer: false });
  const asking = hindrance ? askingLanguage(hindrance) : askingOf(told, description);
  const { language } = languageOf(told.description, told.stack);
  for (const one of new Set<Language>([hindrance?.built ?? language ?? 'python', 'python'])) {
    const found = readOnce(told, description, one);
    if (!isRefused(found)) return { ...found, line, asking };
  }
  return null;
}

/** The language, where nothing else stands in the way. */
function hindranceOf(told: Told): Hindrance | null {
  const { language, other } = languageOf(told.description, told.stack);
  const words = withoutAny(told.description);
  if (language === null ? other === null : !isRefused(readOnce(told, words, language))) return null;
  const choices = kindOf(words, told.projectType) === 'website' ? SITE_LANGUAGES : LANGUAGES;
  const built = choices[0] ?? 'python';
  if (language !== null && choices.includes(language)) return null;
  return isRefused(readOnce(told, words, built)) ? null : { wanted: language === null ? plain(other ?? '', 20) : LABELS[language], words, built, choices };
}

function askingOf(told: Told, description: string): Asking {
  const { other } = languageOf(told.description, told.stack);
  const inOurs = readOnce(told, withoutOther(told.description), 'python');
  const reasons = [...(isRefused(inOurs) ? [inOurs.reason] : []), ...(other === null ? [] : [cannotWrite(other)])];
  return askingFor({ said: withoutOther(told.description), whole: told.description, reason: reasons.join(' '), description });
}

function cannotWrite(other: string): string {
  return `The template model cannot write ${plain(other, 20)}; it writes ${WRITTEN}.`;
}

/** `answered` is the language that a person chose when they were asked. */
function read(told: Told, description: string, language: Language, answered: Language | null = null): Understood | Refused {
  const { requirements, title, projectType, tests } = told;
  const feedback = told.lines.map(({ text }) => text);
  const wanted = answered ?? askedIn(feedback).language ?? language;
  const { other } = languageOf('', told.stack);
  const around = { projectType, stack: other === null ? told.stack : '', tests, languageBefore: language };
  const wish = { description, title, language: wanted, requirements, feedback };
  const found = readWish(wish, around);
  if (wanted === language || !isRefused(found)) return found;
  // Such as a site in Java: it stays in the language of the plan, and the change is told as not made.
  const kept = readWish({ ...wish, language }, around);
  return isRefused(kept) ? found : withNotMade(kept, { words: LABELS[wanted], why: found.reason });
}

/** The words alone, whatever was planned or said since. */
function readOnce(told: Told, description: string, language: Language): Understood | Refused {
  return read({ ...told, requirements: [], title: null, lines: [] }, description, language);
}

const CHANGE =
  /^(?:please |also |and |then )*(?:add|remove|rename|make(?! (?:it|this|that|me) an? )|drop|use|set|only|just|keep|change|without|no|there|each|every|the|its?|names?)\b/i;

/** Words that name a whole project by its kind, said without being asked. */
function isWholeWish(text: string): boolean {
  const kind = kindOf(text, '');
  return kind !== null && kind !== 'change' && !CHANGE.test(text);
}
