/** Does a database schema parse, and do its parts fit each other? Statements are read, never run. */
import { ProblemList } from './problem-list.js';
import { sqlTokens, type SqlToken } from './sql-tokens.js';

// A schema describes; what reads files, reaches other databases or removes data has no place in it.
const FIRST_WORDS = new Set(['create', 'alter', 'comment', 'insert', 'pragma', 'set', 'begin', 'commit', 'start', 'grant', 'revoke', 'drop', 'do']);
const CREATED = new Set(['table', 'index', 'view', 'type', 'schema', 'extension', 'sequence', 'function', 'trigger', 'domain', 'role', 'policy', 'procedure']);
const BEFORE_KIND = new Set([
  'or',
  'replace',
  'unique',
  'temp',
  'temporary',
  'unlogged',
  'global',
  'local',
  'materialized',
  'virtual',
  'recursive',
  'constraint',
]);
const TABLE_CONSTRAINTS = new Set(['constraint', 'primary', 'foreign', 'unique', 'check', 'exclude', 'like', 'index', 'key', 'fulltext', 'period']);

interface Table {
  name: string;
  columns: Set<string>;
  references: { table: string; columns: string[]; line: number }[];
}

/** Problems of a schema, by line; empty when it is sound. */
export function sqlProblems(text: string): string[] {
  const problems = new ProblemList();
  try {
    const tables = new Map<string, Table>();
    for (const statement of statementsOf(sqlTokens(text))) checkStatement(statement, tables, problems);
    if (tables.size === 0) problems.add('', 'it makes no table');
    for (const table of tables.values()) checkReferences(table, tables, problems);
  } catch (error) {
    problems.add('', error instanceof SyntaxError ? error.message : String(error));
  }
  return problems.list();
}

/** Statements without their semicolons. A trigger's body, BEGIN to END, belongs to its statement. */
function statementsOf(tokens: SqlToken[]): SqlToken[][] {
  const statements: SqlToken[][] = [];
  let current: SqlToken[] = [];
  const open: SqlToken[] = [];
  for (const token of tokens) {
    if (isSign(token, '(')) open.push(token);
    if (isSign(token, ')') && !open.pop()) throw new SyntaxError(`line ${token.line}: ) closes nothing`);
    if (!isSign(token, ';') || isInTrigger(current)) {
      current.push(token);
      continue;
    }
    const [unclosed] = open;
    if (unclosed) throw new SyntaxError(`line ${unclosed.line}: ( is never closed`);
    if (current.length > 0) statements.push(current);
    current = [];
  }
  const [unclosed] = open;
  if (unclosed) throw new SyntaxError(`line ${unclosed.line}: ( is never closed`);
  if (current.length > 0) statements.push(current);
  return statements;
}

function isInTrigger(statement: SqlToken[]): boolean {
  const isTrigger = statement[0]?.value === 'create' && statement.slice(1, 4).some(({ value }) => value === 'trigger');
  return isTrigger && statement.some(({ value }) => value === 'begin') && statement.at(-1)?.value !== 'end';
}

function checkStatement(statement: SqlToken[], tables: Map<string, Table>, problems: ProblemList): void {
  const [first] = statement;
  if (!first) return;
  const place = `line ${first.line}`;
  if (first.kind !== 'word' || !FIRST_WORDS.has(first.value))
    return problems.add(place, `${JSON.stringify(first.value.slice(0, 40))} begins no statement of a schema`);
  if (statement.length < 2 && !['begin', 'commit'].includes(first.value)) return problems.add(place, `${first.value} alone says nothing`);
  if (first.value !== 'create') return;
  let at = 1;
  while (BEFORE_KIND.has(statement[at]?.value ?? '')) at += 1;
  const kind = statement[at];
  if (!kind || !CREATED.has(kind.value)) return problems.add(place, `create ${kind?.value.slice(0, 40) ?? ''}: nothing of that kind is known`);
  if (kind.value === 'table') readTable(statement, at + 1, tables, problems);
}

