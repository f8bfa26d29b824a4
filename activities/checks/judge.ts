/** How one check ended: the tool's exit code and its report must both say passed. A report alone can be forged, an exit code alone says nothing of tests. */
import type { CheckSpec } from '../sandbox/image-spec.js';
import type { CommandResult } from '../sandbox/port.js';
import { parseJunit, type TestCase } from './junit.js';
import type { CheckResult, Finding } from './port.js';
import { scopeToRelevant } from './scope.js';
import { FINDINGS_MAX, parseRuff, parseTsc } from './tool-reports.js';

/** The shell's own codes for a command that is not there or cannot be run. */
const NOT_RUNNABLE = [126, 127];

export interface Judged {
  result: CheckResult;
  tests: TestCase[];
}

/** `report` is the file the tool wrote outside the workspace, or null when there is none. */
export function judge(check: CheckSpec, ran: CommandResult, report: string | null): Judged {
  const said = [ran.stdout, ran.stderr].filter((text) => text.trim() !== '').join('\n');
  const ended = endFinding(check, ran);
  if (ended) return judged(check, ran, said, 'failed', [ended], []);
  if (NOT_RUNNABLE.includes(ran.exitCode ?? 0)) {
    return judged(check, ran, said, 'unavailable', [finding('not-runnable', `The tool of this check could not be run (exit code ${ran.exitCode}).`)], []);
  }
  const { findings, tests } = read(check, said, report, ran.exitCode ?? 1);
  return judged(check, ran, said, findings.length === 0 ? 'passed' : 'failed', findings, tests);
}

function read(check: CheckSpec, said: string, report: string | null, exitCode: number): { findings: Finding[]; tests: TestCase[] } {
  const { format, path } = check.report;
  let findings: Finding[] = [];
  let tests: TestCase[] = [];
  try {
    const text = path ? report : said;
    if (text === null) throw new SyntaxError('the tool wrote no report');
    if (format === 'junit') ({ findings, tests } = readTests(text));
    if (format === 'ruff-json') findings = parseRuff(text);
    if (format === 'tsc') findings = parseTsc(text);
  } catch (error) {
    findings = [finding('report-unreadable', `No usable report: ${error instanceof Error ? error.message.slice(0, 300) : 'it does not fit'}.`)];
  }
  if (exitCode !== 0 && findings.length === 0)
    findings = [finding('exit-code', `The tool ended with exit code ${exitCode}, whatever its report says; see its output.`)];
  return { findings, tests };
}

function readTests(xml: string): { findings: Finding[]; tests: TestCase[] } {
  const tests = parseJunit(xml);
  const failed = tests.filter((test) => test.outcome === 'failed');
  const findings = failed.map((test) => ({ file: test.file, line: test.line, rule: 'test-failed', message: `${test.name}: ${test.message}` }));
  if (tests.length === 0) findings.push(finding('no-tests', 'No tests were found. Code without tests does not pass.'));
  else if (tests.every((test) => test.outcome === 'skipped'))
    findings.push(finding('no-tests', 'All tests were skipped. Code without running tests does not pass.'));
  return { findings, tests };
}

/** A finding for every end but an exit. */
function endFinding(check: CheckSpec, ran: CommandResult): Finding | null {
  const reasons: Record<Exclude<CommandResult['outcome'], 'exit'>, string> = {
    timeout: `It was not done after ${check.timeoutSeconds} s and was ended. Look for an endless loop, a server that is never closed or a wait for input.`,
    oom: 'It used more memory than the sandbox has and was ended.',
    killed: 'It ended its own runner before a result was there.',
    output_cut: 'It printed more than the sandbox takes and was ended.',
  };
  return ran.outcome === 'exit' ? null : finding(ran.outcome, reasons[ran.outcome]);
}

function judged(check: CheckSpec, ran: CommandResult, said: string, outcome: CheckResult['outcome'], findings: Finding[], tests: TestCase[]): Judged {
  const output = scopeToRelevant(said, outcome === 'passed');
  const shown = findings.slice(0, FINDINGS_MAX);
  return { result: { name: check.name, outcome, required: check.required, findings: shown, output, durationMs: ran.durationMs }, tests };
}

export function finding(rule: string, message: string): Finding {
  return { file: null, line: null, rule, message };
}
