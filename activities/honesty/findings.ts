/** Keeps findings where people find them: rows, the journal, the audit log, an event; all of it once. */
import { canonicalJson, sha256Hex } from '../../db/canonical-json.js';
import type { Database } from '../../db/client.js';
import { keepFindings } from '../../db/queries/honesty.js';
import { recordChange, storable } from '../../db/queries/record.js';
import { verdictOf, type HonestyVerdict, type Policy } from './policy.js';
import type { HonestyFinding } from './port.js';

export interface Inspected {
  verdict: HonestyVerdict;
  findings: HonestyFinding[];
}

// What a sentence about code may be long in a row.
const DETAIL_CHARS_MAX = 600;
const NAMED_MAX = 8;

/** Where findings belong. `subject`: a session's id, or `main`. */
export interface Subject {
  buildId: string;
  subject: string;
  commit: string;
}

/** Nothing found writes nothing. The same findings on the same commit again change nothing. */
export async function keep(db: Database, policy: Policy, of: Subject, findings: HonestyFinding[]): Promise<Inspected> {
  const verdict = verdictOf(policy, findings);
  if (findings.length === 0) return { verdict, findings };
  const { buildId, subject, commit } = of;
  const text = `Commit ${commit.slice(0, 12)}: ${findings.map(sentenceOf).join('\n')}`;
  await db.orm.transaction(async (tx) => {
    const { seq } = await recordChange(tx, {
      buildId,
      key: `honesty/${subject}/${commit}`,
      event: { kind: 'note', by: 'honesty', text: storable(`${verdict}: ${summaryOf(findings)}`).slice(0, 1_000) },
      journal: { kind: 'risk', owner: 'honesty', text: storable(text).slice(0, 8_000) },
      audit: {
        actor: 'millwright',
        action: `honesty.${verdict}`,
        detail: { subject, commit, decisions: findings.slice(0, 50).map(({ kind, path }) => ({ kind, path, action: policy[kind] })) },
      },
    });
    // An attempt before this one kept its own; a probe bound by time may count differently the second time.
    if (seq === null) return;
    await keepFindings(
      tx,
      findings.map((finding) => ({
        ...of,
        id: idOf(finding),
        kind: finding.kind,
        path: storable(finding.path),
        line: finding.line,
        detail: storable(finding.detail).slice(0, DETAIL_CHARS_MAX),
        severity: finding.severity,
        action: policy[finding.kind],
      })),
    );
  });
  return { verdict, findings };
}

function idOf({ kind, path, line, detail }: HonestyFinding): string {
  return sha256Hex(canonicalJson({ kind, path, line, detail })).slice(0, 24);
}

/** `test-skipped tests/a.py:3: The test "x" would be skipped.` */
export function sentenceOf({ kind, path, line, detail }: HonestyFinding): string {
  return `${kind} ${path}${line === null ? '' : `:${line}`}: ${detail}`;
}

/** The findings by name, short enough for a gate's summary. */
export function summaryOf(findings: readonly HonestyFinding[]): string {
  const named = findings
    .slice(0, NAMED_MAX)
    .map(({ kind, path, line, detail }) => `${kind} in ${path}${line === null ? '' : `:${line}`} (${detail.slice(0, 140)})`);
  return findings.length > NAMED_MAX ? `${named.join('; ')}; and ${findings.length - NAMED_MAX} more` : named.join('; ');
}
