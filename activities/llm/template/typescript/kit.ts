import { camelCase, kebabCase } from '../functions/cases.js';
import { typescriptLibrary } from '../functions/typescript.js';
import type { LanguageKit } from '../language-kit.js';
import { typescriptFunctionTool } from '../tools/typescript/function-cli.js';
import { TYPESCRIPT_LIST_CLI, TYPESCRIPT_LIST_MAIN } from '../tools/typescript/list-cli.js';
import { TYPESCRIPT_LIST_TEST } from '../tools/typescript/list-test.js';
import { TYPESCRIPT_COUNT_CLI, TYPESCRIPT_COUNT_TEST, TYPESCRIPT_CSV_CLI, TYPESCRIPT_CSV_TEST, TYPESCRIPT_TEXT_MAIN } from '../tools/typescript/text-cli.js';
import { typescriptClasses } from './classes.js';
import { TYPESCRIPT_MODEL, TYPESCRIPT_REST } from './index.js';
import { packageJson, TSCONFIG, TYPESCRIPT_GITIGNORE } from './project.js';

const TEXT = { convert: { cli: TYPESCRIPT_CSV_CLI, test: TYPESCRIPT_CSV_TEST }, count: { cli: TYPESCRIPT_COUNT_CLI, test: TYPESCRIPT_COUNT_TEST } };

/** Everything that is written in TypeScript, on Node's own modules. */
export const TYPESCRIPT_KIT: LanguageKit = {
  rest: TYPESCRIPT_REST,
  tools: {
    label: 'TypeScript',
    stack: ['TypeScript on Node 24 or newer, its own modules only (util.parseArgs)', 'node:test'],
    command: 'node src/main.ts',
    test: 'node --test',
    list: {
      model: TYPESCRIPT_MODEL,
      cli: [
        { path: 'src/cli.ts', content: TYPESCRIPT_LIST_CLI },
        { path: 'src/main.ts', content: TYPESCRIPT_LIST_MAIN },
        { path: 'tests/cli.test.ts', content: TYPESCRIPT_LIST_TEST },
      ],
    },
    functions: typescriptFunctionTool,
    text: (kind, title) => [
      { path: '.gitignore', content: TYPESCRIPT_GITIGNORE },
      { path: 'package.json', content: packageJson(kind, title, { start: 'node src/main.ts', test: 'node --test' }) },
      { path: 'tsconfig.json', content: TSCONFIG },
      { path: 'src/cli.ts', content: TEXT[kind].cli },
      { path: 'src/main.ts', content: TYPESCRIPT_TEXT_MAIN },
      { path: 'tests/cli.test.ts', content: TEXT[kind].test },
    ],
  },
  library: {
    label: 'TypeScript',
    stack: ['TypeScript on Node 24 or newer, no dependencies', 'node:test'],
    test: 'node --test',
    files: typescriptLibrary,
    classes: typescriptClasses,
    nameOf: camelCase,
    usage: (name) => `import { ${camelCase(name)} } from './src/${kebabCase(name)}.ts';`,
    comment: '//',
  },
};
