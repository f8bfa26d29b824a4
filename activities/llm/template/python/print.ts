import { type Brackets, type Code, flat, print, type PrintStyle } from '../print.js';

/** ruff with the line length of the project's ruff.toml. */
const RUFF: PrintStyle = { columns: 160, step: 4, hugsLast: false, packsCalls: true, breaksPairs: false };

/** The code as ruff writes it at this indent, in spaces. */
export function pythonLines(indent: number, code: Code, after = ''): string {
  return print(RUFF, indent, code, after);
}

export function pythonCall(open: string, items: Code[], close = ')'): Brackets {
  return { kind: 'call', open: `${open}(`, items, close };
}

/** A tuple after `before`. */
export function pythonTuple(items: Code[], before = '', after = ''): Brackets {
  return { kind: 'tuple', open: `${before}(`, items, close: `)${after}` };
}

/** A tuple with a line for each item when there are several. */
export function pythonTable(items: Code[], before: string, after = ''): Brackets {
  return { ...pythonTuple(items, before, after), ...(items.length > 1 ? { isBroken: true } : {}) };
}

/** A plain value as a Python literal. */
export function pythonCode(value: unknown): Code {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonString(value);
  if (Array.isArray(value)) return { kind: 'list', open: '[', items: value.map(pythonCode), close: ']' };
  return String(value);
}

/** The same on one line. */
export function pythonValue(value: unknown): string {
  return flat(pythonCode(value));
}

/** A string literal: in double quotes, or in those that need fewer backslashes. */
export function pythonString(text: string): string {
  const quoted = JSON.stringify(text);
  if (text.split('"').length <= text.split("'").length) return quoted;
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
