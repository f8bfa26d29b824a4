/** Product code that is mocked away in the very tests that should prove it, and fixtures that stand in for what is missing. */
import type { HonestyFinding } from '../port.js';
import { calledNames, closeOf, isPunct, isWord, splitTop } from '../source/chains.js';
import type { Source } from '../source/functions.js';
import { baseOf, isTestSide } from '../source/paths.js';
import { canonical, type Token } from '../source/tokens.js';
import { assertionsIn } from '../tests/assertions.js';
import { expand, variablesOf } from '../tests/variables.js';
import { changedLines, finding, type DetectContext, type Detector } from './context.js';

export const mockedUnits: Detector = ({ world, changes }) =>
  world.after.sources
    .filter(({ path }) => isTestSide(path))
    .flatMap((source) => {
      const before = changes.find(({ path }) => path === source.path)?.before ?? null;
      const added = new Set(changedLines(before, source.text).added.map(({ line }) => line));
      const seen = new Set<string>();
      return mocksOf(source)
        .filter((mock) => added.has(mock.line) && isUnderTest(source, mock) && !seen.has(mock.name) && seen.add(mock.name))
        .map((mock) => finding('unit-mocked', source.path, mock.line, `"${mock.name}", which these tests should prove, is replaced by a stand-in.`));
    });

interface Mock {
  name: string;
  line: number;
  /** The module that is replaced as a whole, or null. */
  module: string | null;
  /** Its result is fixed on the object that is asserted on. */
  stubbed?: boolean;
}

function mocksOf(source: Source): Mock[] {
  const { code } = source;
  return code.flatMap((token, index) => {
    if (token.kind !== 'word') return [];
    const args = isPunct(code[index + 1], '(') ? splitTop(code.slice(index + 2, closeOf(code, index + 1))) : [];
    switch (source.language) {
      case 'python':
        return pythonMock(code, index, args);
      case 'javascript':
        return scriptMock(code, index, args);
      case 'go':
        return goMock(code, index);
      default:
        return classMock(code, index, args);
    }
  });
}

const lastPart = (text: string): string => text.split('.').at(-1) ?? text;

function pythonMock(code: readonly Token[], index: number, args: Token[][]): Mock[] {
  const token = code[index]!;
  const [first = [], second = []] = args;
  if (/^(?:patch|object|setattr)$/.test(token.text) && args.length > 0) {
    if (first.length === 1 && first[0]!.kind === 'string' && (token.text === 'patch' || token.text === 'setattr'))
      return [{ name: lastPart(first[0]!.text), line: token.line, module: null }];
    if (second[0]?.kind === 'string' && token.text !== 'patch') return [{ name: second[0].text, line: token.line, module: null }];
  }
  // `module.function = lambda ...`, `calc.add = Mock(return_value=5)`
  if (
    isPunct(code[index - 1], '.') &&
    isPunct(code[index + 1], '=') &&
    /^(?:lambda|Mock|MagicMock|mock|AsyncMock|create_autospec)$/.test(code[index + 2]?.text ?? '')
  )
    return [{ name: token.text, line: token.line, module: null }];
  // `add = lambda a, b: 5` at the top hides the imported function.
  if (
    token.first &&
    token.column === 0 &&
    isPunct(code[index + 1], '=') &&
    /^(?:lambda|Mock|MagicMock)$/.test(code[index + 2]?.text ?? '') &&
    isImported(code, token.text)
  )
    return [{ name: token.text, line: token.line, module: null }];
  return [];
}

function isImported(code: readonly Token[], name: string): boolean {
  return code.some(
    (token, index) => token.text === name && code.slice(Math.max(0, index - 12), index).some((each) => isWord(each, 'import') && each.line === token.line),
  );
}

