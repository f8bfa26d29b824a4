import type { GeneratedFile } from '../blueprint.js';
import { type Brackets, flat } from '../print.js';
import { call, typescriptCode, typescriptLines, typescriptValue } from '../typescript/print.js';
import { packageJson, TSCONFIG, TYPESCRIPT_GITIGNORE } from '../typescript/project.js';
import { camelCase, kebabCase } from './cases.js';
import type { NamedFunction } from './names.js';
import type { FunctionRecipe, ValueType } from './recipe.js';

const TYPES: Record<ValueType, string> = { integer: 'number', number: 'number', text: 'string', boolean: 'boolean', numbers: 'number[]', texts: 'string[]' };

/** The module of a function under its (safe) snake_case name. */
export function typescriptFunction(recipe: FunctionRecipe, name: string): string {
  const parameters = recipe.parameters.map((parameter) => `${camelCase(parameter.name)}: ${TYPES[parameter.type]}`);
  const head = typescriptLines(0, call(`export function ${camelCase(name)}`, parameters, `): ${TYPES[recipe.result]} {`));
  const refuses = recipe.refuses === null ? '' : ` Throws RangeError: ${recipe.refuses}.`;
  return `/** ${recipe.summary.replace(/^Return /, 'Returns ')}${refuses} */\n${head}\n${recipe.typescript.body}\n}\n`;
}

export function typescriptFunctionTest(recipe: FunctionRecipe, name: string): string {
  const called = (given: unknown[]): Brackets => call(camelCase(name), given.map(typescriptCode));
  const isNumber = recipe.result === 'number';
  const examples = recipe.examples.map(({ given, result }) => {
    const check = isNumber
      ? call('assert.ok', [`Math.abs(${flat(called(given))} - ${typescriptValue(result)}) < 1e-6`])
      : call('assert.deepEqual', [called(given), typescriptCode(result)]);
    return typescriptLines(4, check, ';');
  });
  const refused = recipe.refused.map((given) => typescriptLines(4, call('assert.throws', [`() => ${flat(called(given))}`, 'RangeError']), ';'));
  const refusal = refused.length === 0 ? '' : `\n  it('refuses what it cannot answer', () => {\n${refused.join('\n')}\n  });\n`;
  return `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ${camelCase(name)} } from '../src/${kebabCase(name)}.ts';

describe('${camelCase(name)}', () => {
  it('answers the examples', () => {
${examples.join('\n')}
  });
${refusal}});
`;
}

/** A library of functions: one module each and an index. */
export function typescriptLibrary(functions: NamedFunction[], title: string): GeneratedFile[] {
  const index = functions.map(({ name }) => `export { ${camelCase(name)} } from './${kebabCase(name)}.ts';`).join('\n');
  return [
    { path: '.gitignore', content: TYPESCRIPT_GITIGNORE },
    { path: 'package.json', content: packageJson(kebabCase(functions[0]?.name ?? 'library'), title, { test: 'node --test' }) },
    { path: 'tsconfig.json', content: TSCONFIG },
    ...functions.map(({ recipe, name }) => ({ path: `src/${kebabCase(name)}.ts`, content: typescriptFunction(recipe, name) })),
    { path: 'src/library.ts', content: `${index}\n` },
    ...functions.map(({ recipe, name }) => ({ path: `tests/${kebabCase(name)}.test.ts`, content: typescriptFunctionTest(recipe, name) })),
  ];
}
