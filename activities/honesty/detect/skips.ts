/** Tests that are told not to run, or to run alone. */
import type { HonestyFinding } from '../port.js';
import { closeOf, isPunct, isWord } from '../source/chains.js';
import type { Source } from '../source/functions.js';
import { isTestSide } from '../source/paths.js';
import { canonical, type Language, type Token } from '../source/tokens.js';
import { finding, type DetectContext, type Detector } from './context.js';

interface Mark {
  kind: 'skip' | 'focus';
  /** The same for the same mark under the same condition, whatever reason it gives. */
  key: string;
  condition: string;
  line: number;
  /** Name of the test or helper it stands in; empty at the level of class or file. */
  owner: string;
}

const PATTERNS: Record<Language, RegExp> = {
  python:
    /(?:mark \. (?:skip|skipif|xfail)|pytest \. (?:skip|xfail|importorskip)|unittest \. (?:skip\w*|expectedFailure)|@ (?:skip\w*|expectedFailure|xfail)|\. skipTest|(?:raise|raise unittest \.) SkipTest|@ SkipTest)$/,
  javascript:
    /(?:\b(?:it|test|describe|context|specify|suite|bench|concurrent|each) \. (?:skip|todo|failing|fails|skipIf|runIf|pending)|^(?:xit|xdescribe|xtest|xcontext|xspecify)|(?:this|t|ctx|context|test) \. (?:skip|todo)|^pending|[{,] (?:skip|todo)|test \. fixme)$/,
  java: /(?:@ (?:Disabled\w*|Ignore\w*|EnabledIf\w*|EnabledOn\w*|EnabledFor\w*)|\bassume\w*|Assume|Assumptions|TestAbortedException|AssumptionViolatedException|SkipException|\( enabled)$/,
  go: /(?:\. (?:Skip|Skipf|SkipNow)|testing \. Short)$/,
  csharp:
    /(?:[[,] (?:Ignore|Explicit)|[(,] (?:Skip|Ignore|Explicit)|Assert \. (?:Ignore|Inconclusive|Pass|Skip|SkipWhen|SkipUnless)|Skip \. (?:If|IfNot|When|Unless)|SkipException|IgnoreException|InconclusiveException)$/,
};
const FOCUS = /(?:\b(?:it|test|describe|context|specify|suite) \. only|^(?:fit|fdescribe|ftest|fcontext)|^(?:FIt|FDescribe|FContext)|[{,] only)$/;
// Conditions under which a test cannot run anywhere but there; our sandboxes are Linux.
const OTHER_PLATFORM = /^(?!.*(?:!=|not|!)).*\b(?:win32|windows|darwin|macos|mac|nt|cygwin|aix|freebsd|plan9|OSX)\b/i;
const PLATFORM = /\b(?:platform|GOOS|os\s*\.\s*name|OS|OSPlatform|process \. platform|isWindows\w*|IsWindows\w*|isMac\w*)\b/i;

export const skips: Detector = ({ world, changes }: DetectContext) => {
  const marksOfSide = (sources: Source[]) =>
    sources.filter(({ path }) => isTestSide(path)).flatMap((source) => marksOf(source).map((mark) => ({ ...mark, path: source.path })));
  const old = marksOfSide(world.before.sources);
  const renamed = new Map(world.pairs.map(({ before, after }) => [after.unit.name, before.unit.name]));
  const left = new Map<string, number>();
  for (const mark of old) left.set(`${mark.key}|${mark.owner}`, (left.get(`${mark.key}|${mark.owner}`) ?? 0) + 1);
  const known = new Set(old.filter(({ condition }) => condition !== '').map(({ key }) => key));
  const findings: HonestyFinding[] = [];
  for (const mark of marksOfSide(world.after.sources)) {
    const was = `${mark.key}|${renamed.get(mark.owner) ?? mark.owner}`;
    const count = left.get(was) ?? 0;
    if (count > 0) {
      left.set(was, count - 1);
      continue;
    }
    const isPlatform = PLATFORM.test(mark.condition) && OTHER_PLATFORM.test(mark.condition);
    if (mark.kind === 'skip' && (isPlatform || (mark.condition !== '' && PLATFORM.test(mark.condition) && known.has(mark.key)))) continue;
    const who = mark.owner === '' ? 'Tests of this file' : `The test "${mark.owner}"`;
    if (mark.kind === 'focus') findings.push(finding('test-focused', mark.path, mark.line, `${who} would run alone (${mark.key}): all others are left out.`));
    else
      findings.push(
        finding('test-skipped', mark.path, mark.line, `${who} would be skipped (${mark.key}${mark.condition ? `, when ${mark.condition.slice(0, 80)}` : ''}).`),
      );
  }
  return [...findings, ...buildTags(changes)];
};

function marksOf(source: Source): Mark[] {
  const { code, language } = source;
  const marks: Mark[] = [];
  for (let index = 0; index < code.length; index += 1) {
    const token = code[index]!;
    if (token.kind !== 'word') continue;
    const before = code.slice(Math.max(0, index - 3), index + 1).map((each) => (each.kind === 'string' ? '""' : each.text));
    const text = before.join(' ');
    const skip = PATTERNS[language].test(text) || PATTERNS[language].test(token.text);
    const focus = language !== 'python' && language !== 'java' && (FOCUS.test(text) || FOCUS.test(token.text));
    if ((!skip && !focus) || !isUsed(language, code, index)) continue;
    const option = language === 'javascript' && /^(?:skip|todo|only)$/.test(token.text) && /^[{,]$/.test(code[index - 1]?.text ?? '');
    // `{ skip: true }` is a mark among the options of a test and nowhere else.
    if (option && !source.units.some((unit) => unit.test && unit.head.includes(token))) continue;
    const owner = source.units.find((unit) => unit.head.includes(token) || unit.body.includes(token)) ?? ownerByHead(source, token, index);
    marks.push({
      kind: focus ? 'focus' : 'skip',
      key: keyOf(text, token.text),
      condition: conditionOf(code, index),
      line: token.line,
      owner: owner?.name ?? '',
    });
  }
  return marks;
}

/** In JavaScript the chain's own words are not part of a unit's tokens. */
function ownerByHead(source: Source, token: Token, index: number): { name: string } | undefined {
  const title = source.code.slice(index, index + 3).find(({ kind }) => kind === 'string');
  return source.units.find((unit) => unit.line === token.line && (title === undefined || unit.name === title.text));
}

function keyOf(text: string, last: string): string {
  return text
    .split(' ')
    .filter((word) => /^\w+$/.test(word))
    .slice(-2)
    .join('.')
    .includes(last)
    ? last
    : text;
}

/** A word is a mark only where it is called, written as annotation, or set. */
function isUsed(language: Language, code: readonly Token[], index: number): boolean {
  const next = code[index + 1];
  if (language === 'python') return !isPunct(next, '=') && !isWord(code[index - 1], 'def') && !isWord(code[index - 1], 'import');
  if (language === 'java') return code[index]!.text === 'enabled' ? isWord(code[index + 2], 'false') : isPunct(code[index - 1], '@') || isPunct(next, '(');
  if (language === 'csharp')
    return /^(?:Skip|Ignore|Explicit)$/.test(code[index]!.text) && isPunct(code[index - 1], ',')
      ? isPunct(next, '=') || isPunct(next, ']') || isPunct(next, '(')
      : isPunct(next, '(') || isPunct(next, '=') || isPunct(next, ']');
  if (/^(?:skip|todo|only)$/.test(code[index]!.text) && (isPunct(code[index - 1], '{') || isPunct(code[index - 1], ',')))
    return isPunct(next, ':') && !isWord(code[index + 2], 'false');
  return isPunct(next, '(') || isPunct(next, '.') || isPunct(next, '`');
}

/** The condition of a mark: its own argument, or the `if` whose block it begins. */
function conditionOf(code: readonly Token[], index: number): string {
  const token = code[index]!;
  if (
    /^(?:skipif|skipIf|runIf|skipUnless|Disabled(?:On|If|For)\w*|Enabled\w*|assume\w*|If|IfNot|When|Unless|SkipWhen|SkipUnless)$/.test(token.text) &&
    isPunct(code[index + 1], '(')
  )
    return canonical(code.slice(index + 2, closeOf(code, index + 1))).replaceAll(/, ?(?:reason = )?"[^"]*"$/g, '');
  for (let at = index - 1; at >= Math.max(0, index - 30); at -= 1) {
    if (isPunct(code[at], '}') || isPunct(code[at], ';')) return '';
    if (isWord(code[at], 'if')) return canonical(code.slice(at + 1, index - 2)).replace(/[{:]\s*$/, '');
  }
  return '';
}

/** A build constraint that keeps a Go test file out of the normal run. */
function buildTags(changes: DetectContext['changes']): HonestyFinding[] {
  return changes.flatMap(({ path, before, after }) => {
    if (!path.endsWith('_test.go') || after === null) return [];
    const tagOf = (text: string | null) => /^\/\/\s*(?:go:build|\+build)\s+(.+)$/m.exec((text ?? '').slice(0, 4_000))?.[1]?.trim() ?? '';
    const tag = tagOf(after);
    if (tag === '' || tag === tagOf(before) || /^(?:!?(?:windows|darwin|js|wasip1|plan9)|linux|unix|amd64|arm64|go1\.\d+|!race|[\s!&|()])+$/.test(tag))
      return [];
    if (before === null && /^(?:integration|e2e)$/.test(tag)) return [];
    return [finding('test-skipped', path, 1, `The build constraint "${tag}" keeps this test file out of the normal run.`)];
  });
}
