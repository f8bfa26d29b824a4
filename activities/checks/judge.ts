/** How one check ended: the tool's exit code and its report must both say passed. A report alone can be forged, an exit code alone says nothing of tests. */
import type { CheckSpec } from '../sandbox/image-spec.js';
import type { CommandResult } from '../sandbox/port.js';
import type { TestCase } from './junit.js';
import { finding, FINDINGS_MAX, SANDBOX_RULE_PREFIX, type CheckResult, type Finding } from './port.js';
import { readReport, type Report } from './read-report.js';
import { scopeToRelevant } from './scope.js';
import { parseCompiler } from './tool-reports.js';

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
  if (findings.length > 0) findings.push(...rulesMet(ran));
  // A remark on the image itself is no fault of the project.
  const found = check.report.format === 'remark' ? 'unavailable' : 'failed';
  return judged(check, ran, said, findings.length === 0 ? 'passed' : found, findings, tests);
}

function read(check: CheckSpec, said: string, report: string | null, exitCode: number): Report {
  const { format, path } = check.report;
  let found: Report = { findings: [], tests: [] };
  try {
    const text = path ? report : said;
    if (text === null) throw new SyntaxError('the tool wrote no report');
    found = readReport(format, text);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 300) : 'it does not fit';
    found = { ...found, findings: [finding('report-unreadable', `No usable report: ${why}.`), ...parseCompiler(said, { warnings: false })] };
  }
  if (exitCode !== 0 && found.findings.length === 0)
    found.findings = [finding('exit-code', `The tool ended with exit code ${exitCode}, whatever its report says; see its output.`)];
  return found;
}

/** What failed may have failed of a rule of the sandbox: then that is said as well. */
function rulesMet(ran: CommandResult): Finding[] {
  return (ran.reasons ?? []).map(({ rule, detail }) => finding(`${SANDBOX_RULE_PREFIX}${rule}`, detail));
}

/** A finding for every end but an exit. */
function endFinding(check: CheckSpec, ran: CommandResult): Finding | null {
  const reasons: Record<Exclude<CommandResult['outcome'], 'exit'>, string> = {
    timeout: `It was not done after ${check.timeoutSeconds} s and was ended. ${adviceOnTime(check)}`,
    oom: 'It used more memory than the sandbox has and was ended.',
    killed: 'It ended its own runner before a result was there.',
    output_cut: 'It printed more than the sandbox takes and was ended.',
  };
  return ran.outcome === 'exit' ? null : finding(ran.outcome, reasons[ran.outcome]);
}

/** What to do about a check that took too long: only tests run the project's code, the others read or compile it. */
function adviceOnTime({ name }: CheckSpec): string {
  if (name === 'test') return 'Look for an endless loop, a server that is never closed or a wait for input.';
  if (name === 'build') return 'There is too much to compile, or a step of the build waits for something; the machine may also be busy.';
  return `That is no verdict on the code: there is too much for ${name} to read (generated or copied files, very large ones), or the machine is busy. Leave such files out, or split them.`;
}

function judged(check: CheckSpec, ran: CommandResult, said: string, outcome: CheckResult['outcome'], findings: Finding[], tests: TestCase[]): Judged {
  const output = scopeToRelevant(said, outcome === 'passed');
  const shown = findings.slice(0, FINDINGS_MAX);
  const { name, required, security } = check;
  return { result: { name, outcome, required, findings: shown, output, durationMs: ran.durationMs, ...(security ? { security } : {}) }, tests };
}
