import type { IntentInput } from '../schemas/intent.js';
import { usageFailure } from './failure.js';

export type ProjectType = NonNullable<IntentInput['project_type']>;
export type LlmPreference = NonNullable<IntentInput['llm_preference']>;

// Spelled out here because importing the schema would load zod into every command; the types hold both lists together.
export const PROJECT_TYPES = ['feature', 'bug_fix', 'refactor', 'api', 'website', 'cli', 'library', 'infrastructure'] as const satisfies readonly ProjectType[];
export const LLM_PREFERENCES = ['fast', 'balanced', 'quality'] as const satisfies readonly LlmPreference[];

export interface IntentOptions {
  type?: ProjectType;
  title?: string;
  /** Dollars, as typed. */
  budget?: string;
  language?: string;
  prefer?: LlmPreference;
  /** commander's form of --no-deploy, --no-tests and --no-docs. */
  deploy?: boolean;
  tests?: boolean;
  docs?: boolean;
  review?: boolean;
  /** URL of an existing repository, maybe with #branch. */
  repo?: string;
}

/** The body of `create` for what was typed. Throws a usage failure for an empty intent. */
export function intentOf(description: string, options: IntentOptions): IntentInput {
  if (description.trim() === '') throw usageFailure('The intent is empty', 'Say what to build: mw build "a REST API for tasks in Python"');
  return {
    project_type: options.type ?? (options.repo ? guessChange(description) : guessType(description)),
    description,
    ...(options.title ? { title: options.title } : {}),
    ...(options.language ? { constraints: { stack: [options.language] } } : {}),
    options: {
      deployment: options.deploy ?? true,
      tests: options.tests ?? true,
      docs: options.docs ?? true,
      review: options.review ?? false,
    },
    ...(options.repo ? { artifacts: { repo: options.repo } } : {}),
    ...(options.prefer ? { llm_preference: options.prefer } : {}),
    ...(options.budget === undefined ? {} : { budget_usd: parseBudget(options.budget) }),
  };
}

/** The kind of project an intent is about, by the first noun that tells; the default of the API is `api`. */
export function guessType(description: string): ProjectType {
  const kinds: [ProjectType, RegExp][] = [
    ['api', /\b(rest|http|web)?[ -]?(api|service|server|endpoint)s?\b/i],
    ['cli', /\b(cli|command[ -]line)\b/i],
    ['website', /\b(web ?site|web ?page|landing page)\b/i],
    ['library', /\b(function|class|library|package|module)\b/i],
  ];
  const found = kinds.map(([type, pattern]) => ({ type, at: description.search(pattern) })).filter(({ at }) => at >= 0);
  return found.sort((left, right) => left.at - right.at)[0]?.type ?? 'api';
}

/** What is to happen to an existing repository: a fix must be proven by a test, so only clear words make one. */
function guessChange(description: string): ProjectType {
  if (/\b(fix|bug|mend|repair|crash(es)?|wrong|broken|regression)\b/i.test(description)) return 'bug_fix';
  return /\brefactor/i.test(description) ? 'refactor' : 'feature';
}

/** A number of dollars from the command line. Throws a usage failure. */
function parseBudget(text: string): number {
  const budget = Number(text);
  if (text.trim() !== '' && Number.isFinite(budget) && budget > 0) return budget;
  throw usageFailure(`--budget takes dollars above 0, not ${JSON.stringify(text)}`, 'For example: --budget 2.50');
}
