import type { GeneratedFile } from '../blueprint.js';
import { PYTHON_GITIGNORE, PYTHON_RUFF } from '../python/project.js';
import type { Language } from '../spec.js';
import { packageJson, TSCONFIG, TYPESCRIPT_GITIGNORE } from '../typescript/project.js';
import { unmetOf } from '../unmet.js';
import type { Understood, Wish } from '../wish.js';
import { toolArchitecture, toolDocs } from './document.js';
import { TOOL_KITS } from './kit.js';
import { PYTHON_COUNT_CLI, PYTHON_COUNT_TEST, PYTHON_CSV_CLI, PYTHON_CSV_TEST, PYTHON_TEXT_MAIN } from './python/text-cli.js';
import { TYPESCRIPT_COUNT_CLI, TYPESCRIPT_COUNT_TEST, TYPESCRIPT_CSV_CLI, TYPESCRIPT_CSV_TEST, TYPESCRIPT_TEXT_MAIN } from './typescript/text-cli.js';

/** A tool that reads a file and prints something about it. */
interface TextRecipe {
  name: string;
  title: string;
  matches: RegExp;
  requirements: string[];
  examples: string[];
  sources: Record<Language, { cli: string; test: string }>;
}

const RECIPES: readonly TextRecipe[] = [
  {
    name: 'convert',
    title: 'Converter between CSV and JSON',
    matches: /\bcsv\b[^.]*\bjson\b|\bjson\b[^.]*\bcsv\b/i,
    requirements: [
      'to-json FILE: prints the rows of a CSV file with a header line as a JSON list of objects; values stay texts',
      'to-csv FILE: prints a JSON list of objects as CSV with a header line; values that are no texts are written as JSON',
      'Rows that do not fit the header and JSON that is no list of objects are refused with exit code 1',
    ],
    examples: ['to-json people.csv', 'to-csv people.json'],
    sources: { python: { cli: PYTHON_CSV_CLI, test: PYTHON_CSV_TEST }, typescript: { cli: TYPESCRIPT_CSV_CLI, test: TYPESCRIPT_CSV_TEST } },
  },
  {
    name: 'count',
    title: 'Counter of lines, words and characters',
    matches:
      /\bcount\w*\b[^.]*\b(?:words|lines|characters)\b|\b(?:words?|lines?|characters?)[ -](?:count\w*|frequenc\w+)|\bnumber of (?:words|lines|characters)\b|\bwc\b/i,
    requirements: [
      'Prints how many lines, words and characters each FILE has, and the total of several',
      'Without a file, or for -, it reads the standard input; a file that can not be read gives exit code 1',
    ],
    examples: ['README.md', 'one.txt two.txt'],
    sources: { python: { cli: PYTHON_COUNT_CLI, test: PYTHON_COUNT_TEST }, typescript: { cli: TYPESCRIPT_COUNT_CLI, test: TYPESCRIPT_COUNT_TEST } },
  },
];

/** A command-line tool that works on files of text: "a CLI that counts words", "a CLI that converts CSV to JSON". */
export function textTool(wish: Wish): Understood | null {
  const recipe = RECIPES.find((one) => one.matches.test(wish.description));
  // How often each word appears is another tool.
  if (!recipe || /\b(?:frequenc\w+|most common|each word|unique words)\b/i.test(wish.description)) return null;
  const kit = TOOL_KITS[wish.language];
  const title = wish.title ?? recipe.title;
  const ignored = unmetOf(wish).filter((one) => one !== 'import and export');
  const sentence = `${recipe.title} for the command line`;
  return {
    blueprint: {
      title,
      summary: `${sentence}, in ${kit.label}, on the standard library only`,
      language: wish.language,
      requirements: recipe.requirements,
      stack: kit.stack,
      risks: [...ignored.map((one) => `not built by the template model: ${one}`), 'A command-line tool serves nothing: there is nothing to deploy'],
      assumptions: [],
      tasks: [
        {
          id: 'cli',
          goal: `${sentence}; with tests`,
          role: 'backend-developer',
          depends_on: [],
          symbols: ['main'],
          complexity: 1,
          files: filesOf(recipe, wish.language, title),
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

function filesOf(recipe: TextRecipe, language: Language, title: string): GeneratedFile[] {
  const { cli, test } = recipe.sources[language];
  if (language === 'python') {
    return [
      { path: '.gitignore', content: PYTHON_GITIGNORE },
      { path: 'ruff.toml', content: PYTHON_RUFF },
      { path: 'app/__init__.py', content: '' },
      { path: 'app/cli.py', content: cli },
      { path: 'app/__main__.py', content: PYTHON_TEXT_MAIN },
      { path: 'tests/__init__.py', content: '' },
      { path: 'tests/test_cli.py', content: test },
    ];
  }
  return [
    { path: '.gitignore', content: TYPESCRIPT_GITIGNORE },
    { path: 'package.json', content: packageJson(recipe.name, title, { start: 'node src/main.ts', test: 'node --test' }) },
    { path: 'tsconfig.json', content: TSCONFIG },
    { path: 'src/cli.ts', content: cli },
    { path: 'src/main.ts', content: TYPESCRIPT_TEXT_MAIN },
    { path: 'tests/cli.test.ts', content: test },
  ];
}
