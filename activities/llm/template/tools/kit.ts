import type { FileMaker } from '../language-kit.js';
import { PYTHON_MODEL } from '../python/index.js';
import type { Language } from '../spec.js';
import { TYPESCRIPT_MODEL } from '../typescript/index.js';
import { PYTHON_LIST_CLI, PYTHON_LIST_MAIN, PYTHON_LIST_TEST } from './python/list-cli.js';
import { TYPESCRIPT_LIST_CLI, TYPESCRIPT_LIST_MAIN, TYPESCRIPT_LIST_TEST } from './typescript/list-cli.js';

/** How command-line tools are written in a language. */
export interface ToolKit {
  label: string;
  stack: string[];
  /** What is typed before the arguments. */
  command: string;
  test: string;
  /** A tool that keeps lists of objects: its data model and its commands. */
  list: { model: readonly FileMaker[]; cli: readonly FileMaker[] };
}

export const TOOL_KITS: Record<Language, ToolKit> = {
  python: {
    label: 'Python',
    stack: ['Python 3.11 or newer, standard library only (argparse)', 'unittest, run by pytest'],
    command: 'python3 -m app',
    test: 'python3 -m unittest',
    list: {
      model: PYTHON_MODEL,
      cli: [
        { path: 'app/cli.py', content: PYTHON_LIST_CLI },
        { path: 'app/__main__.py', content: PYTHON_LIST_MAIN },
        { path: 'tests/test_cli.py', content: PYTHON_LIST_TEST },
      ],
    },
  },
  typescript: {
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
  },
};
