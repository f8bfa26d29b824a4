import type { GeneratedFile } from '../blueprint.js';
import type { NamedFunction } from '../functions/names.js';
import type { FunctionRecipe, ValueType } from '../functions/recipe.js';
import { pascalCase } from '../functions/cases.js';
import { sourceFile } from '../source-files.js';
import { commandLine, printed } from '../tools/function-arguments.js';
import { goValue } from './literals.js';
import { goModule, GO_GITIGNORE } from './project.js';

const READERS: Record<ValueType, (name: string) => string> = {
  integer: (name) => `words.Integer(${name})`,
  number: (name) => `words.Number(${name})`,
  text: (name) => `words.Text(${name})`,
  boolean: (name) => `words.Text(${name})`,
  numbers: (name) => `words.Numbers(${name})`,
  texts: () => 'words.Texts()',
};

/** The file of a function under its (safe) snake_case name, in this package. */
function goFunction({ recipe, name }: NamedFunction, packageName: string): string {
  return sourceFile('go', `functions/${recipe.name}.go`)
    .replace('package library', `package ${packageName}`)
    .replaceAll(new RegExp(`\\b${pascalCase(recipe.name)}\\b`, 'g'), pascalCase(name));
}

function goFunctionTest({ recipe, name }: NamedFunction, packageName: string): string {
  const refusals = recipe.refused.map((given) => `\tif got, err := ${call(name, given)}; err == nil {\n\t\tt.Error("it was taken:", got)\n\t}`);
  const refusal = refusals.length === 0 ? '' : `\nfunc Test${pascalCase(name)}RefusesWhatItCanNotAnswer(t *testing.T) {\n${refusals.join('\n')}\n}\n`;
  const examples = recipe.examples.map(({ given, result }) => example(recipe, call(name, given), result)).join('\n');
  const used = ['testing', ...(recipe.result === 'number' ? ['math'] : []), ...(isList(recipe) ? ['slices'] : [])].sort();
  const imports = used.length === 1 ? 'import "testing"' : `import (\n${used.map((one) => `\t"${one}"`).join('\n')}\n)`;
  return `package ${packageName}\n\n${imports}\n\nfunc Test${pascalCase(name)}AnswersTheExamples(t *testing.T) {\n${examples}\n}\n${refusal}`;
}

function isList(recipe: FunctionRecipe): boolean {
  return recipe.result === 'numbers' || recipe.result === 'texts';
}

function call(name: string, given: unknown[]): string {
  return `${pascalCase(name)}(${given.map(argument).join(', ')})`;
}

function argument(value: unknown): string {
  // An empty list is one of numbers where the function takes numbers: nil fits both.
  return Array.isArray(value) && value.length === 0 ? 'nil' : goValue(value);
}

function example(recipe: FunctionRecipe, called: string, result: unknown): string {
  const start = recipe.refuses === null ? `got := ${called}; ` : `got, err := ${called}; err != nil || `;
  const shown = recipe.refuses === null ? 'got' : 'got, err';
  return `\tif ${start}${differs(recipe, result)} {\n\t\tt.Error(${shown})\n\t}`;
}

/** The condition that is true when `got` is not the result; booleans are not compared with constants. */
function differs(recipe: FunctionRecipe, result: unknown): string {
  if (typeof result === 'boolean') return result ? '!got' : 'got';
  if (recipe.result === 'number') return `math.Abs(got-${Number(result) < 0 ? `(${String(result)})` : String(result)}) > 1e-6`;
  if (isList(recipe)) return `!slices.Equal(got, ${listOf(recipe, result as unknown[])})`;
  return `got != ${goValue(result)}`;
}

function listOf(recipe: FunctionRecipe, items: unknown[]): string {
  const type = recipe.result === 'texts' ? 'string' : recipe.name === 'primes_up_to' ? 'int' : 'float64';
  return `[]${type}{${items.map(goValue).join(', ')}}`;
}

/** A library of functions: one package, a file each. */
export function goLibrary(functions: NamedFunction[]): GeneratedFile[] {
  return [
    { path: '.gitignore', content: GO_GITIGNORE },
    { path: 'go.mod', content: goModule('library') },
    ...functions.flatMap((one) => [
      { path: `${one.name}.go`, content: goFunction(one, 'library') },
      { path: `${one.name}_test.go`, content: goFunctionTest(one, 'library') },
    ]),
  ];
}

/** A command-line tool around functions. */
export function goFunctionTool(functions: NamedFunction[]): GeneratedFile[] {
  return [
    { path: '.gitignore', content: GO_GITIGNORE },
    { path: 'go.mod', content: goModule('project') },
    ...functions.flatMap((one) => [
      { path: `app/${one.name}.go`, content: goFunction(one, 'app') },
      { path: `app/${one.name}_test.go`, content: goFunctionTest(one, 'app') },
    ]),
    { path: 'app/words.go', content: sourceFile('go', 'tool/words.go') },
    { path: 'app/commands.go', content: commands(functions) },
    { path: 'app/commands_test.go', content: commandsTest(functions) },
    { path: 'main.go', content: sourceFile('go', 'text/main.go') },
  ];
}

function commands(functions: NamedFunction[]): string {
  const lines = functions.map(({ recipe, name }) => {
    const words = recipe.parameters.map((one) => READERS[one.type](JSON.stringify(one.name.toUpperCase()))).join(', ');
    const called = `${pascalCase(name)}(${words})`;
    const use = recipe.parameters.map((one) => one.name.toUpperCase() + (one.type.endsWith('s') ? '...' : '')).join(' ');
    const body = recipe.refuses === null ? `return ${called}, nil` : `return ${called}`;
    const taker = recipe.parameters.length === 0 ? '_' : 'words';
    return `\t{${JSON.stringify(name.replaceAll('_', '-'))}, ${JSON.stringify(use)}, func(${taker} *Words) (any, error) {\n\t\t${body}\n\t}},`;
  });
  return `// Package app is a command line around functions.\npackage app\n\nvar commands = []command{\n${lines.join('\n')}\n}\n`;
}

function commandsTest(functions: NamedFunction[]): string {
  const cases = functions.flatMap(({ recipe, name }) => {
    const start = functions.length > 1 ? [name.replaceAll('_', '-')] : [];
    return recipe.examples
      .filter(({ given }) => commandLine(given) !== null)
      .map(({ given, result }) => `\t\t{${goValue([...start, ...(commandLine(given) ?? [])])}, ${JSON.stringify(printed(result))}},`);
  });
  return sourceFile('go', 'tool/commands_test.go').replace('\t\t// @CASES@', () => cases.join('\n'));
}
