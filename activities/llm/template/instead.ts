import type { Kind } from './parse/kind.js';
import { plain } from './source.js';

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
const WHICH_LANGUAGE = 'Which language should it be: Python, TypeScript, Go, Java or C#?';

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
  const lines = feedback
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.trim() !== '' && ![QUESTION, WHICH_LANGUAGE].includes(line.trim()))
    .map((line) => ({ text: line.replace(ANSWER, '').trim(), isAnswer: ANSWER.test(line) }));
  if (instead?.isAnswer !== true) return lines;
  return lines.slice(lines.findLastIndex(({ text }) => plain(text, LINE_CHARS) === instead.description) + 1);
}

/** What the plan says beside the requirements, until somebody answers. */
export interface Asking {
  title: string;
  summary: string;
  /** What is not built. */
  missing: string;
  question: string;
}

interface Unmet {
  said: string;
  reason: string;
  description: string;
  language: string | null;
}

/** `language` is one it does not write, where that was all that stood in the way. */
export function askingFor({ said, reason, description, language }: Unmet): Asking {
  const missing = language === null ? `what was asked for: "${plain(said, SAID_CHARS)}"` : `${language}: it is written in one of its own languages`;
  return {
    title: plain(said, TITLE_CHARS),
    summary: `${language === null ? 'Not understood' : 'Understood in part'}: ${reason} Unless you answer the question, this is built instead: ${plain(description, SAID_CHARS)}. A language model could go beyond the templates: set OPENAI_API_KEY or OPENAI_BASE_URL.`,
    missing,
    question: language === null ? QUESTION : WHICH_LANGUAGE,
  };
}
