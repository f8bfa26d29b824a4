/** Functions of a file and which of them a test runner would collect. Works on tokens, so half a file is half the answer, not none. */
import { chainAt, closeOf, isPunct, isWord } from './chains.js';
import { baseOf, isTestFile, languageOf } from './paths.js';
import { tokenize, withoutComments, type Language, type Token } from './tokens.js';

export interface Unit {
  path: string;
  /** A test's title in JavaScript, a function's name elsewhere. */
  name: string;
  /** Class or describe blocks around it. */
  suite: string;
  line: number;
  /** Decorators, annotations, attributes and parameters. */
  head: Token[];
  body: Token[];
  /** The runner of its language finds and runs it. */
  test: boolean;
}

export interface Source {
  path: string;
  language: Language;
  text: string;
  tokens: Token[];
  code: Token[];
  units: Unit[];
}

const KEYWORDS = new Set(
  'if for while switch catch return new else using lock synchronized try do await throw case foreach function yield with sizeof typeof nameof super this when defer go select'.split(
    ' ',
  ),
);

/** Reads a file of one of the five languages; null for others. */
export function readSource(path: string, text: string | null): Source | null {
  const language = languageOf(path);
  if (language === null || text === null) return null;
  const tokens = withoutDepths(tokenize(language, text));
  const code = withoutComments(tokens);
  return { path, language, text, tokens, code, units: unitsOf(language, path, code) };
}

// Nobody nests brackets this deep; who does it wants the guard to search for ever.
const DEPTH_MAX = 100;

function withoutDepths(tokens: Token[]): Token[] {
  let depth = 0;
  return tokens.filter(({ kind, text }) => {
    if (kind !== 'punct') return true;
    if (/^[([{]$/.test(text)) return ++depth <= DEPTH_MAX;
    if (/^[)\]}]$/.test(text)) return depth-- <= DEPTH_MAX;
    return true;
  });
}

/** Functions in the given tokens; used for commented-out code as well. */
export function unitsOf(language: Language, path: string, code: Token[]): Unit[] {
  if (language === 'python') return pythonUnits(path, code);
  if (language === 'javascript') return [...scriptTests(path, code), ...scriptFunctions(path, code)];
  if (language === 'go') return goUnits(path, code);
  return methodUnits(language, path, code);
}

function pythonUnits(path: string, code: Token[]): Unit[] {
  const units: Unit[] = [];
  const discovered = isTestFile(path);
  // Open blocks around the current line: classes and functions with their indentation.
  let around: { column: number; name: string; kind: 'class' | 'def'; tests: boolean }[] = [];
  for (let index = 0; index < code.length; index += 1) {
    const token = code[index]!;
    if (!token.first) continue;
    around = around.filter((block) => block.column < token.column);
    const at = isWord(token, 'async') ? index + 1 : index;
    const name = code[at + 1];
    if (name?.kind !== 'word') continue;
    if (isWord(code[at], 'class')) {
      const bases = isPunct(code[at + 2], '(') ? code.slice(at + 3, closeOf(code, at + 2)).map(({ text }) => text) : [];
      const tests = name.text.startsWith('Test') || bases.some((base) => /TestCase|Tests?$/.test(base));
      around.push({ column: token.column, name: name.text, kind: 'class', tests });
    } else if (isWord(code[at], 'def')) {
      const end = pythonBlockEnd(code, at, token.column);
      const close = closeOf(code, at + 2);
      const colon = code.findIndex((each, position) => position > close && isPunct(each, ':'));
      const inClasses = around.every((block) => block.kind === 'class' && block.tests);
      units.push({
        path,
        name: name.text,
        suite: around.map((block) => block.name).join('.'),
        line: name.line,
        head: [...decorators(code, index, token.column), ...code.slice(at + 2, close + 1)],
        body: code.slice(colon + 1, end),
        test: discovered && name.text.startsWith('test') && inClasses && !code.some((each, position) => isNotCollected(code, position, each, name.text)),
      });
      around.push({ column: token.column, name: name.text, kind: 'def', tests: false });
    }
  }
  return units;
}

/** `test_x = None`, `del test_x`, `test_x.__test__ = False`: pytest does not see it any more. */
function isNotCollected(code: Token[], position: number, token: Token, name: string): boolean {
  if (token.text !== name || token.kind !== 'word') return false;
  if (token.first && isPunct(code[position + 1], '=') && isWord(code[position + 2], 'None')) return true;
  if (isWord(code[position - 1], 'del')) return true;
  return isPunct(code[position + 1], '.') && isWord(code[position + 2], '__test__');
}

function pythonBlockEnd(code: Token[], start: number, column: number): number {
  let depth = 0;
  for (let index = start; index < code.length; index += 1) {
    const token = code[index]!;
    if (depth === 0 && token.first && index > start && token.column <= column && token.line > code[start]!.line) return index;
    if (token.kind === 'punct' && /^[([{]$/.test(token.text)) depth += 1;
    if (token.kind === 'punct' && /^[)\]}]$/.test(token.text)) depth = Math.max(0, depth - 1);
  }
  return code.length;
}

