import { type Cannot, isCannot } from './blueprint.js';
import { type Conversation, textOf, textsOf } from './conversation.js';
import { classBlueprint } from './classes/blueprint.js';
import { applyFeedback } from './parse/feedback.js';
import { kindOf, wantsClass } from './parse/kind.js';
import { withRisks } from './left-out.js';
import { languageOf } from './parse/language.js';
import { squeeze } from './parse/text.js';
import { functionBlueprint } from './functions/blueprint.js';
import { readRest } from './rest/understand.js';
import { plain } from './source.js';
import { LANGUAGES } from './spec.js';
import { websiteBlueprint } from './website/blueprint.js';
import { cliBlueprint } from './tools/blueprint.js';
import { withoutTests } from './without-tests.js';
import type { Understood, Wish } from './wish.js';

const INSTEAD =
  'The template model can build a REST API for named objects with fields ("a REST API for books with title, author and year"), a command-line tool that keeps a list of such objects or works on text, numbers or CSV files, small well-known functions, classes with checked fields, and a static one-page website, in Python, TypeScript, Go, Java or C# (sites in the first two). Set OPENAI_API_KEY (or OPENAI_BASE_URL for any compatible endpoint) for a model that can build anything else.';

export function understand(conversation: Conversation): Understood | Cannot {
  const intent = conversation.intent;
  const description = squeeze(textOf(intent, 'description'));
  if (description.trim() === '') return cannot('There is no description to build from.');
  const stack = stackOf(intent);
  const { language, other } = languageOf(description, stack);
  const planned = LANGUAGES.find((one) => one === textOf(conversation.plan, 'language'));
  if (other !== null && planned === undefined)
    return cannot(`It was asked to write ${plain(other, 20)}, and it only writes Python, TypeScript, Go, Java and C#.`);
  const wish: Wish = {
    description,
    title: plain(textOf(conversation.plan, 'title') || textOf(intent, 'title'), 200) || null,
    language: applyFeedback.language(conversation.feedback.map(squeeze)) ?? planned ?? language ?? 'python',
    requirements: textsOf(conversation.plan, 'requirements').map(squeeze),
    feedback: conversation.feedback.map(squeeze),
  };
  const read = (words: Wish): Understood | Cannot => build(words, textOf(intent, 'project_type'), `${description} ${stack}`);
  const understood = read(wish);
  if (isCannot(understood)) return understood;
  // The lines are those of the plan before the changes that are asked for now.
  const before = wish.feedback.length === 0 ? understood : read({ ...wish, language: planned ?? language ?? 'python', feedback: [] });
  const { foreign } = isCannot(before) ? understood : before;
  const blueprint = withRisks(understood.blueprint, foreign);
  return { foreign, blueprint: wantsTests(intent) ? blueprint : withoutTests(blueprint) };
}

function build(wish: Wish, projectType: string, allWords: string): Understood | Cannot {
  const kind = kindOf(wish.description, projectType);
  const said = plain(wish.description, 160);
  if (kind === 'change') return cannot(`It understood that existing code is to be changed ("${said}"), and it only writes new projects.`);
  if (kind === 'website')
    return (
      websiteBlueprint(wish) ??
      cannot(`It understood that a website or an app with a user interface is wanted ("${said}"), and it has templates for static sites only, without scripts.`)
    );
  if (kind === 'cli') return cliBlueprint(wish) ?? cannot(`It understood that a command-line tool is wanted, but has no template for this one: "${said}".`);
  if (kind === 'function')
    return (
      (wantsClass(wish.description) ? classBlueprint(wish) : null) ??
      functionBlueprint(wish) ??
      unnamedClasses(wish) ??
      cannot(`It understood that a function, class or library is wanted, but has no template for this one: "${said}".`)
    );
  const rest = readRest(wish, allWords);
  if ('blueprint' in rest) return rest;
  if (kind === 'rest') return cannot(rest.reason ?? `It understood that a service is wanted, but not which objects it keeps: "${said}".`);
  return cannot(`It did not understand what to build: "${said}".`);
}

/** Classes that nobody asked for by that name: only where all was understood, for else a doing ("parses durations to seconds") would be taken for things. */
function unnamedClasses(wish: Wish): Understood | null {
  const found = classBlueprint(wish);
  const { risks = [], assumptions = [] } = found?.blueprint ?? {};
  const isGuess =
    risks.some((risk) => /: a part that was not understood|: the method /.test(risk)) ||
    assumptions.some((one) => one.endsWith(': name, description are assumed.'));
  return isGuess ? null : found;
}

function cannot(reason: string): Cannot {
  return { cannot: `${reason} ${INSTEAD}` };
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
