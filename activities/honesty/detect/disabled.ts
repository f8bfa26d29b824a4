/** Tests that are still there and still run, and cannot fail: left early, wrapped in what never holds, failures swallowed. */
import type { HonestyFinding } from '../port.js';
import { closeOf, isPunct, isWord } from '../source/chains.js';
import { canonical, type Language, type Token } from '../source/tokens.js';
import { assertionsIn, statementEnd } from '../tests/assertions.js';
import type { TestCase } from '../tests/world.js';
import { finding, type Detector } from './context.js';

const NEVER = /\b(?:if|while|elif) (?:\( )?(?:False|false|0|None|null|nil|not True|! true|"" ?|1 == 0|1 > 2|0 == 1|1 === 2) ?(?:\)|:|\{|and\b|&&)/;
// What a handler may hold without letting anything fail.
const HARMLESS = /^(?:pass|\.\.\.|return|continue|print|console|log|logger|logging|warnings|_|e|err|error|ex|exc|System|Console|t|Log|Logf|fmt|True|true)$/;

export const disabledTests: Detector = ({ world }) => {
  const before = new Map(world.pairs.map(({ before: old, after }) => [after, old]));
  return world.after.tests.flatMap((test) => {
    const old = before.get(test);
    if (old && old.text === test.text) return [];
    const findings: HonestyFinding[] = [];
    for (const [kind, problem] of PROBLEMS) {
      // A new test may loop and branch as it likes; one that began to is another matter.
      if (!old && problem === onlyWhen) continue;
      const line = problem(test);
      if (line === null || (old && problem(old) !== null)) continue;
      findings.push(finding(kind, test.unit.path, line, `${SENTENCES[problem.name] ?? ''} in "${test.unit.name}".`));
      break;
    }
    return findings;
  });
};

const PROBLEMS: ['test-disabled' | 'failure-swallowed', (test: TestCase) => number | null][] = [
  ['test-disabled', leftEarly],
  ['test-disabled', neverHolds],
  ['failure-swallowed', swallowed],
  ['test-disabled', onlyWhen],
];
const SENTENCES: Record<string, string> = {
  leftEarly: 'A return comes before the assertions',
  neverHolds: 'A condition that never holds keeps code from running',
  swallowed: 'Failures are caught and dropped',
  onlyWhen: 'Assertions run only under a condition that may not hold',
};

/** The statements of a body without the wrapping of an arrow function. */
function inner(test: TestCase): Token[] {
  const { body } = test.unit;
  if (test.source.language !== 'javascript') return body;
  const open = body.findIndex((token, index) => isPunct(token, '{') && (isPunct(body[index - 1], '=>') || isPunct(body[index - 1], ')')));
  return open === -1 ? body : body.slice(open + 1, closeOf(body, open));
}

function leftEarly(test: TestCase): number | null {
  const body = inner(test);
  const { language } = test.source;
  const column = body[0]?.column ?? 0;
  for (let index = 0; index < body.length; index += 1) {
    const token = body[index]!;
    if (language !== 'python' && isPunct(token, '{')) {
      // A block that only returns, before anything was checked.
      const close = closeOf(body, index);
      const inside = canonical(body.slice(index + 1, close)).trim();
      if (
        /^return(?: nil)?$/.test(inside) &&
        hasNothingBefore(language, body, index) &&
        assertionsIn(language, body.slice(close)).length > 0 &&
        isWord(
          body.slice(0, index).findLast(({ text }) => text === 'if' || text === 'for'),
          'if',
        )
      )
        return token.line;
      index = close;
      continue;
    }
    if (!/^(?:return|os\._exit)$/.test(token.text) || token.kind !== 'word') continue;
    if (language === 'python' && !token.first) continue;
    const nested = language === 'python' && token.column > column;
    const end = statementEnd(language, body, index);
    if (nested && !isWord(ifBefore(body, index), 'if')) continue;
    const value = body.slice(index + 1, end);
    if (language === 'javascript' && /^(?:expect|assert|Promise|new|request|async)$/.test(value[0]?.text ?? '')) continue;
    if (assertionsIn(language, body.slice(end)).length > 0 && hasNothingBefore(language, body, index)) return token.line;
  }
  return null;
}

function ifBefore(body: readonly Token[], index: number): Token | undefined {
  return body.slice(0, index).findLast((token) => token.first && token.column < body[index]!.column);
}

function hasNothingBefore(language: Language, body: readonly Token[], index: number): boolean {
  return assertionsIn(language, body.slice(0, index)).length === 0;
}

function neverHolds(test: TestCase): number | null {
  const body = inner(test);
  if (!NEVER.test(canonical(body))) return null;
  return (
    body.find((token, index) => (isWord(token, 'if') || isWord(token, 'while')) && NEVER.test(canonical(body.slice(index, index + 8))))?.line ?? test.unit.line
  );
}

function swallowed(test: TestCase): number | null {
  const body = inner(test);
  const { language } = test.source;
  for (const [index, token] of body.entries()) {
    if (language === 'go' && isWord(token, 'recover') && isPunct(body[index + 1], '(')) {
      const open = body.slice(0, index).findLastIndex((each) => isPunct(each, '{'));
      const handler = body.slice(index, open === -1 ? body.length : closeOf(body, open));
      if (!handler.some(({ text }) => /^(?:Error|Errorf|Fatal|Fatalf|Fail|NotNil|Equal)$/.test(text))) return token.line;
    }
    if (isWord(token, 'suppress') && isPunct(body[index + 1], '(')) return token.line;
    // `promise.catch(() => {})`
    if (isWord(token, 'catch') && isPunct(body[index - 1], '.') && isPunct(body[index + 1], '(')) {
      const handler = body.slice(index + 2, closeOf(body, index + 1));
      const statement = body.slice(body.slice(0, index).findLastIndex((each) => isPunct(each, ';')) + 1, index);
      if (assertionsIn(language, handler).length === 0 && isHarmless(handler) && assertionsIn(language, statement).length > 0) return token.line;
    }
    if (!isWord(token, language === 'python' ? 'except' : 'catch') || isPunct(body[index - 1], '.')) continue;
    const [caught, handler] = handlerOf(language, body, index);
    if (!isHarmless(handler)) continue;
    const guarded = body.slice(0, index);
    const tried = guarded.slice(guarded.findLastIndex((each) => isWord(each, 'try')));
    const failing = tried.some((each) => /^(?:fail|Fail|raise|throw)$/.test(each.text));
    const narrow =
      caught.length > 0 &&
      !/\b(?:Exception|BaseException|Throwable|AssertionError|AssertionException|Error)\b/.test(canonical(caught)) &&
      language !== 'javascript';
    if (failing && narrow) continue;
    if (assertionsIn(language, tried).length > 0 || failing) return token.line;
  }
  return null;
}

function handlerOf(language: Language, body: readonly Token[], index: number): [Token[], Token[]] {
  if (language === 'python') {
    const colon = body.findIndex((token, at) => at > index && isPunct(token, ':'));
    const column = body[index]!.column;
    const end = body.findIndex((token, at) => at > colon && token.first && token.column <= column);
    return [body.slice(index + 1, colon), body.slice(colon + 1, end === -1 ? body.length : end)];
  }
  const open = body.findIndex((token, at) => at > index && isPunct(token, '{'));
  if (open === -1) return [[], []];
  return [body.slice(index + 1, open), body.slice(open + 1, closeOf(body, open))];
}

function isHarmless(handler: readonly Token[]): boolean {
  if (handler.some((token) => /^(?:raise|throw|fail|Fail|assert|expect|Assert|assertThat|assertEquals|done|reject|Fatal|Error|Errorf)$/.test(token.text)))
    return false;
  const words = handler.filter(({ kind }) => kind === 'word');
  return words.length === 0 || HARMLESS.test(words[0]!.text);
}

/** Every assertion stands under an `if` that may not hold. */
function onlyWhen(test: TestCase): number | null {
  const body = inner(test);
  const { language } = test.source;
  if (language === 'go') return null;
  const all = assertionsIn(language, body).length;
  if (all === 0) return null;
  for (const [index, token] of body.entries()) {
    if (!isWord(token, 'if') || (language === 'python' && !token.first)) continue;
    const block = language === 'python' ? pythonBlock(body, index) : braceBlock(body, index);
    if (assertionsIn(language, block).length === all) return token.line;
  }
  return null;
}

function pythonBlock(body: readonly Token[], index: number): Token[] {
  const end = body.findIndex((token, at) => at > index && token.first && token.column <= body[index]!.column);
  return body.slice(index + 1, end === -1 ? body.length : end);
}

function braceBlock(body: readonly Token[], index: number): Token[] {
  const close = isPunct(body[index + 1], '(') ? closeOf(body, index + 1) : index;
  return isPunct(body[close + 1], '{') ? body.slice(close + 2, closeOf(body, close + 1)) : body.slice(close + 1, close + 12);
}
