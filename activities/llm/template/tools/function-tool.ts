import { notBuiltRisks } from '../../../../contracts/not-built.js';
import { functionNames } from '../functions/names.js';
import { recipesFor } from '../functions/registry.js';
import { titleOfFunction } from '../functions/titles.js';
import { LANGUAGE_KITS } from '../languages.js';
import { withoutLanguage } from '../parse/language.js';
import { titleFrom } from '../title.js';
import { unmetOf } from '../unmet.js';
import type { Understood, Wish } from '../wish.js';
import { toolArchitecture, toolDocs } from './document.js';
import { commandLine } from './function-arguments.js';

const FILES = /\b(?:csv|tsv|json|files?|folders?|director(?:y|ies)|columns?|rows?)\b/i;

/** A command-line tool around well-known functions: "a CLI that checks whether a number is prime". */
export function functionTool(wish: Wish): Understood | null {
  const functions = functionNames(recipesFor(withoutLanguage(wish.description)), '');
  if (functions.length === 0) return null;
  const kit = LANGUAGE_KITS[wish.language].tools;
  const names = functions.map(({ name }) => name.replaceAll('_', '-'));
  const title =
    wish.title ??
    titleFrom(
      functions.map(({ recipe }) => titleOfFunction(recipe.name)),
      'CLI',
    );
  const requirements = [
    ...functions.map(
      ({ recipe, name }) =>
        `${functions.length > 1 ? `Command ${name.replaceAll('_', '-')} ` : ''}${recipe.parameters.map((one) => one.name.toUpperCase()).join(' ')}: ${recipe.summary}${recipe.refuses === null ? '' : ` Refused: ${recipe.refuses}.`}`,
    ),
    'A text given as - is read from the standard input; exit code 0 when done, 1 when refused, 2 for wrong use',
  ];
  const files = FILES.test(wish.description) ? ['reading files: the values are given as arguments'] : [];
  const ignored = [...files, ...unmetOf(wish, (sentence) => recipesFor(sentence).length > 0)];
  const examples = functions.flatMap(({ recipe, name }) => {
    const words = recipe.examples.map(({ given }) => commandLine(given)).find((found) => found !== null);
    return words
      ? [
          [
            ...(functions.length > 1 ? [name.replaceAll('_', '-')] : []),
            ...words.map((word) => `'${word.replaceAll("'", "'\\''").replace(/\s+/g, ' ')}'`),
          ].join(' '),
        ]
      : [];
  });
  return {
    blueprint: {
      title,
      summary: `A command-line tool in ${kit.label}, on the standard library only: ${names.join(', ')}`,
      language: wish.language,
      requirements,
      stack: kit.stack,
      risks: [...notBuiltRisks(ignored), 'A command-line tool serves nothing: there is nothing to deploy'],
      assumptions: [],
      tasks: [
        {
          id: 'cli',
          goal: `The command line around ${names.join(', ')}; with tests`,
          role: 'backend-developer',
          depends_on: [],
          symbols: names,
          complexity: 1,
          files: kit.functions(functions, title),
        },
      ],
      docs: toolDocs(title, kit, functions.map(({ recipe }) => recipe.summary).join(' '), examples, ignored),
      architecture: [toolArchitecture(title, kit, ['one module for each function', 'cli: reads the arguments, prints the result'])],
      reusable: names.map((name) => `the function ${name}`),
    },
    foreign: wish.requirements.filter((line) => !requirements.includes(line)),
  };
}
