/** What follows from a finding. The one place that decides; an installation may decide otherwise kind by kind (HONESTY_POLICY). */
import { FINDING_KINDS, type FindingKind, type HonestyFinding } from './port.js';

/** allow: kept, nothing follows. warn: shown at the gate. ask: a person decides. deny: the change goes back as a failed try. */
export type PolicyAction = 'allow' | 'warn' | 'ask' | 'deny';
export type Policy = Readonly<Record<FindingKind, PolicyAction>>;
export type HonestyVerdict = 'clean' | 'warn' | 'ask' | 'deny';

const ORDER: readonly PolicyAction[] = ['allow', 'warn', 'ask', 'deny'];

/** What voids the proof goes back; what may be right and only a person can tell is asked; what is worth knowing is shown. */
export const DEFAULT_POLICY: Policy = {
  'test-file-removed': 'deny',
  'test-removed': 'deny',
  'test-commented-out': 'deny',
  'test-not-collected': 'deny',
  'test-disabled': 'deny',
  'test-skipped': 'deny',
  'test-focused': 'deny',
  'test-empty': 'warn',
  'assertion-removed': 'deny',
  'assertion-weakened': 'deny',
  'assertion-tautology': 'deny',
  'expectation-changed': 'ask',
  'failure-swallowed': 'deny',
  'snapshot-regenerated': 'ask',
  'unit-mocked': 'deny',
  'fixture-masks': 'deny',
  'special-cased': 'deny',
  'test-detection': 'deny',
  'coverage-excluded': 'ask',
  'checks-silenced': 'warn',
  'checks-narrowed': 'deny',
  'threshold-lowered': 'ask',
  'exit-forced': 'deny',
  'test-command-emptied': 'deny',
  'report-forged': 'deny',
  'ci-weakened': 'deny',
  'control-file-changed': 'ask',
  'new-tests-pass-on-old-code': 'ask',
  'fix-without-test': 'warn',
  'mutants-survive': 'warn',
  'not-inspected': 'ask',
};

/** The default with an installation's own decisions, written `kind=action`. Throws with every entry that does not fit. */
export function policyOf(entries: readonly string[]): Policy {
  const own: [FindingKind, PolicyAction][] = [];
  const problems: string[] = [];
  for (const entry of entries) {
    const [kind = '', action = ''] = entry.split('=').map((part) => part.trim());
    if (isKind(kind) && isAction(action)) own.push([kind, action]);
    else problems.push(entry);
  }
  if (problems.length > 0)
    throw new Error(
      `HONESTY_POLICY has entries that do not fit: ${problems.join(', ')}. Write kind=action, with one of ${ORDER.join(', ')} and a kind of ${FINDING_KINDS.join(', ')}.`,
    );
  return { ...DEFAULT_POLICY, ...Object.fromEntries(own) };
}

const isKind = (text: string): text is FindingKind => FINDING_KINDS.some((kind) => kind === text);
const isAction = (text: string): text is PolicyAction => ORDER.some((action) => action === text);

export function verdictOf(policy: Policy, findings: readonly HonestyFinding[]): HonestyVerdict {
  const worst = Math.max(0, ...findings.map(({ kind }) => ORDER.indexOf(policy[kind])));
  return worst === 0 ? 'clean' : (ORDER[worst] as HonestyVerdict);
}
