import { type Brackets, type Code, flat, keyed, print, type PrintStyle } from '../print.js';

/** oxfmt with its own settings: what the sandbox image checks TypeScript with. */
const OXFMT: PrintStyle = { columns: 100, step: 2, hugsLast: true, packsCalls: false, breaksPairs: true };

/** The code as oxfmt writes it at this indent, in spaces. */
export function typescriptLines(indent: number, code: Code, after = ''): string {
  return print(OXFMT, indent, code, after);
}

export function call(open: string, items: Code[], close = ')'): Brackets {
  return { kind: 'call', open: `${open}(`, items, close };
}

/** A list, after `before`. One of several lists or objects, none of them with a single item, has a line for each. */
export function list(items: Code[], before = '', after = ''): Brackets {
  const [first] = items;
  const isTable =
    items.length > 1 &&
    typeof first !== 'string' &&
    first?.kind !== 'call' &&
    items.every((item) => typeof item !== 'string' && item.kind === first?.kind && item.items.length > 1);
  return { kind: 'list', open: `${before}[`, items, close: `]${after}`, ...(isTable ? { isBroken: true } : {}) };
}

/** An object of `key: value`, after `before`. */
export function object(entries: [key: string, value: Code][], before = ''): Brackets {
  return { kind: 'object', open: `${before}{`, items: entries.map(([key, value]) => keyed(key, value)), close: '}' };
}

/** A plain value as a TypeScript literal. */
export function typescriptCode(value: unknown): Code {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return list(value.map(typescriptCode));
  if (typeof value === 'object' && value !== null) return object(Object.entries(value).map(([key, item]) => [key, typescriptCode(item)]));
  return String(value);
}

/** The same on one line. */
export function typescriptValue(value: unknown): string {
  return flat(typescriptCode(value));
}

/** A string literal: in single quotes, or in those that need fewer backslashes. */
export function quoted(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1);
  const doubles = text.split('"').length;
  if (text.split("'").length > doubles) return `"${inside}"`;
  return `'${inside.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** `head = value;`, with a value that can't be broken on the next line where it does not fit. */
export function assigned(indent: number, head: string, value: string): string {
  const line = `${' '.repeat(indent)}${head} = ${value};`;
  return line.length <= OXFMT.columns ? line : `${' '.repeat(indent)}${head} =\n${' '.repeat(indent + 2)}${value};`;
}

/** `if (a && b) statement`, broken where it is too long: the statement first. */
export function conditional(indent: number, conditions: Code[], statement: Code): string {
  const pad = ' '.repeat(indent);
  const head = `${pad}if (${conditions.map(flat).join(' && ')})`;
  const line = `${head} ${flat(statement)};`;
  if (line.length <= OXFMT.columns) return line;
  const body = typescriptLines(indent + 2, statement, ';');
  if (head.length <= OXFMT.columns) return `${head}\n${body}`;
  const parts = conditions.map((condition, index) => typescriptLines(indent + 2, condition, index === conditions.length - 1 ? '' : ' &&'));
  return `${pad}if (\n${parts.join('\n')}\n${pad})\n${body}`;
}
