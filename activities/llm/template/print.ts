/** Brackets as the formatters of the sandbox images write them: on one line where it fits, else their items on lines of their own. */

/** How a formatter breaks lines. */
export interface PrintStyle {
  columns: number;
  /** Spaces of one level. */
  step: number;
  /** What breaks puts a list or an object that comes last right behind the bracket: `call(a, [`. */
  hugsLast: boolean;
  /** The arguments of a call go together on the next line, where they fit there. */
  packsCalls: boolean;
  /** A text that is too long goes on the line after its key. */
  breaksPairs: boolean;
}

/** A piece of code: words, or brackets with items. What stands before and behind the items belongs to `open` and `close`. */
export type Code = string | Brackets;

export interface Brackets {
  kind: 'call' | 'list' | 'object' | 'pair' | 'tuple';
  open: string;
  items: Code[];
  close: string;
  /** On several lines even where one would do. */
  isBroken?: boolean;
}

/** The code on one line. */
export function flat(code: Code): string {
  if (typeof code === 'string') return code;
  const pad = code.open.endsWith('{') && code.items.length > 0 ? ' ' : '';
  // A tuple of one item is none without its comma.
  const comma = code.kind === 'tuple' && code.items.length === 1 ? ',' : '';
  return `${code.open}${pad}${code.items.map(flat).join(', ')}${comma}${pad}${code.close}`;
}

/** `key: value`. */
export function keyed(key: string, value: Code): Code {
  return typeof value === 'string' ? { kind: 'pair', open: `${key}: `, items: [value], close: '' } : { ...value, open: `${key}: ${value.open}` };
}

/** The code at this indent (in spaces, written too); `after` stands behind it on its last line. */
export function print(style: PrintStyle, indent: number, code: Code, after = ''): string {
  const pad = ' '.repeat(indent);
  const line = `${pad}${flat(code)}${after}`;
  if (typeof code === 'string' || code.items.length === 0 || (!isForced(code) && line.length <= style.columns)) return line;
  if (code.kind === 'pair' && !style.breaksPairs) return line;
  const deeper = indent + style.step;
  if (code.kind === 'pair') return `${pad}${code.open.trimEnd()}\n${' '.repeat(deeper)}${code.items.map(flat).join('')}${after}`;
  const packed = `${' '.repeat(deeper)}${code.items.map(flat).join(', ')}`;
  if (style.packsCalls && code.kind === 'call' && packed.length <= style.columns) return `${pad}${code.open}\n${packed}\n${pad}${code.close}${after}`;
  const hugged = style.hugsLast && code.kind === 'call' ? huggingLast(style, indent, code, after) : null;
  if (hugged !== null) return hugged;
  return `${pad}${code.open}\n${code.items.map((item) => print(style, deeper, item, ',')).join('\n')}\n${pad}${code.close}${after}`;
}

/** `call(a, b, [` with only the last argument broken; null where the line before that is too long as well. */
function huggingLast(style: PrintStyle, indent: number, code: Brackets, after: string): string | null {
  const last = code.items.at(-1);
  const others = code.items.slice(0, -1);
  if (last === undefined || typeof last === 'string' || last.kind === 'call' || last.items.length === 0 || others.some(isForced)) return null;
  const open = `${code.open}${[...others.map(flat), last.open].join(', ')}`;
  if (indent + open.length > style.columns) return null;
  return print(style, indent, { ...last, open, isBroken: true }, `${code.close}${after}`);
}

/** What breaks inside breaks what is around it. */
function isForced(code: Code): boolean {
  return typeof code !== 'string' && (code.isBroken === true || code.items.some(isForced));
}
