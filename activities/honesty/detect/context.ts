/** What every detector gets, and the little they share. */
import type { FindingKind, HonestyFinding, Inspection, Severity } from '../port.js';
import type { World } from '../tests/world.js';

export interface DetectContext extends Inspection {
  world: World;
}

export type Detector = (context: DetectContext) => HonestyFinding[];

const SEVERITIES: Partial<Record<FindingKind, Severity>> = {
  'expectation-changed': 'medium',
  'snapshot-regenerated': 'medium',
  'assertion-weakened': 'medium',
  'coverage-excluded': 'medium',
  'threshold-lowered': 'medium',
  'control-file-changed': 'medium',
  'test-empty': 'low',
  'checks-silenced': 'low',
  'fix-without-test': 'low',
  'mutants-survive': 'low',
  'new-tests-pass-on-old-code': 'medium',
};

export function finding(kind: FindingKind, path: string, line: number | null, detail: string): HonestyFinding {
  return { kind, path, line, detail, severity: SEVERITIES[kind] ?? 'high' };
}

export interface Line {
  text: string;
  /** From 1, in the file it stands in. */
  line: number;
}

/** Lines that only one side has, however they moved; by their trimmed text. */
export function changedLines(before: string | null, after: string | null): { added: Line[]; removed: Line[] } {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  return { added: minus(fresh, old), removed: minus(old, fresh) };
}

function linesOf(text: string | null): Line[] {
  return (text ?? '').split('\n').map((each, index) => ({ text: each.trim(), line: index + 1 }));
}

function minus(from: Line[], what: Line[]): Line[] {
  const counts = new Map<string, number>();
  for (const { text } of what) counts.set(text, (counts.get(text) ?? 0) + 1);
  return from.filter(({ text }) => {
    const left = counts.get(text) ?? 0;
    counts.set(text, left - 1);
    return text !== '' && left <= 0;
  });
}
