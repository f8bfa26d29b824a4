/** What a case may expect, and what was seen of it: the words of the report. */
import type { CheckReport, Finding } from '../../activities/checks/port.js';
import type { HonestyFinding } from '../../activities/honesty/port.js';
import type { CommandResult, WorkspaceChanges } from '../../activities/sandbox/port.js';
import type { HostileCase } from './case.js';

/**
 * `memory`, `network` ...: a rule of the sandbox (SandboxRule) that the command's reasons name. `refused <words>`: a path that did not
 * leave the sandbox, with these words in its reason. `exit <code>`: the code that was recorded, whatever was printed. `verdict <rule>`: the
 * checks failed with that finding. `guard <kind>`: the guard of honesty names that and does not let it through. `cleaned`: control
 * characters were taken out of the output. `inside`: nothing is refused, since nothing leaves the sandbox (`holds` says why).
 * `fine`: a harmless program: exit code 0, no rule met, nothing refused.
 */
export interface Seen {
  /** Everything above that holds, most telling first. */
  reasons: string[];
  /** As people are shown it. */
  told: string;
  /** All that the program and the step after it printed. */
  printed: string;
  /** Why it is not contained; empty when it is. */
  problems: string[];
  ms: number;
}

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/** A hostile program says this when it got through; harmless ones never do. */
export const BREACH = /^BREACH\b.*$/gm;

export function ofCommand(result: CommandResult, refused: WorkspaceChanges['refused']): { reasons: string[]; told: string } {
  const rules = (result.reasons ?? []).map(({ rule }) => rule as string);
  const end = result.outcome === 'exit' ? `exit ${result.exitCode}` : result.outcome;
  const paths = refused.map(({ path, reason }) => `${path.slice(0, 60)}: ${reason}`);
  const told = [...(result.reasons ?? []).map(({ detail }) => detail), ...paths.slice(0, 2)].join(' ') || end;
  const isClean = !CONTROLS.test(result.stdout + result.stderr);
  const isFine = result.outcome === 'exit' && result.exitCode === 0 && rules.length === 0 && refused.length === 0;
  const reasons = [...rules, ...refused.map(({ reason }) => `refused ${reason}`), end, ...(isClean ? ['cleaned'] : []), 'inside', ...(isFine ? ['fine'] : [])];
  return { reasons, told };
}

export function ofVerdict(report: CheckReport): { reasons: string[]; told: string } {
  const findings: Finding[] = report.checks.filter(({ outcome }) => outcome === 'failed').flatMap((check) => check.findings);
  const rules = report.verdict === 'failed' ? findings.map(({ rule }) => `verdict ${rule}`) : [`verdict ${report.verdict}`, 'fine'];
  return { reasons: [...new Set(rules)], told: report.summary };
}

export function ofGuard(verdict: string, findings: HonestyFinding[]): { reasons: string[]; told: string } {
  const isHeld = verdict === 'deny' || verdict === 'ask';
  const told = findings.map(({ detail }) => detail).join(' ');
  return { reasons: isHeld ? findings.map(({ kind }) => `guard ${kind}`) : [`guard ${verdict}`], told: `${verdict}: ${told}` };
}

/** Null when one of the expected reasons was seen. */
export function disappointment({ expect }: HostileCase, reasons: string[]): string | null {
  const met = expect.some((wanted) => reasons.some((seen) => seen === wanted || (wanted.startsWith('refused ') && seen.includes(wanted.slice(8)))));
  return met ? null : `expected ${expect.join(' or ')}, seen ${reasons.slice(0, 4).join(', ') || 'nothing'}`;
}
