import type { GeneratedFile } from '../../blueprint.js';
import type { NamedFunction } from '../../functions/names.js';
import { pythonFunction, pythonFunctionTest } from '../../functions/python.js';
import type { ValueType } from '../../functions/recipe.js';
import { PYTHON_GITIGNORE, PYTHON_RUFF } from '../../python/project.js';
import { pythonCall, pythonCode, pythonLines, pythonString, pythonTable, pythonTuple } from '../../python/print.js';
import { source } from '../../source.js';
import { commandLine, printed } from '../function-arguments.js';

const ARGUMENTS: Record<ValueType, string> = {
  integer: ', type=int',
  number: ', type=float',
  text: '',
  boolean: '',
  numbers: ', type=float, nargs="*"',
  texts: ', nargs="*"',
};

const TAIL = source`
def text_of(text: str) -> str:
    """The text itself; "-" stands for the standard input."""
    return sys.stdin.read() if text == "-" else text


def word(value: object) -> str:
    """A result as it is printed; the items of a list on a line each."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(word(item) for item in value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)
`;

const MAIN = source`
"""Starts the command line: python3 -m app --help"""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
`;

/** A command-line tool around functions, with a subcommand each when there are several. */
export function pythonFunctionTool(functions: NamedFunction[]): GeneratedFile[] {
  return [
    { path: '.gitignore', content: PYTHON_GITIGNORE },
    { path: 'ruff.toml', content: PYTHON_RUFF },
    { path: 'app/__init__.py', content: '' },
    ...functions.map(({ recipe, name }) => ({ path: `app/${name}.py`, content: pythonFunction(recipe, name) })),
    { path: 'app/cli.py', content: cli(functions) },
    { path: 'app/__main__.py', content: MAIN },
    { path: 'tests/__init__.py', content: '' },
    ...functions.map(({ recipe, name }) => ({ path: `tests/test_${name}.py`, content: pythonFunctionTest(recipe, name, `app.${name}`) })),
    { path: 'tests/test_cli.py', content: test(functions) },
  ];
}

function cli(functions: NamedFunction[]): string {
  const isSingle = functions.length === 1;
  const imports = functions
    .map(({ name }) => `from app.${name} import ${name}`)
    .sort()
    .join('\n');
  const parsers = functions.map(({ recipe, name }) => {
    const lines = recipe.parameters.map((one) =>
      `    ${isSingle ? 'parser' : name}_parser.add_argument("${one.name}"${ARGUMENTS[one.type]})`.replace('parser_parser', 'parser'),
    );
    const values = recipe.parameters.map((one) => (one.type === 'text' ? `text_of(options.${one.name})` : `options.${one.name}`)).join(', ');
    const owner = isSingle ? 'parser' : `${name}_parser`;
    const added = [pythonString(name.replaceAll('_', '-')), `help=${pythonString(recipe.summary)}`];
    const made = isSingle ? [] : [pythonLines(4, pythonCall(`${owner} = commands.add_parser`, added))];
    const run = pythonCall(`${owner}.set_defaults`, [`run=lambda options: ${name}(${values})`]);
    return [...made, ...lines, pythonLines(4, run)].join('\n');
  });
  const about = isSingle ? (functions[0]?.recipe.summary ?? '') : 'Small functions for the command line.';
  return `"""The command line: reads the arguments, prints the result."""

import argparse
import sys

${imports}


def main(arguments: list[str]) -> int:
    """Run one command; answer the exit code: 0 done, 1 refused (2, wrong use, comes from argparse)."""
    options = build_parser().parse_args(arguments)
    try:
        print(word(options.run(options)))
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def build_parser() -> argparse.ArgumentParser:
${pythonLines(4, pythonCall('parser = argparse.ArgumentParser', ['prog="python3 -m app"', `description=${pythonString(about)}`]))}
${isSingle ? '' : '    commands = parser.add_subparsers(required=True, metavar="COMMAND")\n'}${parsers.join('\n')}
    return parser


${TAIL}`;
}

function test(functions: NamedFunction[]): string {
  const cases = functions.flatMap(({ recipe, name }) => {
    const start = functions.length > 1 ? [name.replaceAll('_', '-')] : [];
    return recipe.examples
      .filter(({ given }) => commandLine(given) !== null)
      .map(({ given, result }) => pythonTuple([[...start, ...(commandLine(given) ?? [])], printed(result)].map(pythonCode)));
  });
  return `import contextlib
import io
import unittest

from app.cli import main


class CliTest(unittest.TestCase):
    def test_prints_the_results(self):
${pythonLines(8, pythonTable(cases, 'for arguments, expected in ', ':'))}
            with self.subTest(arguments=arguments), contextlib.redirect_stdout(io.StringIO()) as output:
                self.assertEqual(main(arguments), 0)
                self.assertEqual(output.getvalue(), expected + "\\n")

    def test_refuses_wrong_use(self):
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as exit:
            main(["--no-such-option"])
        self.assertEqual(exit.exception.code, 2)


if __name__ == "__main__":
    unittest.main()
`;
}
