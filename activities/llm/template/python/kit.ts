import { pythonLibrary } from '../functions/python.js';
import type { LanguageKit } from '../language-kit.js';
import { pythonFunctionTool } from '../tools/python/function-cli.js';
import { PYTHON_LIST_CLI, PYTHON_LIST_MAIN, PYTHON_LIST_TEST } from '../tools/python/list-cli.js';
import { PYTHON_COUNT_CLI, PYTHON_COUNT_TEST, PYTHON_CSV_CLI, PYTHON_CSV_TEST, PYTHON_TEXT_MAIN } from '../tools/python/text-cli.js';
import { pythonClasses } from './classes.js';
import { PYTHON_MODEL, PYTHON_REST } from './index.js';
import { PYTHON_GITIGNORE, PYTHON_RUFF } from './project.js';

const TEXT = { convert: { cli: PYTHON_CSV_CLI, test: PYTHON_CSV_TEST }, count: { cli: PYTHON_COUNT_CLI, test: PYTHON_COUNT_TEST } };

/** Everything that is written in Python, on its standard library. */
export const PYTHON_KIT: LanguageKit = {
  rest: PYTHON_REST,
  tools: {
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
    functions: pythonFunctionTool,
    text: (kind) => [
      { path: '.gitignore', content: PYTHON_GITIGNORE },
      { path: 'ruff.toml', content: PYTHON_RUFF },
      { path: 'app/__init__.py', content: '' },
      { path: 'app/cli.py', content: TEXT[kind].cli },
      { path: 'app/__main__.py', content: PYTHON_TEXT_MAIN },
      { path: 'tests/__init__.py', content: '' },
      { path: 'tests/test_cli.py', content: TEXT[kind].test },
    ],
  },
  library: {
    label: 'Python',
    stack: ['Python 3.11 or newer, standard library only', 'unittest, run by pytest'],
    test: 'python3 -m unittest',
    files: pythonLibrary,
    classes: pythonClasses,
    nameOf: (name) => name,
    usage: (name) => `from ${name} import ${name}`,
    comment: '#',
  },
};
