/** Which reader a check's report needs: its format in image.json -> findings and tests. */
import type { CheckSpec } from '../sandbox/image-spec.js';
import { parseJunit, type TestCase } from './junit.js';
import { finding, type Finding } from './port.js';
import { parseJestJson, parseTap } from './runner-reports.js';
import { parseSarif } from './sarif.js';
import { parseCompiler, parseNames, parseRemark, parseRuff, parseTsc } from './tool-reports.js';

export interface Report {
  findings: Finding[];
  tests: TestCase[];
}

type Format = CheckSpec['report']['format'];

const TEST_READERS: Partial<Record<Format, (text: string) => TestCase[]>> = { junit: parseJunit, 'jest-json': parseJestJson, tap: parseTap };
const FINDING_READERS: Partial<Record<Format, (text: string) => Finding[]>> = {
  'ruff-json': parseRuff,
  tsc: parseTsc,
  sarif: parseSarif,
  compiler: (text) => parseCompiler(text, { warnings: false }),
  'compiler-warnings': (text) => parseCompiler(text, { warnings: true }),
  names: parseNames,
  remark: parseRemark,
};

/** Throws when the text does not fit its format; `text` itself says nothing. */
export function readReport(format: Format, text: string): Report {
  const tests = TEST_READERS[format]?.(text);
  if (tests) return { tests, findings: testFindings(tests) };
  return { tests: [], findings: FINDING_READERS[format]?.(text) ?? [] };
}

/** What failed, and that nothing was tested. */
function testFindings(tests: TestCase[]): Finding[] {
  const failed = tests.filter((test) => test.outcome === 'failed');
  const findings = failed.map((test) => ({ file: test.file, line: test.line, rule: 'test-failed', message: `${test.name}: ${test.message}` }));
  if (tests.length === 0) findings.push(finding('no-tests', 'No tests were found. Code without tests does not pass.'));
  else if (tests.every((test) => test.outcome === 'skipped'))
    findings.push(finding('no-tests', 'All tests were skipped. Code without running tests does not pass.'));
  return findings;
}
