/** What the scans for security said of main, kept as SARIF: the proof of G7. */
import type { Database } from '../../db/client.js';
import type { CheckReport } from '../checks/port.js';
import { writeSarif } from '../checks/sarif.js';
import { keepArtifact } from './artifacts.js';

export interface ScanProof {
  /** `clean` only when every scan ran and found nothing; a scan that could not run is never taken for one that did. */
  state: 'clean' | 'findings' | 'unavailable';
  /** One line for people. */
  summary: string;
  digest: string;
}

// Of all findings, how many stand in the gate's line.
const NAMED = 3;

export async function keepScans(db: Database, buildId: string, report: CheckReport): Promise<ScanProof> {
  const scans = report.checks.filter(({ security }) => security);
  const kept = await keepArtifact(db.orm, { buildId, gate: 'G7', name: 'scan.sarif', mediaType: 'application/sarif+json', content: writeSarif(scans) });
  const findings = scans.filter(({ outcome }) => outcome === 'failed').flatMap((scan) => scan.findings);
  const missing = scans.filter(({ outcome }) => outcome === 'unavailable').map(({ name }) => name);
  const ran = scans.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed').map(({ name }) => name);
  const named = findings.slice(0, NAMED).map(({ file, line, rule }) => `${rule}${file ? ` in ${file}${line ? `:${line}` : ''}` : ''}`);
  const parts = [
    ran.length > 0
      ? `${ran.join(', ')}: ${findings.length === 0 ? 'nothing found' : `${findings.length} findings (${named.join(', ')}${findings.length > NAMED ? ' ...' : ''})`}`
      : '',
    missing.length > 0 || ran.length === 0 ? `${missing.join(', ') || 'security scan'}: unavailable, which does not mean clean` : '',
  ];
  const state = findings.length > 0 ? 'findings' : missing.length > 0 || ran.length === 0 ? 'unavailable' : 'clean';
  return { state, summary: parts.filter(Boolean).join('; ').slice(0, 1_000), digest: kept.sha256 };
}
