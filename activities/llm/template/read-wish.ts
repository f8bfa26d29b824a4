import { notBuiltRisks } from '../../../contracts/not-built.js';
import { classBlueprint } from './classes/blueprint.js';
import { functionBlueprint } from './functions/blueprint.js';
import { withRisks } from './left-out.js';
import { askedIn, type Unheard } from './parse/asked.js';
import { unmade, whyNot } from './parse/feedback.js';
import { kindOf, wantsClass } from './parse/kind.js';
import { LABELS, labelsOf, WRITTEN } from './parse/language-names.js';
import { withoutLanguage } from './parse/language.js';
import { unknownProgram } from './parse/program.js';
import { readRest } from './rest/understand.js';
import { plain } from './source.js';
import type { Language } from './spec.js';
import { cliBlueprint } from './tools/blueprint.js';
import { SITE_LANGUAGES, websiteBlueprint } from './website/blueprint.js';
import { isRefused, type Refused, type Understood, type Wish } from './wish.js';
import { withoutTests } from './without-tests.js';

/** What surrounds the words of a wish. */
export interface Surroundings {
  projectType: string;
  /** The stack that was asked for, as text. */
  stack: string;
  tests: boolean;
  /** Before the changes that are asked for now. */
  languageBefore: Language;
}

/** What a wish is understood as: the blueprint with all that is left out among its risks, or why there is none. */
export function readWish(asked: Wish, around: Surroundings): Understood | Refused {
  const read = (wish: Wish): Understood | Refused => build(wish, around.projectType, `${wish.description} ${around.stack}`);
  const earlier: Wish = { ...asked, language: around.languageBefore, feedback: [] };
  const isChange = asked.feedback.length > 0;
  // A title that came from the plan before the changes follows them; one that a person gave stays.
  const named = isChange && asked.title !== null ? read({ ...earlier, title: null }) : null;
  const understood = read(named && !isRefused(named) && named.blueprint.title === asked.title ? { ...asked, title: null } : asked);
  if (isRefused(understood)) return understood;
  // The lines are those of the plan before the changes that are asked for now.
  const before = isChange ? read(earlier) : understood;
  const { foreign } = isRefused(before) ? understood : before;
  const { changes, cannotWrite } = askedIn(asked.feedback);
  const unheard = understood.unheard ?? changes.map((words): Unheard => ({ words, why: whyNot(words) }));
  const blueprint = withRisks(understood.blueprint, foreign);
  const found: Understood = { ...understood, foreign, blueprint: around.tests ? blueprint : withoutTests(blueprint), unheard };
  return cannotWrite.reduce(
    (one, { words, language }) => withNotMade(one, { words, why: `The template model cannot write ${language}; it writes ${WRITTEN}.` }),
    found,
  );
}

/** With a change that was understood and is not made, told at the top of the plan and among its risks. */
export function withNotMade(found: Understood, change: Unheard): Understood {
  const risks = notBuiltRisks([unmade(change)]);
  return { ...found, unheard: [...(found.unheard ?? []), change], blueprint: { ...found.blueprint, risks: [...risks, ...found.blueprint.risks] } };
}

function build(wish: Wish, projectType: string, allWords: string): Understood | Refused {
  const kind = kindOf(wish.description, projectType);
  const said = plain(wish.description, 160);
  if (kind === 'change') return { reason: `It understood that existing code is to be changed ("${said}"), and it only writes new projects.` };
  if (kind === 'website') {
    if (!SITE_LANGUAGES.includes(wish.language))
      return { reason: `The template model writes websites in ${labelsOf(SITE_LANGUAGES)}, and not in ${LABELS[wish.language]}.` };
    return (
      websiteBlueprint(wish) ?? {
        reason: `It understood that a website or an app with a user interface is wanted ("${said}"), and it has templates for static sites only, without scripts.`,
      }
    );
  }
  if (kind === 'cli') return cliBlueprint(wish) ?? { reason: `It understood that a command-line tool is wanted, but has no template for this one: "${said}".` };
  if (kind === 'function')
    return (
      (wantsClass(wish.description) ? classBlueprint(wish) : null) ??
      functionBlueprint(wish) ??
      unnamedClasses(wish) ?? { reason: `It understood that a function, class or library is wanted, but has no template for this one: "${said}".` }
    );
  const rest = readRest(wish, allWords);
  if ('blueprint' in rest) return rest;
  const program = unknownProgram(withoutLanguage(wish.description));
  if (program !== null)
    return { reason: `It understood that a program of the kind "${plain(program, 60)}" is wanted ("${said}"), and it has no template for one.` };
  // What only the project's type says, nobody said.
  if (kindOf(wish.description, '') !== 'rest') return { reason: rest.reason ?? `It did not understand what to build: "${said}".` };
  return { reason: rest.reason ?? `It understood that a service is wanted, but not which objects it keeps: "${said}".` };
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
