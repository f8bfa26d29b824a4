import type { GeneratedFile } from '../blueprint.js';
import { pascalCase } from '../functions/cases.js';
import type { NamedFunction } from '../functions/names.js';
import type { FunctionRecipe, ValueType } from '../functions/recipe.js';
import { sourceFile } from '../source-files.js';
import { commandLine, printed } from '../tools/function-arguments.js';
import { CSHARP_GITIGNORE, CSHARP_LIBRARY_PROJECT, CSHARP_PROJECT } from './project.js';

const READERS: Record<ValueType, string> = { integer: 'Integer', number: 'Number', text: 'Text', boolean: 'Text', numbers: 'Numbers', texts: 'Texts' };

/** The file of a function under its (safe) snake_case name, in this namespace. */
function csharpFunction({ recipe, name }: NamedFunction, space: string): string {
  return sourceFile('csharp', `functions/${pascalCase(recipe.name)}.cs`)
    .replace('namespace Library', `namespace ${space}`)
    .replaceAll(new RegExp(`\\b${pascalCase(recipe.name)}\\(`, 'g'), `${pascalCase(name)}(`);
}

function csharpFunctionTest({ recipe, name }: NamedFunction, space: string): string {
  const call = (given: unknown[]): string =>
    `Functions.${pascalCase(name)}(${given.map((value, index) => csharpValue(value, recipe.parameters[index]?.type ?? 'text')).join(', ')})`;
  const examples = recipe.examples.map(({ given, result }) => assertion(recipe, call(given), result));
  const refused = recipe.refused.map((given) => `            Assert.Throws<ArgumentException>(() => ${call(given)});`);
  const refusal =
    refused.length === 0 ? '' : `\n        [Test]\n        public void RefusesWhatItCanNotAnswer()\n        {\n${refused.join('\n')}\n        }\n`;
  return `using System;
using NUnit.Framework;

namespace ${space}.Tests
{
    [TestFixture]
    public class ${pascalCase(name)}Tests
    {
        [Test]
        public void AnswersTheExamples()
        {
${examples.join('\n')}
        }
${refusal}    }
}
`;
}

function assertion(recipe: FunctionRecipe, called: string, result: unknown): string {
  if (typeof result === 'boolean') return `            Assert.That(${result ? '' : '!'}${called});`;
  if (recipe.result === 'number') return `            Assert.That(Math.Abs(${called} - ${negative(result)}) < 1e-6);`;
  const items = Array.isArray(result) ? result : null;
  const type = recipe.name === 'primes_up_to' ? 'long' : recipe.result === 'texts' ? 'string' : 'double';
  const expected = items === null ? csharpValue(result, recipe.result) : array(type, items);
  return `            Assert.That(${called}, Is.EqualTo(${expected}));`;
}

function negative(result: unknown): string {
  return Number(result) < 0 ? `(${String(result)})` : String(result);
}

function array(type: string, items: unknown[]): string {
  return items.length === 0
    ? `new ${type}[0]`
    : `new ${type}[] { ${items.map((item) => (typeof item === 'string' ? JSON.stringify(item) : String(item))).join(', ')} }`;
}

function csharpValue(value: unknown, type: ValueType): string {
  if (Array.isArray(value)) return array(type === 'numbers' ? 'double' : 'string', value);
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** A library of functions: a file each of one class. */
export function csharpLibrary(functions: NamedFunction[]): GeneratedFile[] {
  return [{ path: '.gitignore', content: CSHARP_GITIGNORE }, { path: 'library.csproj', content: CSHARP_LIBRARY_PROJECT }, ...filesOf(functions, 'Library')];
}

function filesOf(functions: NamedFunction[], space: string): GeneratedFile[] {
  return functions.flatMap((one) => [
    { path: `src/${pascalCase(one.name)}.cs`, content: csharpFunction(one, space) },
    { path: `tests/${pascalCase(one.name)}Tests.cs`, content: csharpFunctionTest(one, space) },
  ]);
}

/** A command-line tool around functions. */
export function csharpFunctionTool(functions: NamedFunction[]): GeneratedFile[] {
  return [
    { path: '.gitignore', content: CSHARP_GITIGNORE },
    { path: 'tool.csproj', content: CSHARP_PROJECT },
    ...filesOf(functions, 'App'),
    { path: 'src/Words.cs', content: sourceFile('csharp', 'tool/Words.cs') },
    { path: 'src/Cli.cs', content: cli(functions) },
    { path: 'src/Program.cs', content: sourceFile('csharp', 'text/Program.cs') },
    { path: 'tests/CliTests.cs', content: cliTest(functions) },
  ];
}

function cli(functions: NamedFunction[]): string {
  const isSingle = functions.length === 1;
  const uses = functions.map(({ recipe, name }) => {
    const words = recipe.parameters.map((one) => one.name.toUpperCase() + (one.type.endsWith('s') ? '...' : ''));
    return JSON.stringify(['\n ', ...(isSingle ? [] : [name.replaceAll('_', '-')]), ...words].join(' '));
  });
  const calls = functions.map(({ recipe, name }) => {
    const words = recipe.parameters.map((one) => `words.${READERS[one.type]}(${JSON.stringify(one.name.toUpperCase())})`);
    return { name: name.replaceAll('_', '-'), call: `Functions.${pascalCase(name)}(${words.join(', ')})` };
  });
  const cases = calls.map(({ name, call }) => `                case ${JSON.stringify(name)}:\n                    return ${call};`);
  const run = isSingle
    ? `            return ${calls[0]?.call ?? ''};`
    : `            var name = words.Next("COMMAND");\n            switch (name)\n            {\n${cases.join('\n')}\n                default:\n                    throw new UsageException("there is no command " + name);\n            }`;
  return sourceFile('csharp', 'tool/Cli.cs')
    .replace('"@USES@"', () => uses.join(' + '))
    .replace('            // @RUN@', () => run);
}

function cliTest(functions: NamedFunction[]): string {
  const lines = functions.flatMap(({ recipe, name }) => {
    const start = functions.length > 1 ? [name.replaceAll('_', '-')] : [];
    return recipe.examples
      .filter(({ given }) => commandLine(given) !== null)
      .map(({ given, result }) => {
        const words = [printed(result), ...start, ...(commandLine(given) ?? [])].map((word) => JSON.stringify(word));
        return `            Prints(${words.join(', ')});`;
      });
  });
  return sourceFile('csharp', 'tool/CliTests.cs').replace('            // @CASES@', () => lines.join('\n'));
}