function scriptMock(code: readonly Token[], index: number, args: Token[][]): Mock[] {
  const token = code[index]!;
  const [first = [], second = []] = args;
  const root = code[index - 2]?.text ?? '';
  if (/^(?:mock|doMock|unstable_mockModule|module)$/.test(token.text) && /^(?:jest|vi|vitest|mock|td|rewiremock)$/.test(root) && first[0]?.kind === 'string')
    return [{ name: first[0].text, line: token.line, module: first[0].text }];
  if (/^(?:spyOn|stub|replace|method)$/.test(token.text) && second[0]?.kind === 'string') {
    const chained = canonical(code.slice(index, index + 40));
    const replaces = token.text !== 'spyOn' || /\. mock(?:Return|Resolved|Rejected|Implementation)\w* \(/.test(chained);
    return replaces ? [{ name: second[0].text, line: token.line, module: null }] : [];
  }
  // `calc.add = () => 5` or `= jest.fn()`
  if (
    isPunct(code[index - 1], '.') &&
    isPunct(code[index + 1], '=') &&
    (/^(?:jest|vi|sinon)$/.test(code[index + 2]?.text ?? '') || (isPunct(code[index + 2], '(') && isPunct(code[closeOf(code, index + 2) + 1], '=>')))
  )
    return [{ name: token.text, line: token.line, module: null }];
  return [];
}

function goMock(code: readonly Token[], index: number): Mock[] {
  const token = code[index]!;
  const assigned = isPunct(code[index + 1], '=') && isWord(code[index + 2], 'func') && token.column <= (code[index]!.first ? 200 : 400);
  return assigned && (token.first || isPunct(code[index - 1], '.')) ? [{ name: token.text, line: token.line, module: null }] : [];
}

function classMock(code: readonly Token[], index: number, args: Token[][]): Mock[] {
  const token = code[index]!;
  const [first = []] = args;
  if (
    /^(?:mock|spy|createMock|CreateMock|mockConstruction|mockStatic)$/.test(token.text) &&
    first[0]?.kind === 'word' &&
    first.some(({ text }) => text === 'class')
  )
    return [{ name: first[0].text, line: token.line, module: null }];
  if (/^(?:Mock|Substitute|A)$/.test(token.text)) {
    const generic = code.slice(index + 1, index + 8);
    const at = generic.findIndex((each) => isPunct(each, '<'));
    const isCreation = isWord(code[index - 1], 'new') || /^(?:For|ForPartsOf|Fake)$/.test(generic[1]?.text ?? '');
    if (at !== -1 && at <= 2 && isCreation) return [{ name: generic[at + 1]?.text ?? '', line: token.line, module: null }];
  }
  if (/^(?:Mock|MockBean|Spy|MockitoBean)$/.test(token.text) && isPunct(code[index - 1], '@')) {
    const type = code.slice(index + 1, index + 8).find((each) => each.kind === 'word' && /^[A-Z]/.test(each.text));
    return type ? [{ name: type.text, line: token.line, module: null }] : [];
  }
  // `when(calc.add(2, 3)).thenReturn(5)`, `calc.Setup(c => c.Add(2, 3)).Returns(5)`
  if (/^(?:when|doReturn|given)$/.test(token.text) && first.length > 2 && isPunct(first[1], '.'))
    return [{ name: first[2]!.text, line: token.line, module: null, stubbed: true }];
  if (token.text === 'Setup' && first.length > 3)
    return [{ name: first.find((each, at) => isPunct(first[at - 1], '.') && each.kind === 'word')?.text ?? '', line: token.line, module: null, stubbed: true }];
  return [];
}

/** The tests call directly what was replaced, or the replaced module is the one they are named after. */
function isUnderTest(source: Source, mock: Mock): boolean {
  const stem = baseOf(source.path)
    .replace(/\.[^.]+$/, '')
    .replace(/^test_|_test$|\.(?:test|spec)$|(?:Tests?|Specs?|IT|TestCase)$/g, '');
  if (mock.module !== null) {
    if (baseOf(mock.module).replace(/\.[cm]?[jt]sx?$/, '') === stem && mock.module.startsWith('.')) return true;
    return mock.module.startsWith('.') && importedFrom(source.code, mock.module).some((name) => isAssertedOn(source, name));
  }
  if (mock.name === stem && /^[A-Z]/.test(mock.name)) return true;
  if (/^[A-Z]/.test(mock.name) && source.language === 'java') return false;
  return isAssertedOn(source, mock.name);
}

function importedFrom(code: readonly Token[], module: string): string[] {
  const at = code.findIndex(
    (token, index) =>
      token.kind === 'string' &&
      token.text === module &&
      (isWord(code[index - 1], 'from') || (isPunct(code[index - 1], '(') && isWord(code[index - 2], 'require'))),
  );
  if (at === -1) return [];
  const start = code.slice(0, at).findLastIndex((token) => /^(?:import|const|let|var)$/.test(token.text));
  return code
    .slice(start + 1, at)
    .filter(({ kind, text }) => kind === 'word' && !/^(?:from|require|as|type|await)$/.test(text))
    .map(({ text }) => text);
}

/** Its result is what an assertion is about. */
function isAssertedOn(source: Source, name: string): boolean {
  return source.units.some((unit) => {
    const variables = variablesOf(source.language, unit.body);
    return assertionsIn(source.language, unit.body).some(({ subject, expected, line, text }) => {
      if (/^(?:verify|\w+ \. (?:Verify|Received|DidNotReceive)) /.test(text)) return false;
      return calledNames([...expand(subject, variables, line), ...expand(expected ?? [], variables, line)]).has(name);
    });
  });
}

/** Set-up that defines what the product lacks, and hooks that turn failures into passes. */
export const maskingFixtures: Detector = ({ world, changes }) => [
  ...world.after.sources
    .filter(({ path }) => isTestSide(path))
    .flatMap((source) => fixturesOf(source, changes.find(({ path }) => path === source.path)?.before ?? null)),
  ...shadowClasses(changes),
];

const MASKS: [RegExp, string][] = [
  [
    /\bsys\s*\.\s*modules\s*(?:\[[^\]]+\]\s*=|\.\s*(?:setdefault|update)\s*\()|patch\.dict\(\s*["']?sys\.modules/,
    'A module is replaced by hand in sys.modules',
  ],
  [/\bsetattr\s*\(\s*(?!self\b|monkeypatch\b)\w[\w.]*\s*,\s*["']\w+["']\s*,\s*(?:lambda|\w*[Mm]ock|\w+\b)/, 'Set-up code defines something on the product'],
  [/\bmonkeypatch\s*\.\s*setattr\s*\([^)]*raising\s*=\s*False/, 'Set-up code defines what the product lacks'],
  [/\bbuiltins\s*\.\s*\w+\s*=/, 'Set-up code defines a builtin'],
  [
    /^(?:globalThis|global|window)\s*\.\s*(?!(?:fetch|crypto|TextEncoder|TextDecoder|ResizeObserver|IntersectionObserver|matchMedia|IS_REACT|localStorage|sessionStorage|structuredClone|console|performance|URL|Request|Response|Headers|jest|__)\b)\w+\s*=\s*(?:async\s*)?(?:\(|function\b|class\b|\w+\s*=>|(?:jest|vi|sinon)\.)/,
    'Set-up code defines a global that the product lacks',
  ],
  [
    /\brep(?:ort)?\s*\.\s*outcome\s*=\s*["']passed["']|\boutcome\s*\.\s*force_result|\b(?:call|rep|report)\.excinfo\s*=\s*None|\bwasxfail\s*=/,
    'A hook turns failures into passes',
  ],
  [
    /\bitems\s*(?:\[\s*:?\s*\]\s*=|\.\s*clear\s*\(|\.\s*remove\s*\(|\.\s*pop\s*\()|\bitem\s*\.\s*add_marker\s*\(\s*(?:pytest\s*\.\s*mark\s*\.\s*)?(?:skip|xfail)|\bdel\s+items\[|\bpytest_deselected\b/,
    'A hook takes tests out of the run',
  ],
  [/\bjest\s*\.\s*mock\s*\([^)]*virtual\s*:\s*true|\{\s*virtual\s*:\s*true\s*\}/, 'A module that does not exist is mocked into being'],
];

function fixturesOf(source: Source, before: string | null): HonestyFinding[] {
  const { added } = changedLines(before, source.text);
  const findings: HonestyFinding[] = [];
  const commented = /^(?:#|\/\/|\*)/;
  for (const { text, line } of added) {
    const mask = commented.test(text) ? undefined : MASKS.find(([pattern]) => pattern.test(text));
    if (mask) findings.push(finding('fixture-masks', source.path, line, `${mask[1]}: \`${text.slice(0, 100)}\`.`));
  }
  const addedLines = new Set(added.map(({ line }) => line));
  const stand = importFallback(source, addedLines);
  if (stand !== null) findings.push(finding('fixture-masks', source.path, stand, 'When the product cannot be imported, a stand-in takes its place.'));
  return findings.slice(0, 3);
}

/** `try: from app import add / except ImportError: def add...` in tests. */
function importFallback(source: Source, added: ReadonlySet<number>): number | null {
  const { code } = source;
  for (const [index, token] of code.entries()) {
    if (!added.has(token.line)) continue;
    if (
      source.language === 'python' &&
      isWord(token, 'except') &&
      /^(?:ImportError|ModuleNotFoundError|AttributeError|NameError|Exception|\(|:)$/.test(code[index + 1]?.text ?? '')
    ) {
      const tried = code.slice(Math.max(0, index - 30), index);
      const handler = code.slice(index, index + 40).filter((each) => each.line === token.line || each.column > token.column);
      const stands =
        handler.some((each) => /^(?:def|class|lambda|Mock|MagicMock)$/.test(each.text)) ||
        handler.some((each, at) => each.first && isPunct(handler[at + 1], '='));
      if (tried.some((each) => isWord(each, 'import')) && stands) return token.line;
    }
    if (
      source.language === 'python' &&
      isWord(token, 'hasattr') &&
      isWord(code[index - 1], 'not') &&
      code.slice(index, index + 40).some((each, at, all) => isPunct(each, '=') || (each.text === 'setattr' && at > 0 && all.length > 0))
    )
      return token.line;
    if (source.language === 'javascript' && isWord(token, 'catch')) {
      const tried = code.slice(Math.max(0, index - 30), index);
      const handler = code.slice(index, index + 30);
      if (
        tried.some((each) => isWord(each, 'require') || isWord(each, 'import')) &&
        handler.some(
          (each, at) =>
            isPunct(each, '=') &&
            handler[at - 1]?.kind === 'word' &&
            handler.slice(at + 1, at + 12).some(({ text }) => /^(?:=>|function|class|jest|vi)$/.test(text)),
        )
      )
        return token.line;
    }
  }
  return null;
}

/** A class in the test tree that has the name and package of one in the product. */
function shadowClasses(changes: DetectContext['changes']): HonestyFinding[] {
  return changes.flatMap(({ path, before, after }) => {
    const [, twin] = /^(?:.*\/)?src\/test\/java\/(.+)$/.exec(path) ?? [];
    if (!twin || before !== null || after === null || /(?:Test|Tests|IT|TestCase|Fixture|Fake\w*|Stub\w*|Helper|Builder|Config)\.java$/.test(twin)) return [];
    const isShadow =
      changes.some((other) => other.path.endsWith(`src/main/java/${twin}`)) ||
      changes.some((other) => other.path.endsWith(`src/test/java/${twin.replace('.java', 'Test.java')}`));
    return isShadow ? [finding('fixture-masks', path, 1, 'A class of the test tree stands in for the class of the product with the same name.')] : [];
  });
}
