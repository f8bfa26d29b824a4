import type { GeneratedFile } from '../blueprint.js';
import { camelCase, pascalCase } from '../functions/cases.js';
import type { NamedFunction } from '../functions/names.js';
import type { FunctionRecipe, ValueType } from '../functions/recipe.js';
import { sourceFile } from '../source-files.js';
import { commandLine, printed } from '../tools/function-arguments.js';
import { doubleOf } from './literals.js';
import { JAVA_GITIGNORE } from './project.js';
import { wrapCall } from './wrap.js';

const READERS: Record<ValueType, { type: string; method: string }> = {
  integer: { type: 'long', method: 'integer' },
  number: { type: 'double', method: 'number' },
  text: { type: 'String', method: 'text' },
  boolean: { type: 'String', method: 'text' },
  numbers: { type: 'List<Double>', method: 'numbers' },
  texts: { type: 'List<String>', method: 'texts' },
};
const MAIN = 'src/main/java';
const TEST = 'src/test/java';

/** The class of a function under its (safe) snake_case name, in this package. */
function javaFunction({ recipe, name }: NamedFunction, packageName: string): string {
  return sourceFile('java', `functions/${pascalCase(recipe.name)}.java`)
    .replace('package library;', `package ${packageName};`)
    .replaceAll(new RegExp(`\\b${pascalCase(recipe.name)}\\b`, 'g'), pascalCase(name))
    .replaceAll(new RegExp(`\\b${camelCase(recipe.name)}\\b`, 'g'), camelCase(name));
}

