import type { Kind } from './parse/kind.js';
import { LABELS, labelsOf } from './parse/language-names.js';
import { plain } from './source.js';
import { type Language, LANGUAGES } from './spec.js';

/**
 * What was not understood: the plan says so, says what is built unless somebody answers, and asks. What is built then stands
 * as a line in the plan's requirements, from which the sessions read it.
 */
export interface Instead {
  /** The words that are built. */
  description: string;
  /** They are a person's answer: nothing is asked any more. */
  isAnswer: boolean;
}

const BUILT_INSTEAD = 'Built instead: ';
const AS_ANSWERED = 'Built as you answered: ';
const ANSWER = /^\s*Answer: /i;
// Of a person's words in a title, a risk, a line: the whole of a longer text stands in the intent.
const TITLE_CHARS = 60;
const SAID_CHARS = 160;
// schemas/plan.ts takes 2,000 a line.
const LINE_CHARS = 1_900;

/** What is built when nothing was understood, by what kind of thing was wanted. */
const STANDARD: Record<Exclude<Kind, 'change'>, string> = {
  rest: 'a REST API for notes with title, body and tags',
  cli: 'a command-line tool that keeps tasks with title, done and due date',
  function: 'a library with slugify',
  website: 'a website with the sections about and contact',
};

const EXAMPLES =
  '"a REST API for books with title, author and year", "a command-line tool that keeps expenses with amount and category", "a website for a bakery with a menu and opening hours", "a function that checks whether a number is prime"';
const QUESTION = `What should be built? Name the things it keeps and their fields, or a small known task. For example: ${EXAMPLES}.`;
const WHICH_LANGUAGE = 'Which language should it be: ';

export function standardFor(kind: Kind | null): string {
  return STANDARD[kind === null || kind === 'change' ? 'rest' : kind];
}

/** The line of the requirements that names what is built. */
export function lineOf({ description, isAnswer }: Instead): string {
  return `${isAnswer ? AS_ANSWERED : BUILT_INSTEAD}${plain(description, LINE_CHARS)}`;
}

/** What a plan says is built in place of its intent; null where its intent is built. */
export function insteadIn(requirements: readonly string[]): Instead | null {
  for (const line of requirements)
    for (const start of [BUILT_INSTEAD, AS_ANSWERED])
      if (line.startsWith(start)) return { description: line.slice(start.length).trim(), isAnswer: start === AS_ANSWERED };
  return null;
}

export function withoutInstead(requirements: readonly string[]): string[] {
  return requirements.filter((line) => insteadIn([line]) === null);
}

/** A line of what a person said about a plan. */
export interface SaidLine {
  text: string;
  /** It follows a question. */
  isAnswer: boolean;
}

/** What was said about a plan, a line each; the questions, and all up to the answer that became the plan, are no changes of it. */
export function linesSaid(feedback: readonly string[], instead: Instead | null): SaidLine[] {
  const said = feedback.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
  const isQuestion = (line: string): boolean => line.trim() === QUESTION || line.trim().startsWith(WHICH_LANGUAGE);
  const lines = said
    .filter((line, index) => !isQuestion(line) && !(line.trim().endsWith('?') && ANSWER.test(said[index + 1] ?? '')))
    .map((line) => ({ text: line.replace(ANSWER, '').trim(), isAnswer: ANSWER.test(line) }));
  if (instead?.isAnswer !== true) return lines;
  return lines.slice(lines.findLastIndex(({ text }) => plain(text, LINE_CHARS) === instead.description) + 1);
}

/** What the plan says beside the requirements, until somebody answers. */
export interface Asking {
  /** Null where what is built is what was meant, and has its title. */
  title: string | null;
  summary: string;
  /** What is not built. */
  missing: string;
  question: string;
  /** Answers that would be understood. */
  examples: string;
}

const BEYOND = 'A language model could go beyond the templates: set OPENAI_API_KEY or OPENAI_BASE_URL.';

interface Unmet {
  /** What was wanted, without languages that are not written, and in all its words. */
  said: string;
  whole: string;
  reason: string;
  description: string;
}

/** Asks what should be built. */
export function askingFor({ said, whole, reason, description }: Unmet): Asking {
  return {
    title: plain(said, TITLE_CHARS) || null,
    summary: `Not understood: ${reason} Unless you answer the question, this is built instead: ${sentence(description)}. ${BEYOND}`,
    missing: `what was asked for: "${plain(whole, SAID_CHARS)}"`,
    question: QUESTION,
    examples: '"a REST API for books with title, author and year" or "a function that checks whether a number is prime"',
  };
}

/** Only the language stands in the way. */
export interface Hindrance {
  /** For people. */
  wanted: string;
  /** What is wanted, without that language. */
  words: string;
  /** Until somebody chooses another one. */
  built: Language;
  choices: readonly Language[];
}

/** Asks which language it should be. */
export function askingLanguage({ wanted, words, built, choices }: Hindrance): Asking {
  const [language, others] = [LABELS[built], labelsOf(choices)];
  const isOurs = Object.values(LABELS).includes(wanted);
  const things = choices.length < LANGUAGES.length ? `websites in ${others}` : others;
  const writes = `The template model cannot write ${isOurs ? `this in ${wanted}` : wanted}; it writes ${things}.`;
  return {
    title: null,
    summary: `Understood in part: ${writes} Unless you choose another of these, this is built instead, in ${language}: ${sentence(words)}. A language model could ${isOurs ? 'do that' : `write ${wanted}`}: set OPENAI_API_KEY or OPENAI_BASE_URL.`,
    missing: `${wanted}: it is built in ${language} instead`,
    question: `${WHICH_LANGUAGE}${labelsOf(choices, 'or')}? It cannot be ${wanted}; without an answer it is ${language}.`,
    examples: `${choices.map((one) => `"${LABELS[one]}"`).join(', ')} or "use ${LABELS[choices[1] ?? built]}"`,
  };
}

/** As a part of a sentence: without what ended it. */
function sentence(words: string): string {
  return plain(words, SAID_CHARS).replace(/[\s.,;:!?]+$/, '');
}