function decorators(code: Token[], start: number, column: number): Token[] {
  let from = start;
  for (let index = start - 1; index >= 0; index -= 1) {
    const token = code[index]!;
    if (!token.first) continue;
    if (token.column === column && isPunct(token, '@')) from = index;
    else if (token.column < column || (token.column === column && !/^[)\]}]$/.test(token.text))) break;
  }
  return code.slice(from, start);
}

const SCRIPT_TESTS = /^(?:it|test|specify|fit|xit|xtest|xspecify)$/;
const SCRIPT_SUITES = /^(?:describe|context|suite|fdescribe|xdescribe|xcontext)$/;

/** `it('...', () => {})` and its relatives, with the describe blocks around them. */
function scriptTests(path: string, code: Token[]): Unit[] {
  const units: Unit[] = [];
  const suites: { name: string; end: number }[] = [];
  const discovered = isTestFile(path);
  for (let index = 0; index < code.length; index += 1) {
    const chain = /^[fx]?(?:it|test|specify|describe|context|suite)$/.test(code[index]!.text) ? chainAt(code, index) : null;
    const called = chain?.segments.findLast((segment) => segment.args);
    if (!chain || !called?.args || called.args[0]?.[0]?.kind !== 'string') continue;
    while (suites.length > 0 && suites.at(-1)!.end <= index) suites.pop();
    const root = chain.segments[0]!.name;
    const name = called.args[0][0].text;
    if (SCRIPT_SUITES.test(root)) suites.push({ name, end: chain.end });
    if (!SCRIPT_TESTS.test(root)) continue;
    const head = chain.segments.flatMap((segment) =>
      segment === called ? [] : [{ ...code[index]!, text: segment.name, kind: 'word' as const }, ...(segment.args ?? []).flat()],
    );
    const callback = called.args.slice(1).find((part) => part.some((token) => token.text === '=>' || token.text === 'function')) ?? [];
    const options = called.args
      .slice(1)
      .filter((part) => part !== callback)
      .flat();
    units.push({
      path,
      name,
      suite: suites.map((suite) => suite.name).join(' > '),
      line: chain.line,
      head: [...head, ...options],
      body: callback,
      test: discovered && callback.length > 0,
    });
  }
  return units;
}

function scriptFunctions(path: string, code: Token[]): Unit[] {
  const units: Unit[] = [];
  for (let index = 0; index < code.length; index += 1) {
    const token = code[index]!;
    if (token.kind !== 'word') continue;
    const named = (body: Token[], head: Token[]) => units.push({ path, name: token.text, suite: '', line: token.line, head, body, test: false });
    if (isPunct(code[index + 1], '(') && !KEYWORDS.has(token.text) && !isPunct(code[index - 1], '.')) {
      const close = closeOf(code, index + 1);
      const open = skipType(code, close + 1);
      if (isPunct(code[open], '{')) named(code.slice(open + 1, closeOf(code, open)), code.slice(index + 1, close + 1));
    } else if (isPunct(code[index + 1], '=') || isPunct(code[index + 1], ':')) {
      const start = isWord(code[index + 2], 'async') ? index + 3 : index + 2;
      if (!isPunct(code[start], '(')) continue;
      const close = closeOf(code, start);
      const arrow = skipType(code, close + 1);
      if (!isPunct(code[arrow], '=>')) continue;
      const block = isPunct(code[arrow + 1], '{');
      const end = block
        ? closeOf(code, arrow + 1)
        : code.findIndex((each, at) => at > arrow && (isPunct(each, ';') || (each.first && each.column <= token.column)));
      named(code.slice(arrow + 1 + Number(block), end === -1 ? code.length : end), code.slice(start, close + 1));
    }
  }
  return units;
}