function javaFunctionTest({ recipe, name }: NamedFunction, packageName: string): string {
  const call = (given: unknown[]): string =>
    `${pascalCase(name)}.${camelCase(name)}(${given.map((value, index) => javaValue(value, recipe.parameters[index]?.type ?? 'text')).join(', ')})`;
  const examples = recipe.examples.map(({ given, result }) => assertion(recipe, call(given), result));
  const refused = recipe.refused.map((given) => wrapCall(4, 'assertThrows', ['IllegalArgumentException.class', `() -> ${call(given)}`], ';'));
  const refusal = refused.length === 0 ? '' : `\n  @Test\n  void refusesWhatItCanNotAnswer() {\n${refused.join('\n')}\n  }\n`;
  const asserts = [recipe.result === 'boolean' ? booleansIn(recipe) : ['assertEquals'], refused.length > 0 ? ['assertThrows'] : []].flat().sort();
  const statics = asserts.map((one) => `import static org.junit.jupiter.api.Assertions.${one};\n`).join('');
  const body = `class ${pascalCase(name)}Test {\n  @Test\n  void answersTheExamples() {\n${examples.join('\n')}\n  }\n${refusal}}\n`;
  const list = /\bList\.of\(/.test(body) ? 'import java.util.List;\n' : '';
  return `package ${packageName};\n\n${statics}\n${list}import org.junit.jupiter.api.Test;\n\n${body}`;
}

function booleansIn(recipe: FunctionRecipe): string[] {
  return [...new Set(recipe.examples.map(({ result }) => (result === true ? 'assertTrue' : 'assertFalse')))];
}

function assertion(recipe: FunctionRecipe, called: string, result: unknown): string {
  if (typeof result === 'boolean') return wrapCall(4, result ? 'assertTrue' : 'assertFalse', [called], ';');
  if (recipe.result === 'number') return wrapCall(4, 'assertEquals', [doubleOf(Number(result)), called, '1e-6'], ';');
  const expected = recipe.name === 'primes_up_to' ? `List.of(${(result as number[]).map((item) => `${item}L`).join(', ')})` : javaValue(result, recipe.result);
  return wrapCall(4, 'assertEquals', [expected, called], ';');
}

function javaValue(value: unknown, type: ValueType): string {
  if (Array.isArray(value)) return `List.of(${value.map((item) => javaValue(item, type === 'numbers' ? 'number' : 'text')).join(', ')})`;
  if (typeof value === 'number') return type === 'number' ? doubleOf(value) : Math.abs(value) > 2_147_483_647 ? `${value}L` : String(value);
  return JSON.stringify(value);
}

/** A library of functions: a class each. */
export function javaLibrary(functions: NamedFunction[]): GeneratedFile[] {
  return [
    { path: '.gitignore', content: JAVA_GITIGNORE },
    ...functions.flatMap((one) => [
      { path: `${MAIN}/library/${pascalCase(one.name)}.java`, content: javaFunction(one, 'library') },
      { path: `${TEST}/library/${pascalCase(one.name)}Test.java`, content: javaFunctionTest(one, 'library') },
    ]),
  ];
}

/** A command-line tool around functions. */
export function javaFunctionTool(functions: NamedFunction[]): GeneratedFile[] {
  return [
    { path: '.gitignore', content: JAVA_GITIGNORE },
    ...functions.flatMap((one) => [
      { path: `${MAIN}/app/${pascalCase(one.name)}.java`, content: javaFunction(one, 'app') },
      { path: `${TEST}/app/${pascalCase(one.name)}Test.java`, content: javaFunctionTest(one, 'app') },
    ]),
    { path: `${MAIN}/app/Words.java`, content: sourceFile('java', 'tool/Words.java') },
    { path: `${MAIN}/app/Cli.java`, content: cli(functions) },
    { path: `${MAIN}/app/Main.java`, content: sourceFile('java', 'text/Main.java') },
    { path: `${TEST}/app/CliTest.java`, content: cliTest(functions) },
  ];
}

function cli(functions: NamedFunction[]): string {
  const isSingle = functions.length === 1;
  const uses = functions.map(({ recipe, name }) => {
    const words = recipe.parameters.map((one) => one.name.toUpperCase() + (one.type.endsWith('s') ? '...' : ''));
    return JSON.stringify([...(isSingle ? [] : [name.replaceAll('_', '-')]), ...words].join(' '));
  });
  const cases = functions.map(({ name }) => `      case ${JSON.stringify(name.replaceAll('_', '-'))} -> ${camelCase(name)}(words);`);
  const run = isSingle
    ? `    return ${camelCase(functions[0]?.name ?? '')}(words);`
    : `    String name = words.next("COMMAND");\n    return switch (name) {\n${cases.join('\n')}\n      default -> throw new Words.Usage("there is no command " + name);\n    };`;
  const methods = functions.map(({ recipe, name }) => {
    const taken = recipe.parameters.map(
      (one) => `    ${READERS[one.type].type} ${camelCase(one.name)} = words.${READERS[one.type].method}(${JSON.stringify(one.name.toUpperCase())});`,
    );
    const called = `${pascalCase(name)}.${camelCase(name)}(${recipe.parameters.map((one) => camelCase(one.name)).join(', ')})`;
    return `  private static Object ${camelCase(name)}(Words words) throws Words.Usage {\n${[...taken, '    words.end();'].join('\n')}\n    return ${called};\n  }`;
  });
  return sourceFile('java', 'tool/Cli.java')
    .replace('    // @USES@', () => uses.map((use) => `    lines.add(${use});`).join('\n'))
    .replace('    // @RUN@', () => run)
    .replace('  // @METHODS@', () => methods.join('\n\n'));
}

function cliTest(functions: NamedFunction[]): string {
  const lines = functions.flatMap(({ recipe, name }) => {
    const start = functions.length > 1 ? [name.replaceAll('_', '-')] : [];
    return recipe.examples
      .filter(({ given }) => commandLine(given) !== null)
      .map(({ given, result }) =>
        wrapCall(4, 'prints', [JSON.stringify(printed(result)), ...[...start, ...(commandLine(given) ?? [])].map((word) => JSON.stringify(word))], ';'),
      );
  });
  return sourceFile('java', 'tool/CliTest.java').replace('    // @CASES@', () => lines.join('\n'));
}
