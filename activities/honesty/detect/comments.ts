/** Comments and annotations that tell coverage, linters and type checkers to look away. */
import type { HonestyFinding } from '../port.js';
import { readSource } from '../source/functions.js';
import { isGenerated } from '../source/paths.js';
import { changedLines, finding, type Detector, type Line } from './context.js';

const COVERAGE =
  /pragma:\s*no\s*(?:cover|branch)|istanbul\s+ignore|\bc8\s+ignore|\bv8\s+ignore|node:coverage\s+(?:disable|ignore)|\[(?:assembly:\s*)?(?:System\.Diagnostics\.CodeAnalysis\.)?ExcludeFromCodeCoverage|@(?:lombok\.)?Generated\b|@ExcludeFromJacoco\w*|coverage:ignore|nocov\b|LCOV_EXCL|\bistanbul-ignore/i;
// What no test can or need run: the line itself says so.
const NOT_RUN =
  /TYPE_CHECKING|__main__|NotImplementedError|@(?:abc\.)?abstractmethod|@overload|\.\.\.\s*#|assert_never|unreachable|_DEBUGGER|sys\.platform|os\.name|process\.platform|platform/i;

const WHOLE_FILE =
  /^\s*(?:#|\/\/|\/\*)\s*(?:flake8:\s*noqa|ruff:\s*noqa|pylint:\s*(?:skip-file|disable=all)|mypy:\s*(?:ignore-errors|disable-error-code)|type:\s*ignore\s*$|pyright:\s*basic|@ts-nocheck|eslint-disable(?!-next-line|-line)|tslint:disable(?!-next-line)|biome-ignore-all|oxlint-disable(?!-next-line)|nolint\s*$|golangci-lint:\s*disable|CHECKSTYLE:OFF|ReSharper disable All)|@SuppressWarnings\s*\(\s*"all"|^\s*#pragma\s+warning\s+disable\s*$|^\s*#nullable\s+disable|SuppressMessage\([^)]*"\*"|@file:Suppress/;
const ONE_LINE =
  /#\s*noqa|#\s*type:\s*ignore|#\s*pylint:\s*disable|#\s*pyright:\s*ignore|#\s*nosec|\/\/\s*@ts-ignore|\/\/\s*@ts-expect-error|eslint-disable-(?:next-)?line|biome-ignore|oxlint-disable-(?:next-)?line|\/\/\s*nolint|#pragma\s+warning\s+disable|@SuppressWarnings|\[SuppressMessage|NOSONAR|\/\/\s*NOPMD|#nosec|ReSharper disable/;
// Without a rule's name the whole line is out of sight.
const BLANKET =
  /#\s*noqa\s*(?:$|(?!\s*:))|#\s*type:\s*ignore\s*(?:$|#)|\/\/\s*nolint\s*(?:$|\/\/)|eslint-disable-(?:next-)?line\s*(?:$|\*\/)|#pragma\s+warning\s+disable\s*$/;
// One with its rule is a decision, several are a habit.
const BULK = 5;

export const silencedChecks: Detector = ({ changes }) => {
  const single: (Line & { path: string })[] = [];
  const blanket: (Line & { path: string })[] = [];
  const findings: HonestyFinding[] = [];
  for (const { path, before, after } of changes) {
    const source = readSource(path, after);
    if (!source || isGenerated(path, after)) continue;
    const lines = source.text.split('\n');
    for (const added of changedLines(before, after).added) {
      if (COVERAGE.test(added.text) && !isExpected(lines, added)) {
        findings.push(finding('coverage-excluded', path, added.line, `Code is left out of the coverage: \`${added.text.slice(0, 100)}\`.`));
        continue;
      }
      if (WHOLE_FILE.test(added.text) && !isRestored(added, lines))
        findings.push(finding('checks-silenced', path, added.line, `A whole file is out of a check's sight: \`${added.text.slice(0, 100)}\`.`));
      else if (BLANKET.test(added.text)) blanket.push({ ...added, path });
      else if (ONE_LINE.test(added.text)) single.push({ ...added, path });
    }
  }
  const many = [...blanket, ...single];
  const [first] = many;
  if (first && (blanket.length > 0 || many.length >= BULK))
    findings.push(
      finding(
        'checks-silenced',
        first.path,
        first.line,
        `${many.length} ${many.length === 1 ? 'line is' : 'lines are'} out of a check's sight, e.g. \`${first.text.slice(0, 100)}\`.`,
      ),
    );
  return findings;
};

function isExpected(lines: string[], { text, line }: Line): boolean {
  return NOT_RUN.test(text) || (/^(?:#|\/\/|\/\*)/.test(text) && NOT_RUN.test(lines[line] ?? ''));
}

/** A warning that is switched on again a few lines below was meant for them only. */
function isRestored({ text, line }: Line, lines: string[]): boolean {
  if (/eslint-disable\s+[\w@/-]+/.test(text)) return lines.slice(line).some((each) => each.includes('eslint-enable'));
  return /#pragma/.test(text) && lines.slice(line, line + 20).some((each) => /#pragma\s+warning\s+restore/.test(each));
}
