/** The engine's own verdict as it is kept in checks.json, and scans as SARIF; read defensively. Pure. */

export interface Finding {
  file: string | null;
  line: number | null;
  rule: string;
  message: string;
}

export interface CheckRun {
  name: string;
  outcome: string;
  required: boolean;
  security: boolean;
  findings: Finding[];
  output: string;
  seconds: number;
}

export interface Report {
  passed: boolean;
  summary: string;
  tests: { total: number; failed: number; skipped: number; failing: string[]; flaky: string[]; slow: { name: string; seconds: number }[]; names: string[] };
  coveragePercent: number | null;
  checks: CheckRun[];
  mutation: string | null;
}

type Values = Readonly<Record<string, unknown>>;

/** The report, or null when the text is none. */
export function readReport(text: string): Report | null {
  const value = objectOf(parse(text));
  const tests = objectOf(value['tests']);
  if (!('verdict' in value)) return null;
  return {
    passed: value['verdict'] === 'passed',
    summary: textOf(value['summary']),
    tests: {
      total: numberOf(tests['total']),
      failed: numberOf(tests['failed']),
      skipped: numberOf(tests['skipped']),
      failing: textsOf(tests['failing']),
      flaky: textsOf(tests['flaky']),
      slow: listOf(tests['slow']).map((each) => ({ name: textOf(each['name']), seconds: numberOf(each['seconds']) })),
      names: textsOf(tests['names']),
    },
    coveragePercent: typeof value['coveragePercent'] === 'number' ? value['coveragePercent'] : null,
    checks: listOf(value['checks']).map(checkOf),
    mutation: textOf(objectOf(value['honesty'])['mutation']) || null,
  };
}

function checkOf(value: Values): CheckRun {
  return {
    name: textOf(value['name']),
    outcome: textOf(value['outcome']),
    required: value['required'] === true,
    security: value['security'] === true,
    findings: listOf(value['findings']).map(findingOf),
    output: textOf(value['output']),
    seconds: numberOf(value['durationMs']) / 1_000,
  };
}

function findingOf(value: Values): Finding {
  return {
    file: typeof value['file'] === 'string' ? value['file'] : null,
    line: typeof value['line'] === 'number' ? value['line'] : null,
    rule: textOf(value['rule']),
    message: textOf(value['message']),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Values {
  return typeof value === 'object' && value !== null ? (value as Values) : {};
}
function listOf(value: unknown): Values[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
