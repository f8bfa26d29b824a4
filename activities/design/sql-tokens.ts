/** Words, names, texts and signs of SQL, as PostgreSQL, SQLite and MySQL write them. */

export interface SqlToken {
  /** `word` is a keyword or a bare name; `name` a quoted one. */
  kind: 'word' | 'name' | 'text' | 'number' | 'sign';
  /** Words in lower case; names without their quotes. */
  value: string;
  line: number;
}

// Sticky, without nested repetition: linear in the input.
const BLANK = /[\s\ufeff]+/y;
const LINE_COMMENT = /--[^\n]*/y;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy;
const DOLLAR = /\$[A-Za-z_]*\$/y;
const CLOSING: Record<string, string> = { "'": "'", '"': '"', '`': '`', '[': ']' };

/** All tokens; throws a SyntaxError that names the line. Comments are left out. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  let line = 1;
  const move = (to: number) => {
    for (let index = at; index < to; index += 1) if (sql.charCodeAt(index) === 10) line += 1;
    at = to;
  };
  while (at < sql.length) {
    const skipped = match(BLANK, sql, at) ?? match(LINE_COMMENT, sql, at) ?? blockComment(sql, at, line);
    if (skipped !== null) {
      move(at + skipped.length);
      continue;
    }
    const { token, length } = readToken(sql, at, line);
    tokens.push(token);
    move(at + length);
  }
  return tokens;
}

function readToken(sql: string, at: number, line: number): { token: SqlToken; length: number } {
  const made = (kind: SqlToken['kind'], value: string, length: number) => ({ token: { kind, value, line }, length });
  const word = match(WORD, sql, at);
  if (word) return made('word', word.toLowerCase(), word.length);
  const number = match(NUMBER, sql, at);
  if (number) return made('number', number, number.length);
  const dollar = match(DOLLAR, sql, at);
  if (dollar) {
    const end = sql.indexOf(dollar, at + dollar.length);
    if (end < 0) throw new SyntaxError(`line ${line}: the text that begins with ${dollar} has no end`);
    return made('text', sql.slice(at + dollar.length, end), end + dollar.length - at);
  }
  const first = sql[at] ?? '';
  const closing = Object.hasOwn(CLOSING, first) && !(first === '[' && /[\]\d]/.test(sql[at + 1] ?? '')) ? CLOSING[first] : undefined;
  if (closing === undefined) return made('sign', first, 1);
  const quoted = readQuoted(sql, at, closing);
  if (quoted === null) throw new SyntaxError(`line ${line}: ${first === "'" ? 'a text' : 'a quoted name'} has no end`);
  return made(first === "'" ? 'text' : 'name', quoted.value, quoted.length);
}

/** A doubled quote inside stands for itself. */
function readQuoted(sql: string, at: number, closing: string): { value: string; length: number } | null {
  let value = '';
  for (let from = at + 1; ;) {
    const end = sql.indexOf(closing, from);
    if (end < 0) return null;
    value += sql.slice(from, end);
    if (sql[end + 1] !== closing) return { value, length: end + 1 - at };
    value += closing;
    from = end + 2;
  }
}

function blockComment(sql: string, at: number, line: number): string | null {
  if (!sql.startsWith('/*', at)) return null;
  const end = sql.indexOf('*/', at + 2);
  if (end < 0) throw new SyntaxError(`line ${line}: a comment has no end`);
  return sql.slice(at, end + 2);
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
