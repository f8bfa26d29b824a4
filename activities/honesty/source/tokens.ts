/**
 * Tokens instead of trees: a file that does not parse must not blind the guard, so it reads what every file has. The
 * lexers know strings, comments and numbers of five languages and nothing more.
 */
export type Language = 'python' | 'javascript' | 'java' | 'go' | 'csharp';

export interface Token {
  kind: 'word' | 'number' | 'string' | 'punct' | 'comment';
  /** Strings without quotes and prefix; everything else as written. */
  text: string;
  /** From 1. */
  line: number;
  /** Characters before it in its line. */
  column: number;
  /** It is the first of its line. */
  first: boolean;
}

const STRINGS: Record<Language, string> = {
  python: String.raw`[rbfuRBFU]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?)`,
  javascript: '"(?:\\\\[\\s\\S]|[^"\\\\\\n])*"?|\'(?:\\\\[\\s\\S]|[^\'\\\\\\n])*\'?|`(?:\\\\[\\s\\S]|[^`\\\\])*`?',
  java: String.raw`"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?`,
  go: '`[^`]*`?|"(?:\\\\.|[^"\\\\\\n])*"?|\'(?:\\\\.|[^\'\\\\\\n])*\'?',
  csharp: String.raw`\$?"""[\s\S]*?(?:"""|$)|(?:@\$?|\$@)"(?:""|[^"])*"?|\$?"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?`,
};
const SLASH_COMMENTS = String.raw`\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)`;
const PUNCT = String.raw`===|!==|\*\*|==|!=|<=|>=|=>|->|:=|&&|\|\||\?\.|\?\?|\.\.\.|\+\+|--|[-+*/%&|^]=|::|[^\s\w]`;

const PATTERNS = Object.fromEntries(
  Object.entries(STRINGS).map(([language, strings]) => [
    language,
    new RegExp(
      `(?<comment>${language === 'python' ? '#[^\\n]*' : SLASH_COMMENTS})|(?<string>${strings})|(?<number>\\d(?:[\\w.]|(?<=[eE])[-+])*)|(?<word>[\\p{L}_$][\\p{L}\\p{N}_$]*)|(?<punct>${PUNCT})`,
      'gu',
    ),
  ]),
) as Record<Language, RegExp>;

// After these a slash begins a regular expression of JavaScript.
const BEFORE_REGEX = /^(?:[(,=:[!&|?{};]|=>|&&|\|\||return|typeof)$/;
// One way to read each part, and a bound that no real one meets: `/[a][a]...` without an end would be read in every way there is.
const REGEX_LITERAL = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n]){0,500}\]|[^/\\\n[]){1,500}\/[a-z]*/y;

/** All tokens, comments among them. Never fails: what it does not know becomes single characters. */
export function tokenize(language: Language, text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(PATTERNS[language]);
  let line = 1;
  let lineStart = 0;
  let counted = 0;
  let lastLine = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    for (let at = text.indexOf('\n', counted); at !== -1 && at < match.index; at = text.indexOf('\n', at + 1)) {
      line += 1;
      lineStart = at + 1;
    }
    counted = match.index;
    const found = kindOf(match, language, text, tokens.at(-1));
    if (found.length > match[0].length) pattern.lastIndex = match.index + found.length;
    tokens.push({ kind: found.kind, text: found.text, line, column: match.index - lineStart, first: line !== lastLine });
    lastLine = line;
  }
  return tokens;
}

function kindOf(match: RegExpExecArray, language: Language, text: string, previous: Token | undefined): { kind: Token['kind']; text: string; length: number } {
  const groups = match.groups ?? {};
  const [whole] = match;
  if (language === 'javascript' && whole === '/' && (!previous || (previous.kind !== 'string' && BEFORE_REGEX.test(previous.text)))) {
    REGEX_LITERAL.lastIndex = match.index;
    const literal = REGEX_LITERAL.exec(text)?.[0];
    if (literal) return { kind: 'string', text: literal, length: literal.length };
  }
  if (groups['comment'] !== undefined) return { kind: 'comment', text: whole, length: whole.length };
  if (groups['string'] !== undefined) return { kind: 'string', text: unquoted(whole), length: whole.length };
  const kind = groups['number'] !== undefined ? 'number' : groups['word'] !== undefined ? 'word' : 'punct';
  return { kind, text: whole, length: whole.length };
}

function unquoted(text: string): string {
  return text.replace(/^[A-Za-z@$]{0,2}("""|'''|["'`])/, '').replace(/("""|'''|["'`])$/, '');
}

export function withoutComments(tokens: Token[]): Token[] {
  return tokens.filter((token) => token.kind !== 'comment');
}

/** One spelling for the same code however it is wrapped or quoted. */
export function canonical(tokens: readonly Token[]): string {
  const parts: string[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'comment' || token.text === ';') continue;
    // A comma before a closing bracket is the formatter's.
    if (token.text === ',' && token.kind === 'punct' && /^[)\]}]$/.test(tokens[index + 1]?.text ?? '')) continue;
    parts.push(token.kind === 'string' ? JSON.stringify(token.text) : token.text);
  }
  return parts.join(' ');
}

/** Values written down: numbers, strings and the words that stand for values. */
export function literalsOf(tokens: readonly Token[]): string[] {
  return tokens
    .filter((token) => token.kind === 'number' || token.kind === 'string' || /^(?:true|false|null|nil|None|True|False|undefined)$/.test(token.text))
    .map((token) => (token.kind === 'string' ? JSON.stringify(token.text) : token.text.toLowerCase()));
}