function readTable(statement: SqlToken[], start: number, tables: Map<string, Table>, problems: ProblemList): void {
  let at = start;
  if (statement[at]?.value === 'if') at += 3;
  const { name, next } = readName(statement, at);
  const line = statement[at]?.line ?? 1;
  if (name === null) return problems.add(`line ${line}`, 'the table has no name');
  if (tables.has(name)) return problems.add(`line ${line}`, `the table ${name} is made twice`);
  const table: Table = { name, columns: new Set(), references: [] };
  tables.set(name, table);
  if (!isSign(statement[next], '(')) {
    // `create table x as select ...` and partitions have no columns of their own.
    if (!['as', 'partition', 'using'].includes(statement[next]?.value ?? '')) problems.add(`line ${line}`, `the table ${name} has no columns`);
    return;
  }
  for (const element of elementsOf(statement, next)) readElement(element, table, line, problems);
  if (table.columns.size === 0) problems.add(`line ${line}`, `the table ${name} has no columns`);
}

/** What stands between the commas of the brackets that open at `start`. */
function elementsOf(statement: SqlToken[], start: number): SqlToken[][] {
  const elements: SqlToken[][] = [[]];
  let depth = 0;
  for (const token of statement.slice(start)) {
    if (isSign(token, ')')) depth -= 1;
    if (depth === 0 && isSign(token, ')')) break;
    if (depth === 1 && isSign(token, ',')) elements.push([]);
    else if (depth > 0) elements.at(-1)?.push(token);
    if (isSign(token, '(')) depth += 1;
  }
  return elements;
}

function readElement(element: SqlToken[], table: Table, line: number, problems: ProblemList): void {
  const [first, second] = element;
  if (!first) return problems.add(`line ${line}`, `the table ${table.name} has a comma too many`);
  const place = `line ${first.line}`;
  if (first.kind !== 'word' && first.kind !== 'name') return problems.add(place, `${JSON.stringify(first.value.slice(0, 40))} is no name of a column`);
  const isConstraint = first.kind === 'word' && TABLE_CONSTRAINTS.has(first.value);
  if (!isConstraint) {
    const column = first.value.toLowerCase();
    if (table.columns.has(column)) problems.add(place, `the column ${column} of ${table.name} is there twice`);
    table.columns.add(column);
    // Without a type SQLite takes a column; every other database does not.
    if (!second || (second.kind !== 'word' && second.kind !== 'name')) problems.add(place, `the column ${column} of ${table.name} has no type`);
  }
  for (const [index, token] of element.entries()) {
    if (token.kind !== 'word' || token.value !== 'references') continue;
    const { name, next } = readName(element, index + 1);
    if (name === null) problems.add(`line ${token.line}`, 'references names no table');
    else table.references.push({ table: name, columns: columnList(element, next), line: token.line });
  }
}

function columnList(tokens: SqlToken[], start: number): string[] {
  if (!isSign(tokens[start], '(')) return [];
  return elementsOf(tokens, start).flatMap(([name]) => (name ? [name.value.toLowerCase()] : []));
}

function checkReferences(table: Table, tables: Map<string, Table>, problems: ProblemList): void {
  for (const { table: target, columns, line } of table.references) {
    const found = tables.get(target);
    if (!found) problems.add(`line ${line}`, `${table.name} refers to the table ${target}, which is not made here`);
    else if (found.columns.size > 0)
      for (const column of columns) if (!found.columns.has(column)) problems.add(`line ${line}`, `${target} has no column ${column}`);
  }
}

/** `name` or `schema.name`; the last part counts. */
function readName(tokens: SqlToken[], start: number): { name: string | null; next: number } {
  let at = start;
  let name: string | null = null;
  for (;;) {
    const token = tokens[at];
    if (!token || (token.kind !== 'word' && token.kind !== 'name')) return { name: null, next: at };
    name = token.value.toLowerCase();
    if (!isSign(tokens[at + 1], '.')) return { name, next: at + 1 };
    at += 2;
  }
}

function isSign(token: SqlToken | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.value === sign;
}
