import { type Cannot, isCannot } from './blueprint.js';
import { type Conversation, textOf, textsOf } from './conversation.js';
import { type Asking, askingFor, type Instead, insteadIn, lineOf, linesSaid, type SaidLine, standardFor, withoutInstead } from './instead.js';
import { applyFeedback } from './parse/feedback.js';
import { kindOf } from './parse/kind.js';
import { languageOf, withoutLanguage, withoutOther } from './parse/language.js';
import { squeeze } from './parse/text.js';
import { readWish } from './read-wish.js';
import { plain } from './source.js';
import { type Language, LANGUAGES } from './spec.js';
import { isRefused, type Refused, type Understood } from './wish.js';

const CAN_BUILD =
  'The template model can build a REST API for named objects with fields ("a REST API for books with title, author and year"), a command-line tool that keeps a list of such objects or works on text, numbers or CSV files, small well-known functions, classes with checked fields, and a static one-page website, in Python, TypeScript, Go, Java or C# (sites in the first two). Set OPENAI_API_KEY (or OPENAI_BASE_URL for any compatible endpoint) for a model that can build anything else.';
// These change something that exists: nothing new stands in for it.
const ON_EXISTING = new Set(['bug_fix', 'refactor', 'feature', 'infrastructure']);

/** Everything a conversation says about what to build. */
interface Told {
  description: string;
  projectType: string;
  stack: string;
  tests: boolean;
  onRepository: boolean;
  /** The language of the plan. */
  planned: Language | null;
  /** What the plan says is built in place of the intent, and its other lines. */
  instead: Instead | null;
  requirements: string[];
  title: string | null;
  /** Changes that were asked for, and answers. */
  lines: SaidLine[];
}

/** What to build, from the intent, the plan and the changes that were asked for; or why nothing can be. */
export function understand(conversation: Conversation): Understood | Cannot {
  const told = toldIn(conversation);
  const understood = told.instead === null ? ofIntent(told) : (ofAnswer(told) ?? ofInstead(told, told.instead));
  return isRefused(understood) ? { cannot: `${understood.reason} ${CAN_BUILD}` } : understood;
}

/** As `understand`, for a plan that people see first: what was not understood is said and asked, with something else to build until it is answered. */
export function understandOrAsk(conversation: Conversation): Understood | Cannot {
  const understood = understand(conversation);
  const told = toldIn(conversation);
  return isCannot(understood) && told.instead === null ? (standIn(told) ?? understood) : understood;
}

function toldIn({ intent, plan, feedback, onRepository }: Conversation): Told {
  const requirements = textsOf(plan, 'requirements').map(squeeze);
  const instead = insteadIn(requirements);
  return {
    description: squeeze(textOf(intent, 'description')),
    projectType: textOf(intent, 'project_type'),
    stack: stackOf(intent),
    tests: wantsTests(intent),
    onRepository,
    planned: LANGUAGES.find((one) => one === textOf(plan, 'language')) ?? null,
    instead,
    requirements: withoutInstead(requirements),
    title: plain(textOf(plan, 'title') || textOf(intent, 'title'), 200) || null,
    lines: linesSaid(feedback.map(squeeze), instead),
  };
}

function ofIntent(told: Told): Understood | Refused {
  const { description, stack, planned } = told;
  if (description.trim() === '') return { reason: 'There is no description to build from.' };
  const { language, other } = languageOf(description, stack);
  if (other !== null && planned === null) return { reason: notWritten(other) };
  return read(told, description, planned ?? language ?? 'python');
}

/** The newest answer to what the plan asked, where it can be built; what was said after it are changes of that. */
function ofAnswer(told: Told): Understood | null {
  if (told.instead === null || told.instead.isAnswer) return null;
  const at = told.lines.findLastIndex((line) => line.isAnswer || isWholeWish(line.text));
  const words = told.lines[at]?.text;
  if (words === undefined) return null;
  const { language } = languageOf(words, '');
  // Asked which language it should be, people answer with its name.
  const description = withoutLanguage(`in ${words}`).trim() === '' && isOfOtherLanguage(told) ? told.instead.description : words;
  const own = language ?? languageOf(told.description, told.stack).language ?? 'python';
  const found = read({ ...told, requirements: [], title: null, lines: told.lines.slice(at + 1) }, description, own);
  return isRefused(found) ? null : { ...found, line: lineOf({ description, isAnswer: true }) };
}

/** All that stood in the way was the language. */
function isOfOtherLanguage(told: Told): boolean {
  const { language, other } = languageOf(told.description, told.stack);
  return other !== null && !isRefused(readOnce(told, withoutOther(told.description), language ?? 'python'));
}

function ofInstead(told: Told, instead: Instead): Understood | Refused {
  const found = read(told, instead.description, told.planned ?? 'python');
  if (isRefused(found)) return found;
  const line = lineOf(instead);
  return instead.isAnswer ? { ...found, line } : { ...found, line, asking: askingOf(told, instead.description) };
}

/** Something to build until somebody says what is wanted: the same in a language it writes, else a standard of its kind. */
function standIn(told: Told): Understood | null {
  const kind = kindOf(told.description, told.projectType);
  if (told.description.trim() === '' || kind === 'change' || told.onRepository || ON_EXISTING.has(told.projectType)) return null;
  const { language } = languageOf(told.description, told.stack);
  for (const description of [withoutOther(told.description), standardFor(kind)])
    for (const one of new Set<Language>([language ?? 'python', 'python'])) {
      const found = readOnce(told, description, one);
      if (!isRefused(found)) return { ...found, line: lineOf({ description, isAnswer: false }), asking: askingOf(told, description) };
    }
  return null;
}

function askingOf(told: Told, description: string): Asking {
  const { language, other } = languageOf(told.description, told.stack);
  const inOurs = readOnce(told, withoutOther(told.description), language ?? 'python');
  const reason = isRefused(inOurs) ? inOurs.reason : notWritten(other ?? '');
  return askingFor({ said: told.description, reason, description, language: isOfOtherLanguage(told) ? plain(other ?? '', 20) : null });
}

function notWritten(other: string): string {
  return `It was asked to write ${plain(other, 20)}, and it only writes Python, TypeScript, Go, Java and C#.`;
}

function read(told: Told, description: string, language: Language): Understood | Refused {
  const { requirements, title, projectType, stack, tests } = told;
  const feedback = told.lines.map(({ text }) => text);
  const wish = { description, title, language: applyFeedback.language(feedback) ?? language, requirements, feedback };
  return readWish(wish, { projectType, stack, tests, languageBefore: language });
}

/** The words alone, whatever was planned or said since. */
function readOnce(told: Told, description: string, language: Language): Understood | Refused {
  return read({ ...told, requirements: [], title: null, lines: [] }, description, language);
}

const CHANGE = /^(?:please |also |and |then )*(?:add|remove|rename|make|drop|use|set|only|just|keep|change|without|no|there|each|every|the|its?|names?)\b/i;

/** Words that name a whole project by its kind, said without being asked. */
function isWholeWish(text: string): boolean {
  const kind = kindOf(text, '');
  return kind !== null && kind !== 'change' && !CHANGE.test(text);
}

/** Only an explicit `options.tests: false` switches them off. */
function wantsTests(intent: Record<string, unknown> | null): boolean {
  const options = intent?.options;
  return !(typeof options === 'object' && options !== null && 'tests' in options && options.tests === false);
}

function stackOf(intent: Record<string, unknown> | null): string {
  const constraints = intent?.constraints;
  return typeof constraints === 'object' && constraints !== null ? textsOf(constraints as Record<string, unknown>, 'stack').join(', ') : '';
}
