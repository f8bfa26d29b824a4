/** Do the packages a project names have known holes? Known to whom is the source's matter; without one nobody can say. */
import type { SandboxFile } from '../../sandbox/port.js';
import { finding, short, type CheckResult, type Finding } from '../port.js';
import { SEVERITIES, severityOf, type Advisory, type AuditSource, type Severity } from './advisories.js';
import { normalPython, readPackages, type Package } from './packages.js';
import { compareVersions } from './versions.js';

const NONE = 'No source of advisories is set: whether dependencies have known holes is not known, which does not mean clean.';

/** `skipped` where nothing is depended upon, `unavailable` where nothing can be known: never clean by default. */
export async function audit(files: SandboxFile[], source: AuditSource | null): Promise<CheckResult> {
  const { packages, unreadable } = readPackages(files);
  const base = { name: 'audit', security: true, required: false, output: '', durationMs: 0 };
  if (packages.length === 0 && unreadable.length === 0) return { ...base, outcome: 'skipped', findings: [] };
  if (!source) return { ...base, outcome: 'unavailable', findings: [finding('unavailable', NONE)] };
  let advisories: Advisory[];
  try {
    advisories = await source.advisories();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...base, outcome: 'unavailable', findings: [finding('unavailable', short(`The advisories can not be read: ${why}`))] };
  }
  const holes = findHoles(packages, advisories);
  const findings = [
    ...holes.map(({ finding: each }) => each),
    ...unreadable.map((file) => ({ ...finding('unreadable', 'This manifest can not be read'), file })),
  ];
  // An unreadable manifest alone is not a clean one.
  const outcome = holes.length > 0 ? 'failed' : unreadable.length > 0 ? 'unavailable' : 'passed';
  return { ...base, outcome, findings, required: holes.some(({ severity }) => isAtLeast(severity, source.failFrom)) };
}

function findHoles(packages: Package[], advisories: Advisory[]): { finding: Finding; severity: Severity }[] {
  return packages.flatMap((each) =>
    advisories
      .filter((advisory) => !advisory.withdrawn && isAffected(each, advisory))
      .map((advisory) => {
        const severity = severityOf(advisory);
        const fixed = fixedIn(each, advisory);
        const message = `${each.name} ${each.version} (${severity}): ${advisory.summary ?? advisory.details ?? 'see the advisory'}${fixed ? `; fixed in ${fixed}` : ''}`;
        return { severity, finding: { file: each.file, line: each.line, rule: advisory.id, message: short(message) } };
      }),
  );
}

function isAffected(each: Package, advisory: Advisory): boolean {
  return partsFor(each, advisory).some(
    ({ ranges = [], versions = [] }) => versions.includes(each.version) || ranges.some(({ type, events }) => type !== 'GIT' && isInRange(each.version, events)),
  );
}

/** Events are `introduced`, then what ends it; `introduced: "0"` is the beginning of time. */
function isInRange(version: string, events: NonNullable<Advisory['affected'][number]['ranges']>[number]['events']): boolean {
  let isIn = false;
  for (const { introduced, fixed, last_affected: last } of events) {
    if (introduced !== undefined && (introduced === '0' || compareVersions(version, introduced) >= 0)) isIn = true;
    if (fixed !== undefined && compareVersions(version, fixed) >= 0) isIn = false;
    if (last !== undefined && compareVersions(version, last) > 0) isIn = false;
  }
  return isIn;
}

function fixedIn(each: Package, advisory: Advisory): string | null {
  const fixes = partsFor(each, advisory).flatMap(({ ranges = [] }) => ranges.flatMap(({ events }) => events.flatMap(({ fixed }) => fixed ?? [])));
  return fixes.filter((fix) => compareVersions(fix, each.version) > 0).toSorted(compareVersions)[0] ?? null;
}

function partsFor({ ecosystem, name }: Package, advisory: Advisory): Advisory['affected'] {
  const normal = (text: string) => (ecosystem === 'PyPI' ? normalPython(text) : ecosystem === 'NuGet' ? text.toLowerCase() : text);
  return advisory.affected.filter(({ package: its }) => its.ecosystem === ecosystem && normal(its.name) === normal(name));
}

function isAtLeast(severity: Severity, limit: Severity | null): boolean {
  return limit !== null && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(limit);
}
