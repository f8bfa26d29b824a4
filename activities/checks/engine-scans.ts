/** The scans that need no container: secrets, dependencies with known holes, and our own rules where an image brings no scanner. */
import type { ImageSpec } from '../sandbox/image-spec.js';
import type { SandboxFile } from '../sandbox/port.js';
import { audit } from './audit/audit.js';
import type { AuditSource } from './audit/advisories.js';
import { finding, FINDINGS_MAX, type CheckResult, type Finding } from './port.js';
import { scanCode } from './scan/scan-code.js';
import { scanSecrets } from './scan/secrets.js';

/** What they are called; an image may bring its own of these names instead. */
export const ENGINE_SCANS: readonly string[] = ['scan-code', 'scan-secrets', 'audit'];

export async function engineScans(image: ImageSpec, files: SandboxFile[], source: AuditSource | null): Promise<CheckResult[]> {
  const hasScanner = image.checks.some(({ security }) => security);
  const code = hasScanner ? [] : [timed('scan-code', () => scanCode(image.language, files))];
  return [...code, timed('scan-secrets', () => scanSecrets(files)), await audit(files, source)];
}

/** Null: nobody looked. */
function timed(name: string, scan: () => Finding[] | null): CheckResult {
  const started = performance.now();
  const found = scan();
  const durationMs = Math.round(performance.now() - started);
  const base = { name, required: false, security: true, output: '', durationMs };
  if (!found)
    return { ...base, outcome: 'unavailable', findings: [finding('unavailable', 'No scanner knows this language: unavailable, which does not mean clean.')] };
  return { ...base, outcome: found.length === 0 ? 'passed' : 'failed', findings: found.slice(0, FINDINGS_MAX) };
}