/** Steps over `: Type` behind a parameter list. */
function skipType(code: Token[], start: number): number {
  if (!isPunct(code[start], ':')) return start;
  for (let index = start + 1; index < Math.min(code.length, start + 40); index += 1) {
    const token = code[index]!;
    if (isPunct(token, '=>') || (isPunct(token, '{') && !isPunct(code[index - 1], ':') && !isPunct(code[index - 1], '|'))) return index;
    if (token.kind === 'punct' && /^[{(]$/.test(token.text)) index = closeOf(code, index);
    else if (isPunct(token, ';') || isPunct(token, '=')) return index;
  }
  return start;
}

function goUnits(path: string, code: Token[]): Unit[] {
  const units: Unit[] = [];
  const discovered = isTestFile(path);
  for (let index = 0; index < code.length; index += 1) {
    const token = code[index]!;
    if (!isWord(token, 'func') || !token.first) continue;
    const receiver = isPunct(code[index + 1], '(');
    const at = receiver ? closeOf(code, index + 1) + 1 : index + 1;
    const name = code[at];
    const parameters = code.findIndex((each, position) => position > at && isPunct(each, '('));
    if (name?.kind !== 'word' || parameters === -1) continue;
    const close = closeOf(code, parameters);
    const open = code.findIndex(
      (each, position) => position > close && isPunct(each, '{') && !isWord(code[position - 1], 'interface') && !isWord(code[position - 1], 'struct'),
    );
    if (open === -1) continue;
    const suite = receiver
      ? (code
          .slice(index + 2, at - 1)
          .filter(({ kind }) => kind === 'word')
          .at(-1)?.text ?? '')
      : '';
    units.push({
      path,
      name: name.text,
      suite,
      line: name.line,
      head: code.slice(at + 1, open),
      body: code.slice(open + 1, closeOf(code, open)),
      test: discovered && /^(?:Test|Fuzz|Example)(?![a-z])/.test(name.text) && name.text !== 'TestMain' && (!receiver || /Suite/.test(suite)),
    });
  }
  return units;
}

const JAVA_TEST = /^(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Theory)$/;
const CSHARP_TEST = /^(?:Fact|Theory|Test|TestCase|TestCaseSource|TestMethod|DataTestMethod|DataRow|SkippableFact|SkippableTheory|[A-Z]\w*Fact)$/;

/** Methods of Java and C#. */
function methodUnits(language: 'java' | 'csharp', path: string, code: Token[]): Unit[] {
  const units: Unit[] = [];
  const classes: { name: string; end: number; testCase: boolean }[] = [];
  for (let index = 0; index < code.length; index += 1) {
    const token = code[index]!;
    while (classes.length > 0 && classes.at(-1)!.end <= index) classes.pop();
    const next = code[index + 1];
    if (/^(?:class|record|struct)$/.test(token.text) && token.kind === 'word' && next?.kind === 'word') {
      const open = code.findIndex((each, position) => position > index && isPunct(each, '{'));
      if (open !== -1) classes.push({ name: next.text, end: closeOf(code, open), testCase: code.slice(index, open).some(({ text }) => text === 'TestCase') });
      continue;
    }
    if (token.kind !== 'word' || !isPunct(next, '(') || KEYWORDS.has(token.text) || classes.length === 0) continue;
    const before = code[index - 1];
    if (!(before?.kind === 'word' && !KEYWORDS.has(before.text)) && !isPunct(before, '>') && !isPunct(before, ']') && !isPunct(before, '?')) continue;
    const close = closeOf(code, index + 1);
    const open = bodyStart(code, close + 1);
    if (open === null) continue;
    const start = declarationStart(code, index);
    const head = code.slice(start, close + 1);
    const marks = marksOf(language, code.slice(start, index));
    const old = classes.at(-1)!.testCase && token.text.startsWith('test');
    const block = isPunct(code[open], '{');
    const end = block ? closeOf(code, open) : code.findIndex((each, position) => position > open && isPunct(each, ';'));
    units.push({
      path,
      name: token.text,
      suite: classes.map(({ name }) => name).join('.'),
      line: token.line,
      head: head.filter((_, position) => position !== index - start),
      body: code.slice(open + 1, end === -1 ? code.length : end),
      test: old || marks.some((mark) => (language === 'java' ? JAVA_TEST : CSHARP_TEST).test(mark)),
    });
  }
  return units;
}

/** Names of annotations (`@Test`) or attributes (`[Fact]`). */
export function marksOf(language: Language, tokens: Token[]): string[] {
  return tokens.flatMap((token, index) => {
    const name = tokens[index + 1];
    if (name?.kind !== 'word') return [];
    if (language === 'csharp') return isPunct(token, '[') || (isPunct(token, ',') && !isPunct(tokens[index + 2], ')')) ? [name.text] : [];
    return isPunct(token, '@') ? [name.text] : [];
  });
}

function declarationStart(code: Token[], index: number): number {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = code[at]!;
    if (token.kind === 'punct' && /^[)\]]$/.test(token.text)) depth += 1;
    // `@ValueSource(ints = {1, 2})`: braces within brackets are no block.
    if (token.kind === 'punct' && /^[([]$/.test(token.text)) depth -= 1;
    if (depth <= 0 && token.kind === 'punct' && /^[;{}]$/.test(token.text)) return at + 1;
  }
  return 0;
}

/** Index of `{` or `=>` behind a parameter list, or null when it is a call or has no body. */
function bodyStart(code: Token[], start: number): number | null {
  for (let index = start; index < Math.min(code.length, start + 40); index += 1) {
    const token = code[index]!;
    if (isPunct(token, '{') || isPunct(token, '=>')) return index;
    if (token.kind !== 'word' && !/^[,.<>:()?]$/.test(token.text)) return null;
    if (index === start && token.kind === 'word' && !/^(?:throws|where)$/.test(token.text)) return null;
    if (index === start && token.kind !== 'word' && token.text !== ':') return null;
  }
  return null;
}

/** The name under which a runner would show it. */
export function titleOf(unit: Unit): string {
  return `${baseOf(unit.path)}: ${unit.suite ? `${unit.suite} > ` : ''}${unit.name}`;
}
