import type { GeneratedFile } from '../../blueprint.js';
import type { NamedFunction } from '../../functions/names.js';
import type { ValueType } from '../../functions/recipe.js';
import { camelCase, kebabCase } from '../../functions/cases.js';
import { typescriptFunction, typescriptFunctionTest } from '../../functions/typescript.js';
import { source } from '../../source.js';
import { list, typescriptCode, typescriptLines } from '../../typescript/print.js';
import { packageJson, TSCONFIG, TYPESCRIPT_GITIGNORE } from '../../typescript/project.js';
import { commandLine, printed } from '../function-arguments.js';

const READERS: Record<ValueType, string> = { integer: 'integer', number: 'number', text: 'text', boolean: 'text', numbers: 'numbers', texts: 'texts' };

const HEAD = source`
/** Where lines go. */
export interface Output {
  out(line: string): void;
  error(line: string): void;
}

/** The command is used wrongly; the message says how. */
class Usage extends Error {}

/** Takes the arguments of a command from its words, one after the other. */
class Words {
  readonly #words: string[];

  constructor(words: string[]) {
    this.#words = [...words];
  }

  /** The next word; "-" stands for the standard input. */
  text(name: string): string {
    const word = this.#words.shift();
    if (word === undefined) throw new Usage(\`\${name} is missing\`);
    return word === '-' ? readFileSync(0, 'utf8') : word;
  }

  number(name: string): number {
    return numberOf(name, this.text(name));
  }

  integer(name: string): number {
    const number = this.number(name);
    if (!Number.isSafeInteger(number)) throw new Usage(\`\${name} must be a whole number\`);
    return number;
  }

  texts(_name: string): string[] {
    return this.#words.splice(0);
  }

  numbers(name: string): number[] {
    return this.texts(name).map((word) => numberOf(name, word));
  }

  end(): void {
    if (this.#words.length > 0)
      throw new Usage(\`there is nothing to do with \${this.#words.join(' ')}\`);
  }
}

function numberOf(name: string, word: string): number {
  const number = Number(word);
  if (word.trim() === '' || !Number.isFinite(number))
    throw new Usage(\`\${name} must be a number, not \${word}\`);
  return number;
}

/** A result as it is printed; the items of a list on a line each. */
function word(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(word).join('\n');
  return typeof value === 'number' && !Number.isInteger(value)
    ? String(Number(value.toPrecision(12)))
    : String(value);
}
`;

const RUN = source`
/** Runs one command; the exit code: 0 done, 1 refused, 2 wrong use. */
export function run(args: string[], output: Output): number {
  if (args.includes('--help') || args.includes('-h')) {
    output.out(USAGE);
    return 0;
  }
  try {
    output.out(word(result(args)));
    return 0;
  } catch (error) {
    if (!(error instanceof Usage) && !(error instanceof RangeError)) throw error;
    output.error(\`error: \${error.message}\`);
    if (error instanceof RangeError) return 1;
    output.error(USAGE);
    return 2;
  }
}
`;

const MAIN = source`
/** Starts the command line: node src/main.ts --help */

import { run } from './cli.ts';

process.exitCode = run(process.argv.slice(2), {
  out: (line) => console.log(line),
  error: (line) => console.error(line),
});
`;

/** A command-line tool around functions, with a command each when there are several. */
export function typescriptFunctionTool(functions: NamedFunction[], title: string): GeneratedFile[] {
  return [
    { path: '.gitignore', content: TYPESCRIPT_GITIGNORE },
    { path: 'package.json', content: packageJson(kebabCase(functions[0]?.name ?? 'tool'), title, { start: 'node src/main.ts', test: 'node --test' }) },
    { path: 'tsconfig.json', content: TSCONFIG },
    ...functions.map(({ recipe, name }) => ({ path: `src/${kebabCase(name)}.ts`, content: typescriptFunction(recipe, name) })),
    { path: 'src/cli.ts', content: cli(functions) },
    { path: 'src/main.ts', content: MAIN },
    ...functions.map(({ recipe, name }) => ({ path: `tests/${kebabCase(name)}.test.ts`, content: typescriptFunctionTest(recipe, name) })),
    { path: 'tests/cli.test.ts', content: test(functions) },
  ];
}

function cli(functions: NamedFunction[]): string {
  const imports = functions.map(({ name }) => `import { ${camelCase(name)} } from './${kebabCase(name)}.ts';`).join('\n');
  const isSingle = functions.length === 1;
  const usage = functions.map(
    ({ recipe, name }) =>
      `${isSingle ? '' : `${kebabCase(name)} `}${recipe.parameters.map((one) => one.name.toUpperCase() + (one.type.endsWith('s') ? '...' : '')).join(' ')}`,
  );
  const dispatch = isSingle
    ? `function result(args: string[]): unknown {\n  const command = COMMANDS.get('${kebabCase(functions[0]?.name ?? '')}');\n  return command?.(new Words(args));\n}`
    : "function result(args: string[]): unknown {\n  const command = COMMANDS.get(args[0] ?? '');\n  if (!command) throw new Usage(`there is no command ${args[0] ?? ''}`);\n  return command(new Words(args.slice(1)));\n}";
  return `/** The command line: reads the arguments, prints the result. */

import { readFileSync } from 'node:fs';
${imports}

${typescriptLines(0, list(['usage:', ...usage.map((line) => `  node src/main.ts ${line}`)].map(typescriptCode), 'const USAGE = ', ".join('\\n')"), ';')}

${HEAD}
${commandsOf(functions)}

${dispatch}

${RUN}`;
}

/** The functions by the names of their commands; all words are read before anything is computed. */
function commandsOf(functions: NamedFunction[]): string {
  const entries = functions.map(({ recipe, name }) => {
    const values = recipe.parameters.map((one) => `words.${READERS[one.type]}('${one.name}')`);
    const given = typescriptLines(6, list(values, 'const given = ', ' as const'), ';');
    return `  [\n    '${kebabCase(name)}',\n    (words: Words) => {\n${given}\n      words.end();\n      return ${camelCase(name)}(...given);\n    },\n  ],`;
  });
  return `const COMMANDS = new Map<string, (words: Words) => unknown>([\n${entries.join('\n')}\n]);`;
}

function test(functions: NamedFunction[]): string {
  const cases = functions.flatMap(({ recipe, name }) => {
    const start = functions.length > 1 ? [kebabCase(name)] : [];
    return recipe.examples
      .filter(({ given }) => commandLine(given) !== null)
      .map(({ given, result }) => typescriptCode([[...start, ...(commandLine(given) ?? [])], printed(result)]));
  });
  return `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { run } from '../src/cli.ts';

describe('the command line', () => {
${typescriptLines(2, list(cases, 'const cases: [string[], string][] = '), ';')}

  it('prints the results', () => {
    for (const [args, expected] of cases) {
      const lines: string[] = [];
      assert.equal(run(args, { out: (line) => lines.push(line), error: () => assert.fail() }), 0);
      assert.equal(lines.join('\\n'), expected);
    }
  });

  it('refuses wrong use', () => {
    const lines: string[] = [];
    assert.equal(
      run(['1', '2', '3', '4', '--no-such-option'], {
        out: () => assert.fail(),
        error: (line) => lines.push(line),
      }),
      2,
    );
    assert.match(lines.join('\\n'), /usage/);
  });
});
`;
}
