import { source } from '../../source.js';

/** `src/cli.ts` of a tool that keeps lists of objects. */
export const TYPESCRIPT_LIST_CLI = source`
/** The command line: add, list, show, update, done and remove. */

import { parseArgs } from 'node:util';
import { ENTITIES, entityAt, type Entity, type Field, type Item, type Value } from './models.ts';
import { listItems } from './query.ts';
import { Conflict, Store, StoreError } from './store.ts';
import { type Problem, validate } from './validation.ts';

/** Where lines go. */
export interface Output {
  out(line: string): void;
  error(line: string): void;
}

/** The command is used wrongly; the message says how it is used. */
class Usage extends Error {}

/** The command can't be done; the message says why. */
class Failure extends Error {}

type Given = Record<string, string | boolean | (string | boolean)[] | undefined>;

const DONE_NAMES = [
  'done',
  'completed',
  'complete',
  'finished',
  'closed',
  'resolved',
  'paid',
  'read',
  'watched',
];
const WORDS = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

/** Runs one command; the exit code: 0 done, 1 failed, 2 wrong use. */
export function run(args: string[], directory: string, output: Output): number {
  try {
    if (args.includes('--help') || args.includes('-h') || args.length === 0) {
      output.out(usage());
      return args.length === 0 ? 2 : 0;
    }
    const [entity, [command = '', ...rest]] = entityOf(args);
    for (const line of runCommand(entity, command, rest, () => new Store(directory)))
      output.out(line);
    return 0;
  } catch (error) {
    if (error instanceof Conflict) output.error(\`error: \${sentences(error.problems)}\`);
    else if (error instanceof Failure || error instanceof StoreError)
      output.error(\`error: \${error.message}\`);
    else if (error instanceof Usage || isParseError(error))
      output.error(\`error: \${(error as Error).message}\n\${usage()}\`);
    else throw error;
    return error instanceof Usage || isParseError(error) ? 2 : 1;
  }
}

function isParseError(error: unknown): boolean {
  return (
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  );
}

function entityOf(args: string[]): [Entity, string[]] {
  const only = ENTITIES.length === 1 ? ENTITIES[0] : undefined;
  if (only) return [only, args];
  const entity = entityAt(args[0] ?? '');
  if (!entity) throw new Usage(\`there is nothing called \${args[0]}\`);
  return [entity, args.slice(1)];
}

function usage(): string {
  const lines = ENTITIES.flatMap((entity) => {
    const start = \`node src/main.ts \${ENTITIES.length > 1 ? \`\${entity.path} \` : ''}\`;
    const flags = entity.fields
      .filter((field) => field !== mainField(entity))
      .map((field) => \`[--\${flagOf(field)} \${describe(field)}]\`)
      .join(' ');
    const done = doneField(entity) === undefined ? [] : [\`\${start}done ID\`];
    return [
      \`\${start}add \${mainField(entity).name.toUpperCase()} \${flags}\`,
      \`\${start}list [--filter FIELD=VALUE]... [--search TEXT] [--sort FIELD or --sort=-FIELD]\`,
      \`\${start}show ID\`,
      \`\${start}update ID [--\${flagOf(mainField(entity))} \${describe(mainField(entity))}] \${flags}\`,
      ...done,
      \`\${start}remove ID\`,
    ];
  });
  return ['usage (each takes --json):', ...lines.map((line) => \`  \${line}\`)].join('\n');
}

function runCommand(entity: Entity, command: string, args: string[], open: () => Store): string[] {
  const options: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }> = {
    json: { type: 'boolean' },
  };
  if (command === 'add' || command === 'update')
    for (const field of entity.fields) options[flagOf(field)] = { type: 'string' };
  if (command === 'list')
    Object.assign(options, {
      filter: { type: 'string', multiple: true },
      search: { type: 'string' },
      sort: { type: 'string' },
    });
  const { values, positionals } = parseArgs({
    args,
    options,
    allowPositionals: true,
    strict: true,
  });
  const given: Given = values;
  const show = (item: Item): string[] => [
    given.json ? JSON.stringify(item, null, 2) : lineOf(entity, item),
  ];
  switch (command) {
    case 'add':
      return show(add(entity, open(), given, positionals));
    case 'list':
      return list(entity, open(), given);
    case 'show':
      return show(found(entity, positionals, open().get(entity, idOf(positionals))));
    case 'update':
      return show(
        found(
          entity,
          positionals,
          open().update(entity, idOf(positionals), checked(entity, fieldsOf(entity, given), true)),
        ),
      );
    case 'done': {
      const name = doneField(entity);
      if (name === undefined) throw new Usage(\`\${entity.path} have nothing to be done\`);
      return show(
        found(entity, positionals, open().update(entity, idOf(positionals), { [name]: true })),
      );
    }
    case 'remove':
      if (!open().delete(entity, idOf(positionals))) throw missing(entity, positionals);
      return [
        given.json
          ? JSON.stringify({ removed: idOf(positionals) })
          : \`removed \${entity.name} \${idOf(positionals)}\`,
      ];
    default:
      throw new Usage(\`there is no command \${command}\`);
  }
}

function add(entity: Entity, store: Store, given: Given, positionals: string[]): Item {
  const main = mainField(entity);
  if (positionals.length !== 1) throw new Usage(\`add takes \${main.name.toUpperCase()} and flags\`);
  return store.create(
    entity,
    checked(
      entity,
      { ...fieldsOf(entity, given), [main.name]: fromText(main, positionals[0] ?? '') },
      false,
    ),
  );
}

function list(entity: Entity, store: Store, given: Given): string[] {
  const query = new URLSearchParams({
    q: String(given.search ?? ''),
    sort: String(given.sort ?? '').replace(/(?<=\w)-/g, '_'),
    limit: '1000',
  });
  for (const text of Array.isArray(given.filter) ? given.filter.map(String) : []) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    const field = entity.fields.find((one) => one.name === name.replaceAll('-', '_'));
    if (!field)
      throw new Failure(\`--filter takes FIELD=VALUE with a field of \${entity.name}, not \${text}\`);
    query.append(field.name, value);
  }
  const { page, problems } = listItems(entity, store.all(entity), query.toString());
  if (problems.length > 0) throw new Failure(sentences(problems));
  return given.json
    ? [JSON.stringify(page.items, null, 2)]
    : page.items.map((item) => lineOf(entity, item));
}

function idOf(positionals: string[]): number {
  if (positionals.length !== 1 || !/^\d{1,15}$/.test(positionals[0] ?? ''))
    throw new Usage('this command takes one ID');
  return Number(positionals[0]);
}

function found(entity: Entity, positionals: string[], item: Item | undefined): Item {
  if (!item) throw missing(entity, positionals);
  return item;
}

function missing(entity: Entity, positionals: string[]): Failure {
  return new Failure(\`there is no \${entity.name} \${positionals[0]}\`);
}

function checked(
  entity: Entity,
  given: Record<string, unknown>,
  partial: boolean,
): Record<string, Value> {
  const { values, problems } = validate(entity, given, partial);
  if (problems.length > 0) throw new Failure(sentences(problems));
  return values;
}

function sentences(problems: Problem[]): string {
  return problems.map((problem) => \`\${problem.field} \${problem.message}\`).join('; ');
}

function fieldsOf(entity: Entity, given: Given): Record<string, unknown> {
  const fields = entity.fields.filter((field) => typeof given[flagOf(field)] === 'string');
  return Object.fromEntries(
    fields.map((field) => [field.name, fromText(field, String(given[flagOf(field)]))]),
  );
}

/** The value a text on the command line stands for; what it can't stand for is left to validation. */
function fromText(field: Field, text: string): unknown {
  if (field.type === 'list')
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if (field.type === 'boolean') return WORDS.get(text.toLowerCase()) ?? text;
  if (text === '' && !field.required) return null;
  const isNumber =
    field.type === 'integer' || field.type === 'number' || field.type === 'reference';
  return isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** The field that is given without a flag: the first required text, else the first required field, else the first one. */
export function mainField(entity: Entity): Field {
  const required = entity.fields.filter((field) => field.required);
  return (
    required.find((field) => field.type === 'string') ?? required[0] ?? (entity.fields[0] as Field)
  );
}

export function doneField(entity: Entity): string | undefined {
  return entity.fields.find((field) => field.type === 'boolean' && DONE_NAMES.includes(field.name))
    ?.name;
}

function flagOf(field: Field): string {
  return field.name.replaceAll('_', '-');
}

function describe(field: Field): string {
  if (field.choices) return field.choices.join('|');
  return (
    { list: 'A,B', boolean: 'yes|no', date: '2026-01-31', reference: 'ID' }[field.type as string] ??
    field.type.toUpperCase()
  );
}

/** One object on one line: "1  Buy milk  done: no". */
function lineOf(entity: Entity, item: Item): string {
  const main = mainField(entity);
  const others = entity.fields.filter(
    (field) => field !== main && item[field.name] !== null && String(item[field.name]) !== '',
  );
  return [
    String(item.id),
    word(item[main.name]),
    ...others.map((field) => \`\${field.name}: \${word(item[field.name])}\`),
  ].join('  ');
}

function word(value: Value | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // Control characters in stored text must not reach the terminal.
  return (Array.isArray(value) ? value.join(', ') : String(value)).replace(/\p{Cc}/gu, ' ');
}
`;

/** `src/main.ts` of the same. */
export const TYPESCRIPT_LIST_MAIN = source`
/** Starts the command line: node src/main.ts --help */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './cli.ts';
import { ENTITIES } from './models.ts';

const directory = process.env.DATA_DIR || join(homedir(), \`.\${ENTITIES[0]?.path ?? 'data'}\`);
process.exitCode = run(process.argv.slice(2), directory, {
  out: (line) => console.log(line),
  error: (line) => console.error(line),
});
`;
