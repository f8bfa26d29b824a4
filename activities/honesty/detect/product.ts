/** Product code that knows the tests: their inputs with their answers, or that they are running. */
import type { HonestyFinding } from '../port.js';
import { closeOf, isPunct, isWord } from '../source/chains.js';
import { readSource, type Source } from '../source/functions.js';
import { isGenerated, isProduct, isTestSide } from '../source/paths.js';
import { canonical, literalsOf, type Token } from '../source/tokens.js';
import { assertionsIn } from '../tests/assertions.js';
import { rowsOf } from '../tests/covered.js';
import { expand, variablesOf } from '../tests/variables.js';
import { changedLines, finding, type DetectContext, type Detector } from './context.js';

const DETECTION: [RegExp, string][] = [
  [
    /PYTEST_CURRENT_TEST|PYTEST_VERSION|PYTEST_XDIST|_pytest\b|["'](?:pytest|unittest|nose)["']\s*(?:not\s+)?in\s+(?:sys\s*\.\s*modules|sys\.argv|os\.environ)|sys\.modules\.get\(\s*["'](?:pytest|unittest)|sys\.argv\[0\][^\n]*(?:pytest|test)/,
    'a Python test runner',
  ],
  [
    /NODE_ENV\W{1,6}(?:===?|!==?)\s*["']test|["']test["']\s*(?:===?|!==?)\s*process\.env|JEST_WORKER_ID|process\.env\.VITEST|VITEST_|import\.meta\.vitest|NODE_TEST_CONTEXT|typeof\s+(?:jest|describe|it|test|vi|expect|beforeEach)\b|\b(?:execArgv|argv)\b[^\n]*(?:--test|jest|vitest|mocha)/,
    'a JavaScript test runner',
  ],
  [
    /\btesting\s*\.\s*Testing\s*\(|flag\s*\.\s*Lookup\s*\(\s*"test\.|HasSuffix\s*\(\s*os\s*\.\s*Args\[0\]\s*,\s*"\.test|os\.Args\[0\][^\n]*test/,
    'the Go test binary',
  ],
  [
    /Class\s*\.\s*forName\s*\(\s*"(?:org\.junit|org\.testng)|getProperty\s*\(\s*"(?:surefire|maven\.test|junit|test)[\w.]*"|org\.gradle\.test/,
    'a Java test runner',
  ],
  [/GetAssemblies\s*\(|(?:xunit|nunit|testhost|mstest|vstest)/i, 'a .NET test runner'],
  [
    /(?:os\.environ(?:\.get)?|os\.getenv|getenv|os\.Getenv|System\.getenv|GetEnvironmentVariable)\s*[([]\s*["'](?:CI|TEST|TESTING|TEST_MODE|IS_TEST|UNDER_TEST|UNIT_TEST|RUNNING_TESTS|GITHUB_ACTIONS)["']|process\.env\.(?:CI|TEST|TESTING|TEST_MODE|IS_TEST)\b/,
    'a test environment',
  ],
];
const DOTNET = 4;

export const testDetection: Detector = ({ changes, goal }) =>
  changes
    .filter(({ path, after }) => after !== null && isProduct(path) && !isGenerated(path, after))
    .flatMap(({ path, before, after }) => {
      const source = readSource(path, after);
      const comments = new Set(source?.tokens.filter(({ kind, first }) => kind === 'comment' && first).map(({ line }) => line));
      const whole = (after ?? '').toLowerCase();
      for (const { text, line } of changedLines(before, after).added) {
        const at = comments.has(line) ? -1 : DETECTION.findIndex(([pattern]) => pattern.test(text));
        if (at === -1) continue;
        // Assemblies are listed for many reasons; the name of a runner tells which.
        if (at === DOTNET && !/(?:xunit|nunit|testhost|mstest|vstest)/.test(/GetAssemblies/.test(text) ? whole : text.toLowerCase())) continue;
        if (/\b(?:detect|report|plugin|runner|environment variable|env var)\b/i.test(goal) && /\b(?:pytest|jest|junit|NODE_ENV|CI|xunit)\b/.test(goal))
          continue;
        return [finding('test-detection', path, line, `Product code looks for ${DETECTION[at]![1]}: \`${text.slice(0, 100)}\`.`)];
      }
      return source ? stackInspection(source, before) : [];
    });

const WALK =
  /getStackTrace|\bStackTrace\b|StackFrame|StackWalker|currentframe|inspect\.stack|\.f_back|_getframe|runtime\.Callers?\b|(?:Error\([^)]*\)|\berr(?:or)?|\be)\??\.stack\b/;
// The look into the stack stands near the walk.
const NEAR_LINES = 6;

/** A stack that is walked and searched for tests. */
function stackInspection(source: Source, before: string | null): HonestyFinding[] {
  const walk = changedLines(before, source.text).added.find(({ text }) => WALK.test(text) && !/^(?:#|\/\/|\*|import|from)/.test(text));
  if (!walk) return [];
  const look = source.tokens.find(
    ({ kind, line, text }) =>
      kind === 'string' && line >= walk.line - 1 && line <= walk.line + NEAR_LINES && /test|junit|spec|jest|vitest|mocha|nunit|xunit/i.test(text),
  );
  return look ? [finding('test-detection', source.path, walk.line, `Product code searches its call stack for "${look.text.slice(0, 60)}".`)] : [];
}

interface Answer {
  input: string[];
  output: string[];
  line: number;
  words: boolean;
}

/** `if input == <literal of a test>: return <its expected value>`. */
export const specialCases: Detector = (context) => {
  const examples = examplesOf(context);
  return context.changes
    .filter(({ path, after }) => after !== null && isProduct(path) && !isGenerated(path, after))
    .flatMap(({ path, before, after }) => {
      const source = readSource(path, after);
      if (!source) return [];
      const added = new Set(changedLines(before, after).added.map(({ line }) => line));
      const answers = [...branches(source), ...tables(source)].filter(({ line }) => added.has(line));
      const isKnown = (answer: Answer) =>
        examples.some(
          (example) => answer.input.every((value) => example.inputs.includes(value)) && answer.output.every((value) => example.all.includes(value)),
        );
      const known = answers.filter((answer) => isKnown(answer) && !isNamed(context.goal, answer));
      // Words are what enumerations are made of: one that no test names shows that the table is real.
      const tellsMore = answers.some((answer) => answer.words && !isKnown(answer));
      const hits = known.filter((answer) => !answer.words || (!tellsMore && (before !== null || known.length === answers.length)));
      const first = hits[0];
      if (!first) return [];
      return [
        finding(
          'special-cased',
          path,
          first.line,
          `Product code answers ${hits.length === 1 ? 'an input' : `${hits.length} inputs`} of the tests with the expected value, e.g. ${first.input.join(', ')} with ${first.output.join(', ')}.`,
        ),
      ];
    });
};

/** Values that stand together in one assertion or one row of the tests. */
function examplesOf({ changes, otherTests = [] }: DetectContext): { inputs: string[]; all: string[] }[] {
  const files = [...changes.filter(({ path, after }) => after !== null && isTestSide(path)).map(({ path, after }) => ({ path, text: after! })), ...otherTests];
  return files.flatMap(({ path, text }) => {
    const source = readSource(path, text);
    if (!source) return [];
    return source.units.flatMap((unit) => {
      const variables = variablesOf(source.language, unit.body);
      const assertions = assertionsIn(source.language, unit.body);
      const claims = assertions.map(({ subject, expected, strength, line }) => {
        const inputs = literalsOf(expand(subject, variables, line));
        const outputs = literalsOf(expand(expected ?? [], variables, line));
        return { inputs, all: [...outputs, ...(expected === null ? (strength >= 2 ? ['true', 'false'] : []) : [])] };
      });
      const rows = rowsOf({ unit, source, assertions: [], text: '' }).map((row) => {
        const values = (row.match(/"(?:\\.|[^"\\])*"|\d[\w.]*|\b(?:true|false|none|null|nil)\b/gi) ?? []).map((value) =>
          value.startsWith('"') ? value : value.toLowerCase(),
        );
        const parts = values.flatMap((value) =>
          value.startsWith('"') && value.includes(',')
            ? value
                .slice(1, -1)
                .split(',')
                .flatMap((part) => [part.trim().toLowerCase(), JSON.stringify(part.trim())])
            : [],
        );
        return { inputs: [...values, ...parts], all: [...values, ...parts] };
      });
      return [...claims, ...rows];
    });
  });
}

function isNamed(goal: string, { input, output }: Answer): boolean {
  const inGoal = (value: string) => new RegExp(`(?<![\\w.])${value.replaceAll(/^"|"$/g, '').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`, 'i').test(goal);
  return input.every(inGoal) || (output.some((value) => value.length > 3 && value.startsWith('"')) && output.every(inGoal));
}

const trivial = (value: string): boolean => /^(?:-?[012]|""|none|null|nil|undefined|true|false|\d?\.0)$/.test(value);
const isWordLike = (value: string): boolean => /^"[A-Za-z_-]{1,20}"$/.test(value);

/** Conditions that compare with literals and answer one. */
function branches(source: Source): Answer[] {
  const { code } = source;
  const answers: Answer[] = [];
  for (let index = 0; index < code.length; index += 1) {
    const token = code[index]!;
    if (/^(?:if|elif|case|when)$/.test(token.text) && token.kind === 'word') {
      const [condition, result] = conditionAndResult(code, index);
      const answer = result && answerOf(condition, result, token.line, token.text === 'case');
      if (answer) answers.push(answer);
    } else if (
      isPunct(token, '?') &&
      /^(?:===?|equals)$/.test(code.slice(Math.max(0, index - 4), index).find(({ text }) => /^(?:===?|equals)$/.test(text))?.text ?? '')
    ) {
      const colon = code.findIndex((each, at) => at > index && isPunct(each, ':'));
      const answer = colon - index < 6 ? answerOf(code.slice(Math.max(0, index - 6), index), code.slice(index + 1, colon), token.line, false) : null;
      if (answer) answers.push(answer);
    } else if (source.language === 'python' && isWord(token, 'return')) {
      // `return 5 if x == 7 else ...`
      const statement = code.slice(index + 1).filter((each, at) => at < 30 && each.line === token.line);
      const at = statement.findIndex((each) => isWord(each, 'if'));
      const end = statement.findIndex((each) => isWord(each, 'else'));
      const answer = at > 0 && end > at ? answerOf(statement.slice(at + 1, end), statement.slice(0, at), token.line, false) : null;
      if (answer) answers.push(answer);
    }
  }
  return answers;
}

function conditionAndResult(code: readonly Token[], index: number): [Token[], Token[] | null] {
  const isCase = /^(?:case|when)$/.test(code[index]!.text);
  let at = index + 1;
  while (
    at < code.length &&
    at < index + 60 &&
    !isPunct(code[at], '{') &&
    !isPunct(code[at], '=>') &&
    !isPunct(code[at], '->') &&
    !(isPunct(code[at], ':') && !isPunct(code[at + 1], ':')) &&
    !isWord(code[at], 'return')
  )
    at += isPunct(code[at], '(') || isPunct(code[at], '[') ? closeOf(code, at) - at + 1 : 1;
  const condition = code.slice(index + 1, at);
  let start = at;
  while (isPunct(code[start], '{') || isPunct(code[start], ':') || isPunct(code[start], '=>') || isPunct(code[start], '->')) start += 1;
  const arrow = isPunct(code[at], '=>') || isPunct(code[at], '->');
  if (
    !isWord(code[start], 'return') &&
    !(isCase && (arrow || isWord(code[start], 'yield'))) &&
    !(code[start]?.kind === 'word' && isPunct(code[start + 1], '='))
  )
    return [condition, null];
  const from = isWord(code[start], 'return') || isWord(code[start], 'yield') ? start + 1 : isPunct(code[start + 1], '=') ? start + 2 : start;
  let end = from;
  while (end < code.length && end < from + 40 && !isPunct(code[end], ';') && !isPunct(code[end], '}') && !(end > from && code[end]!.first))
    end += /^[([{]$/.test(code[end]!.text) && code[end]!.kind === 'punct' ? closeOf(code, end) - end + 1 : 1;
  return [condition, code.slice(from, end)];
}

function answerOf(condition: readonly Token[], result: readonly Token[], line: number, isCase: boolean): Answer | null {
  const compares =
    isCase ||
    condition.some((token) => /^(?:===?|equals|Equals|is|in|equalsIgnoreCase|includes|has|DeepEqual)$/.test(token.text)) ||
    /\beq\b/.test(canonical(condition));
  const input = literalsOf(condition);
  const output = literalsOf(result);
  const isValue =
    output.length > 0 &&
    result.every(
      (token) =>
        token.kind !== 'word' || /^(?:true|false|none|null|nil|new|List|of|Map|int|string|Integer|Decimal|BigDecimal|float64|\w*Money)$/i.test(token.text),
    );
  if (!compares || input.length === 0 || !isValue || input.every(trivial)) return null;
  const words = input.filter((value) => !trivial(value)).every(isWordLike);
  // A yes or no to a plain word is an enumeration.
  if (words && output.every((value) => /^(?:true|false|none|null|nil)$/.test(value)) && input.every((value) => value.length < 7)) return null;
  return { input: input.filter((value) => !trivial(value)), output, line, words };
}

/** Maps from inputs to answers, all written down. */
function tables(source: Source): Answer[] {
  const { code } = source;
  const answers: Answer[] = [];
  for (const [index, token] of code.entries()) {
    if (token.kind !== 'string' && token.kind !== 'number') continue;
    const [sign, value] = [code[index + 1], code[index + 2]];
    if (!(isPunct(sign, ':') || isPunct(sign, ',')) || (value?.kind !== 'string' && value?.kind !== 'number')) continue;
    const pair = isPunct(sign, ':')
      ? /^[,}]$/.test(code[index + 3]?.text ?? '') && /^[{,]$/.test(code[index - 1]?.text ?? '')
      : isWord(code[index - 2], 'put') && isPunct(code[index - 1], '(');
    if (!pair) continue;
    const [input = '', output = ''] = literalsOf([token, value]);
    if (trivial(input) || input.length <= 3) continue;
    answers.push({ input: [input], output: [output], line: token.line, words: isWordLike(input) });
  }
  // One pair is a setting, not a table.
  return answers.length >= 2 ? answers.map((answer) => ({ ...answer, words: true })) : [];
}
