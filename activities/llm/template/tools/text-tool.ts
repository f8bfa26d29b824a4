import { notBuiltRisks } from '../../../../contracts/not-built.js';
import type { TextKind } from '../language-kit.js';
import { LANGUAGE_KITS } from '../languages.js';
import { unmetOf } from '../unmet.js';
import type { Understood, Wish } from '../wish.js';
import { toolArchitecture, toolDocs } from './document.js';

/** A tool that reads a file and prints something about it. */
interface TextRecipe {
  name: TextKind;
  title: string;
  /** What the project is called. */
  short: string;
  matches: RegExp;
  requirements: string[];
  examples: string[];
}

const RECIPES: readonly TextRecipe[] = [
  {
    name: 'convert',
    title: 'Converter between CSV and JSON',
    short: 'CSV and JSON converter CLI',
    matches: /\bcsv\b[^.]*\bjson\b|\bjson\b[^.]*\bcsv\b/i,
    requirements: [
      'to-json FILE: prints the rows of a CSV file with a header line as a JSON list of objects; values stay texts',
      'to-csv FILE: prints a JSON list of objects as CSV with a header line; values that are no texts are written as JSON',
      'Rows that do not fit the header and JSON that is no list of objects are refused with exit code 1',
    ],
    examples: ['to-json people.csv', 'to-csv people.json'],
  },
  {
    name: 'count',
    title: 'Counter of lines, words and characters',
    short: 'Word counter CLI',
    matches:
      /\bcount\w*\b[^.]*\b(?:words|lines|characters)\b|\b(?:words?|lines?|characters?)[ -](?:count\w*|frequenc\w+)|\bnumber of (?:words|lines|characters)\b|\bwc\b/i,
    requirements: [
      'Prints how many lines, words and characters each FILE has, and the total of several',
      'Without a file, or for -, it reads the standard input; a file that can not be read gives exit code 1',
    ],
    examples: ['README.md', 'one.txt two.txt'],
  },
];

/** A command-line tool that works on files of text: "a CLI that counts words", "a CLI that converts CSV to JSON". */
export function textTool(wish: Wish): Understood | null {
  const recipe = RECIPES.find((one) => one.matches.test(wish.description));
  // How often each word appears is another tool.
  if (!recipe || /\b(?:frequenc\w+|most common|each word|unique words)\b/i.test(wish.description)) return null;
  const kit = LANGUAGE_KITS[wish.language].tools;
  const title = wish.title ?? recipe.short;
  const ignored = unmetOf(wish, (sentence) => recipe.matches.test(sentence)).filter((one) => one !== 'import and export');
  const sentence = `${recipe.title} for the command line`;
  return {
    blueprint: {
      title,
      summary: `${sentence}, in ${kit.label}, on the standard library only`,
      language: wish.language,
      requirements: recipe.requirements,
      stack: kit.stack,
      risks: [...notBuiltRisks(ignored), 'A command-line tool serves nothing: there is nothing to deploy'],
      assumptions: [],
      tasks: [
        {
          id: 'cli',
          goal: `${sentence}; with tests`,
          role: 'backend-developer',
          depends_on: [],
          symbols: ['main'],
          complexity: 1,
          files: kit.text(recipe.name, title),
        },
      ],
      docs: toolDocs(title, kit, recipe.requirements.join('. '), recipe.examples, ignored),
      architecture: [
        toolArchitecture(title, kit, ['cli: pure functions for the work, and the reading of arguments', 'main: joins them with files and the terminal']),
      ],
      reusable: [recipe.title],
    },
    foreign: wish.requirements.filter((line) => !recipe.requirements.includes(line)),
  };
}
