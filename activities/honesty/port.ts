/** What the guard of honesty takes and tells. Data only; the kinds are the vocabulary of policy, gates and tests. */

/** One file of a diff; null where it does not exist. */
export interface Change {
  path: string;
  before: string | null;
  after: string | null;
}

export const FINDING_KINDS = [
  'test-file-removed',
  'test-removed',
  'test-commented-out',
  'test-not-collected',
  'test-disabled',
  'test-skipped',
  'test-focused',
  'test-empty',
  'assertion-removed',
  'assertion-weakened',
  'assertion-tautology',
  'expectation-changed',
  'failure-swallowed',
  'snapshot-regenerated',
  'unit-mocked',
  'fixture-masks',
  'special-cased',
  'test-detection',
  'coverage-excluded',
  'checks-silenced',
  'checks-narrowed',
  'threshold-lowered',
  'exit-forced',
  'test-command-emptied',
  'report-forged',
  'ci-weakened',
  'control-file-changed',
  'new-tests-pass-on-old-code',
  'fix-without-test',
  'mutants-survive',
  'not-inspected',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** high: the proof is void; medium: a person should look; low: worth knowing. */
export type Severity = 'high' | 'medium' | 'low';

export interface HonestyFinding {
  kind: FindingKind;
  path: string;
  /** In the file after the change, or before it when the file or the line is gone; null when no line is meant. */
  line: number | null;
  /** One sentence for people. */
  detail: string;
  severity: Severity;
}

export interface Inspection {
  changes: Change[];
  /** What was asked for, in the words of task and build: a change of behaviour that was asked for is no dishonesty. */
  goal: string;
  /** Test files of the resulting tree that did not change: literals of theirs in product code are suspicious, too. */
  otherTests?: { path: string; text: string }[];
  /** Paths the approved plan names: control files among them may change. */
  planned?: string[];
  /** Changed tests and control files that were not read: too large, no text, or one of too many. A person is asked about them. */
  unread?: string[];
}
