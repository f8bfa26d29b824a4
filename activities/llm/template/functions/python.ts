import type { GeneratedFile } from '../blueprint.js';
import type { Code } from '../print.js';
import { pythonCall, pythonCode, pythonLines, pythonTable, pythonTuple } from '../python/print.js';
import { PYTHON_GITIGNORE, PYTHON_RUFF } from '../python/project.js';
import type { NamedFunction } from './names.js';
import type { FunctionRecipe, ValueType } from './recipe.js';

const TYPES: Record<ValueType, string> = { integer: 'int', number: 'float', text: 'str', boolean: 'bool', numbers: 'list[float]', texts: 'list[str]' };

/** The module of a function under its (safe) name. */
export function pythonFunction(recipe: FunctionRecipe, name: string): string {
  const parameters = recipe.parameters.map((parameter) => `${parameter.name}: ${TYPES[parameter.type]}`);
  const refuses = recipe.refuses === null ? '' : `\n\n    Raises ValueError: ${recipe.refuses}.\n    `;
  const imports = recipe.python.imports === undefined ? '' : `${recipe.python.imports}\n\n\n`;
  // A docstring is followed by a blank line where a nested function comes next.
  const nested = recipe.python.body.startsWith('    def ') ? '\n' : '';
  const result = recipe.result === 'numbers' && recipe.name === 'primes_up_to' ? 'list[int]' : TYPES[recipe.result];
  const head = pythonLines(0, pythonCall(`def ${name}`, parameters, `) -> ${result}:`));
  return `${imports}${head}\n    """${recipe.summary}${refuses}"""\n${nested}${recipe.python.body}\n`;
}

function given(values: unknown[]): Code {
  return pythonTuple(values.map(pythonCode));
}

export function pythonFunctionTest(recipe: FunctionRecipe, name: string, module: string): string {
  const className = `${name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Test`;
  const examples = recipe.examples.map((example) => pythonTuple([given(example.given), pythonCode(example.result)]));
  const compare = recipe.result === 'number' ? 'self.assertAlmostEqual' : 'self.assertEqual';
  const refusal =
    recipe.refused.length === 0
      ? ''
      : `
    def test_refuses_what_it_cannot_answer(self):
${pythonLines(8, pythonTable(recipe.refused.map(given), 'for given in ', ':'))}
            with self.subTest(given=given), self.assertRaises(ValueError):
                ${name}(*given)
`;
  return `import unittest

from ${module} import ${name}


class ${className}(unittest.TestCase):
    def test_answers_the_examples(self):
${pythonLines(8, pythonTable(examples, 'for given, expected in ', ':'))}
            with self.subTest(given=given):
                ${compare}(${name}(*given), expected)
${refusal}

if __name__ == "__main__":
    unittest.main()
`;
}

/** A library of functions: one module each, at the root. */
export function pythonLibrary(functions: NamedFunction[]): GeneratedFile[] {
  return [
    { path: '.gitignore', content: PYTHON_GITIGNORE },
    { path: 'ruff.toml', content: PYTHON_RUFF },
    ...functions.map(({ recipe, name }) => ({ path: `${name}.py`, content: pythonFunction(recipe, name) })),
    { path: 'tests/__init__.py', content: '' },
    ...functions.map(({ recipe, name }) => ({ path: `tests/test_${name}.py`, content: pythonFunctionTest(recipe, name, name) })),
  ];
}
