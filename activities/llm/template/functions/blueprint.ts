import { notBuiltRisks } from '../../../../contracts/not-built.js';
import { LANGUAGE_KITS } from '../languages.js';
import type { LibraryKit } from '../language-kit.js';
import { withoutLanguage } from '../parse/language.js';
import { generatedNote } from '../rest/readme.js';
import { MADE_BY, markdown } from '../source.js';
import { titleFrom } from '../title.js';
import { unmetOf } from '../unmet.js';
import type { Understood, Wish } from '../wish.js';
import { functionNames, type NamedFunction } from './names.js';
import { recipesFor } from './registry.js';
import { titleOfFunction } from './titles.js';

/** Well-known functions from the registry; null when the words name none of them. */
export function functionBlueprint(wish: Wish): Understood | null {
  const functions = functionNames(recipesFor(withoutLanguage(wish.description)), wish.description);
  if (functions.length === 0) return null;
  const kit = LANGUAGE_KITS[wish.language].library;
  const names = functions.map(({ name }) => kit.nameOf(name));
  const title =
    wish.title ??
    titleFrom(
      functions.map(({ recipe, name }) => (name === recipe.name ? titleOfFunction(name) : kit.nameOf(name))),
      'library',
    );
  const requirements = functions.map(
    ({ recipe, name }) =>
      `${kit.nameOf(name)}(${recipe.parameters.map((one) => one.name).join(', ')}): ${recipe.summary}${recipe.refuses === null ? '' : ` Refused: ${recipe.refuses}.`}`,
  );
  const ignored = unmetOf(wish, (sentence) => recipesFor(sentence).length > 0);
  return {
    blueprint: {
      title,
      summary: `${functions.length === 1 ? 'A function' : 'Functions'} in ${kit.label}, on the standard library only: ${names.join(', ')}`,
      language: wish.language,
      requirements,
      stack: kit.stack,
      risks: [...notBuiltRisks(ignored), 'The template model writes its own version of a well-known function: read the requirements for what it does exactly'],
      assumptions: [],
      tasks: [
        {
          id: 'functions',
          goal: `${names.join(', ')} with tests`,
          role: 'backend-developer',
          depends_on: [],
          symbols: names,
          complexity: 1,
          files: kit.files(functions, title),
        },
      ],
      docs: [
        { path: 'README.md', content: readme(title, kit, functions) },
        { path: 'GENERATED.md', content: generatedNote(title, ignored) },
      ],
      architecture: [{ path: 'docs/architecture.md', content: architecture(title, kit, requirements) }],
      reusable: names.map((name) => `the function ${name}`),
    },
    foreign: wish.requirements.filter((line) => !requirements.includes(line)),
  };
}

function readme(title: string, kit: LibraryKit, functions: NamedFunction[]): string {
  const parts = functions.map(({ recipe, name }) => {
    const [example] = recipe.examples.slice(-1);
    const call = `${kit.nameOf(name)}(${(example?.given ?? []).map((value) => JSON.stringify(value)).join(', ')})`;
    return `## ${kit.nameOf(name)}\n\n${markdown(recipe.summary)}${recipe.refuses === null ? '' : ` Refused: ${markdown(recipe.refuses)}.`}\n\n    ${kit.usage(name)}\n    ${call}  ${kit.comment} ${JSON.stringify(example?.result)}\n`;
  });
  return `# ${markdown(title)}\n\n${MADE_BY}\n\n${parts.join('\n')}\n## Test\n\n    ${kit.test}\n`;
}

function architecture(title: string, kit: LibraryKit, requirements: string[]): string {
  return `# Architecture of ${markdown(title)}\n\n${MADE_BY}\n\nPure functions in ${kit.label}, one module each, without state and without dependencies; each has a test of the same name.\n\n${requirements.map((line) => `- ${markdown(line)}`).join('\n')}\n`;
}
