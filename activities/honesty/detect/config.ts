/** Configuration that makes checks look at less or ask for less. */
import { asksForChange, asksForRemoval } from '../goal.js';
import type { HonestyFinding } from '../port.js';
import { baseOf, isCi, isConfig } from '../source/paths.js';
import { changedLines, finding, type DetectContext, type Detector, type Line } from './context.js';

const NARROWING: [RegExp, string][] = [
  [
    /addopts[^\n]*(?:-k[ ='"]|--ignore|--deselect|-p\s+no:(?!cacheprovider)|-m\s*=?\s*\\?["']?not\b|--collect-only|--co\b)|["']\s*(?:-k|--deselect|--ignore(?:-glob)?)[ =]/,
    'The test run leaves tests out',
  ],
  [/^(?:-k|--ignore(?:-glob)?|--deselect|-m)[ =]/, 'The test run leaves tests out'],
  [/^(?:norecursedirs|collect_ignore(?:_glob)?)\b/, 'Folders are taken out of the search for tests'],
  [/testPathIgnorePatterns|modulePathIgnorePatterns|testIgnore|excludeSpecPattern/, 'Folders are taken out of the search for tests'],
  [
    /passWithNoTests["']?\s*[:=]\s*true|--passWithNoTests|--pass-with-no-tests|--suppress-no-test-exit-code|failIfNoTests>?\s*[:=>]?\s*false|failOnNoDiscoveredTests\s*=\s*false/,
    'A run without any test passes',
  ],
  [
    /["']?(?:strict|noImplicitAny|strictNullChecks|strictFunctionTypes|noUncheckedIndexedAccess|noImplicitReturns|noUnusedLocals|noUnusedParameters|noImplicitThis|useUnknownInCatchVariables|exactOptionalPropertyTypes|noEmitOnError|checkJs)["']?\s*[:=]\s*false/i,
    'The type checker asks for less',
  ],
  [
    /^(?:ignore_errors\s*=\s*true|disallow_\w+\s*=\s*false|check_untyped_defs\s*=\s*false|strict_optional\s*=\s*false|warn_return_any\s*=\s*false|follow_imports\s*=\s*["']?skip)/i,
    'The type checker asks for less',
  ],
  [/(?:<skipTests>|<maven\.test\.skip>|<skipITs>|<skip>)\s*true|-DskipTests|-Dmaven\.test\.skip|skipTests\s*=\s*true/, 'Tests are switched off'],
  [
    /<testFailureIgnore>\s*true|ignoreFailures\s*=\s*true|-Dmaven\.test\.failure\.ignore|testFailureIgnore\s*=\s*true|<failOnViolation>\s*false|<failsOnError>\s*false|<failOnError>\s*false/,
    'Failed checks no longer fail the build',
  ],
  [
    /^<exclude>|<excludes?>\s*\*\*|<excludedGroups>|<test>!|exclude\s*\(?\s*["']\*\*|excludeTestsMatching|excludeTags|onlyIf\s*\{\s*false|enabled\s*=\s*false|<Compile\s+Remove=|<TestCaseFilter>|<IsTestProject>\s*false/,
    'Tests are taken out of the run',
  ],
  [
    /<TreatWarningsAsErrors>\s*false|<WarningLevel>\s*[0-3]|<NoWarn>|<Nullable>\s*disable|<RunAnalyzers\w*>\s*false|<AnalysisLevel>\s*none|<WarningsNotAsErrors>/i,
    'Warnings are switched off',
  ],
  [/(?:dotnet_diagnostic|dotnet_analyzer)[\w.-]*\.severity\s*=\s*(?:none|silent)/, 'A rule is switched off'],
  [/["'](?:[\w@/-]+)["']\s*:\s*(?:["']off["']|\[\s*["']off["']|0\b)/, 'A rule is switched off'],
  [
    /^(?:extend-)?(?:ignore|per-file-ignores|disable|exclude)\s*[:=]|^ignorePatterns|^["']?ignores["']?\s*:|^["']ignorePatterns["']|disable-all:\s*true|^(?:exclude-rules|issues-exit-code|exclude-dirs|skip-dirs|skip-files)\s*:/,
    'Files or rules are taken out of a check',
  ],
];
const COVERAGE =
  /^(?:omit|exclude_(?:lines|also)|exclude_dirs)\b|coveragePathIgnorePatterns|collectCoverageFrom|["']!\S+["']|sonar\.coverage\.exclusions|<ExcludeByFile>|<Exclude>\[|<CoverletExclude|["']?exclude["']?\s*[:=]\s*\[|^exclude\s*[:=]\s*\[|^ignore:\s*$/;
const SEARCH =
  /^["']?(testpaths|python_files|python_classes|python_functions|testMatch|testRegex|roots|spec|test-match|include|includes|files|testDir|specPattern)["']?\s*[:=]\s*(.*)$/;
const THRESHOLD =
  /["']?(fail_under|fail-under|cov-fail-under|branches|functions|lines|statements|minimum|<Threshold>|Threshold|target|lineCoverage|check-coverage|max-warnings|minimumCoverage|maxAllowedViolations|threshold|mutationThreshold|high|low|break|precision|min-coverage|COVERAGE_MIN|COVERAGE_THRESHOLD|MIN_COVERAGE)["']?(?:\s*[:=>]\s*|\s+)["']?(\d+(?:\.\d+)?)/gi;

export const narrowedChecks: Detector = (context) =>
  context.changes.filter(({ path }) => (isConfig(path) || isInlineConfig(path)) && !isCi(path)).flatMap((change) => configFindings(context, change));

const isInlineConfig = (path: string): boolean => baseOf(path) === 'conftest.py' || /\.coveragerc$/.test(path);

function configFindings({ goal, changes }: DetectContext, { path, before, after }: DetectContext['changes'][number]): HonestyFinding[] {
  if (after === null) return deleted(path, before, goal);
  const { added, removed } = changedLines(before, after);
  const findings: HonestyFinding[] = [];
  const asked = (text: string) => asksForChange(goal, text);
  for (const line of added) {
    if (/^(?:#|\/\/|<!--|\*)/.test(line.text)) continue;
    const found = lineFinding(path, line, { before, after, isNew: before === null, changes });
    if (found && !asked(line.text)) findings.push(found);
  }
  findings.push(...narrowedSearch(path, added, removed), ...thresholds(path, before, after), ...strictRemoved(path, removed, after, goal));
  return findings.slice(0, 4);
}

function deleted(path: string, before: string | null, goal: string): HonestyFinding[] {
  if (
    before === null ||
    asksForRemoval(goal, `${path} ${baseOf(path)}`) ||
    !/pytest|jest|vitest|mypy|eslint|ruff|coverage|strict|golangci|checkstyle|lint/i.test(`${path} ${before}`)
  )
    return [];
  return /(?:pytest\.ini|\.coveragerc|mypy\.ini|eslint|ruff\.toml|golangci|checkstyle|flake8|codecov|runsettings)/.test(path)
    ? [finding('checks-narrowed', path, null, 'The configuration of a check was deleted.')]
    : [];
}

interface Whole {
  before: string | null;
  after: string;
  isNew: boolean;
  changes: DetectContext['changes'];
}

function lineFinding(path: string, { text, line }: Line, whole: Whole): HonestyFinding | null {
  const quoted = `\`${text.slice(0, 100)}\``;
  const usual = /node_modules|dist\/|\bdist\b|build\/|coverage\/|\.venv|__pycache__|migrations?\/|generated|_pb2|vendor|\.next/;
  if (COVERAGE.test(text) && isCoverageFile(path, whole.after, line)) {
    const value = blockFrom(whole.after, line);
    const ordinary = value
      .replaceAll(/["'[\]\s]/g, '')
      .split(/[,=:]/)
      .filter(Boolean)
      .every(
        (part) =>
          usual.test(part) ||
          /^(?:omit|exclude|exclude_lines|exclude_also|ignore|coveragePathIgnorePatterns|collectCoverageFrom)$/.test(part) ||
          /tests?\/|test_|__main__|TYPE_CHECKING|pragma|NotImplemented|conftest|abstractmethod|\.d\.ts|\.test\.|\.spec\.|^\*\*|^src\//.test(part),
      );
    return ordinary ? null : finding('coverage-excluded', path, line, `Files are left out of the coverage: ${quoted}.`);
  }
  const narrowing = NARROWING.find(([pattern]) => pattern.test(text));
  if (!narrowing) return null;
  const entries = text.match(/["'][^"']*["'](?!\s*:)/g) ?? [text];
  if (entries.every((entry) => usual.test(entry)) && !/src\/|app\/|lib\//.test(text)) return null;
  // A new configuration may begin with what everybody leaves out; switching tests off is none of that.
  if (whole.isNew && /Files or rules|Warnings|rule is switched/.test(narrowing[1])) return null;
  if (/^Files or rules/.test(narrowing[1]) && !/tests?\b|src|app|lib|\*\*|ALL|\bE\b|\bF\b/.test(blockFrom(whole.after, line)) && grown(whole, text) < 3)
    return null;
  if (/type checker/.test(narrowing[1]) && whole.isNew) return null;
  const kind = /coverage/i.test(text) ? 'coverage-excluded' : /^(?:Files or rules|A rule|Warnings)/.test(narrowing[1]) ? 'checks-silenced' : 'checks-narrowed';
  return finding(kind, path, line, `${narrowing[1]}: ${quoted}.`);
}

/** How many more entries the line has than its predecessor. */
function grown({ before }: Whole, text: string): number {
  const key = /^[^:=]+/.exec(text)?.[0]?.trim() ?? '';
  const old = (before ?? '').split('\n').find((each) => each.trim().startsWith(key)) ?? '';
  return text.split(',').length - (old === '' ? 0 : old.split(',').length);
}

function isCoverageFile(path: string, text: string, line: number): boolean {
  if (/coverage|codecov|\.nycrc|\.c8rc|sonar/.test(baseOf(path))) return true;
  const above = text
    .split('\n')
    .slice(Math.max(0, line - 12), line)
    .join('\n');
  return /coverage|jacoco|coverlet|\bnyc\b|\bc8\b/i.test(above);
}

/** A line and the indented or bracketed lines that continue it. */
function blockFrom(text: string, line: number): string {
  const lines = text.split('\n');
  const first = lines[line - 1] ?? '';
  const rest = lines.slice(line, line + 12);
  const end = rest.findIndex((each) => /^\s*[\])]/.test(each) || (each.trim() !== '' && !/^\s/.test(each)));
  return /[[(=:]\s*$/.test(first) ? [first, ...rest.slice(0, end === -1 ? rest.length : end)].join(',') : first;
}

/** The pattern by which tests are found became narrower. */
function narrowedSearch(path: string, added: Line[], removed: Line[]): HonestyFinding[] {
  return added.flatMap(({ text, line }) => {
    const [, key, value = ''] = SEARCH.exec(text) ?? [];
    if (!key || (/^include|^files$|^roots$/.test(key) && !/test|spec|vitest|jest|coverage/i.test(`${path} ${text}`))) return [];
    const old = removed.map((each) => SEARCH.exec(each.text)).find((match) => match?.[1] === key)?.[2];
    const entries = (list: string): string[] => list.match(/[\w*./!@|()?{}-]{2,}/g) ?? [];
    if (old === undefined)
      return /test_\w{1,100}\.py|\w\.test\.|::|\/\w{1,100}[._]?test/i.test(value) && !/\*/.test(value) && !/^["'[\s]*tests?\/?["'\]\s,]*$/.test(value)
        ? [finding('checks-narrowed', path, line, `Tests are searched for in fewer places: \`${text.slice(0, 100)}\`.`)]
        : [];
    const missing = entries(old).filter((entry) => !entries(value).includes(entry) && !entries(value).some((each) => entry.startsWith(`${each}/`)));
    return missing.length > 0
      ? [finding('checks-narrowed', path, line, `Tests are searched for in fewer places: \`${old.slice(0, 60)}\` became \`${value.slice(0, 60)}\`.`)]
      : [];
  });
}

function thresholds(path: string, before: string | null, after: string): HonestyFinding[] {
  if (before === null) return [];
  const { added, removed } = changedLines(before, after);
  const numbers = (lines: Line[]) =>
    lines.flatMap(({ text, line }) => [...text.matchAll(THRESHOLD)].map((match) => ({ key: match[1]!.toLowerCase(), value: Number(match[2]), line, text })));
  const old = numbers(removed);
  const fresh = numbers(added);
  for (const { key, value, text } of old) {
    const now = fresh.find((each) => each.key === key);
    const more = /max|violations/.test(key);
    const lowered = now
      ? more
        ? now.value > value
        : now.value < value
      : !after.toLowerCase().includes(key) || /fail.under|threshold|check-coverage/i.test(text);
    if (!lowered || (!now && !/fail.under|threshold|branches|functions|statements|minimum|coverage/i.test(key))) continue;
    if (
      !/cov|threshold|fail.?under|jacoco|minimum|max-warnings|branches|functions|statements|violations/i.test(`${text} ${path} ${key}`) &&
      !/coverage|threshold/i.test(before)
    )
      continue;
    return [
      finding(
        'threshold-lowered',
        path,
        now?.line ?? null,
        now ? `The threshold "${key}" went from ${value} to ${now.value}.` : `The threshold "${key}" of ${value} was removed.`,
      ),
    ];
  }
  return [];
}

/** A strict switch or a checking plugin that is gone. */
function strictRemoved(path: string, removed: Line[], after: string, goal: string): HonestyFinding[] {
  const gone = removed.find(({ text }) => {
    const key =
      /^["']?(strict|noImplicitAny|strictNullChecks|warn_unused_ignores|disallow_untyped_defs|--strict-markers|--strict)["']?\s*[:=]\s*true|^<TreatWarningsAsErrors>\s*true|^(?:-\s*|["'])?(?:--cov-fail-under|-Werror|--max-warnings)/i.exec(
        text,
      );
    return key !== null && !after.includes(key[1] ?? text.slice(0, 12));
  });
  return gone && !asksForRemoval(goal, gone.text)
    ? [finding('checks-narrowed', path, gone.line, `A strict setting was removed: \`${gone.text.slice(0, 100)}\`.`)]
    : [];
}
