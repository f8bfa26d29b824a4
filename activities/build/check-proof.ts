/** What the checks on main leave for people: the proof of G6 and G7, to be read and downloaded. */
import { extname } from 'node:path';
import type { CheckReport, RawReport } from '../checks/port.js';
import type { BuildRow } from '../agent/session-store.js';
import { keepArtifact, keepBinaryArtifact } from './artifacts.js';
import type { BuildDeps } from './deps.js';
import { writeSarif } from '../checks/sarif.js';
import { checksReportOf, securityReportOf } from './document-texts.js';
import { keepDocuments } from './documents.js';

const MEDIA_TYPES: Record<string, string> = { '.xml': 'application/xml', '.json': 'application/json', '.sarif': 'application/sarif+json' };

export interface CheckProof {
  /** Names the round, so that a redo adds no version of the document. */
  key: string;
  commit: string;
  report: CheckReport;
  /** What the tools themselves wrote, as they wrote it. */
  raw: readonly RawReport[];
}

/** Keeps what the tools wrote (reports, coverage) and printed, and the report as a document of the project. Repeatable. */
export async function keepCheckProof(deps: Pick<BuildDeps, 'db' | 'blobs'>, build: BuildRow, { key, commit, report, raw }: CheckProof): Promise<void> {
  const buildId = build.id;
  for (const each of raw) await keepBinaryArtifact(deps, { buildId, ...describeRaw(each), bytes: Buffer.from(each.text, 'utf8') });
  await keepArtifact(deps.db.orm, { buildId, gate: 'G6', name: 'checks.log', mediaType: 'text/plain', content: logOf(report) });
  const scans = report.checks.filter(({ security }) => security);
  const texts = [checksReportOf(report, { buildId, commit }), ...(scans.length > 0 ? [securityReportOf(writeSarif(scans))] : [])];
  await keepDocuments(
    deps.db,
    build,
    texts.map((text) => ({ ...text, key })),
  );
}

function describeRaw({ check, kind, path, security }: RawReport): { gate: string; name: string; mediaType: string } {
  const ending = extname(path);
  return { gate: security ? 'G7' : 'G6', name: `${kind}/${check}${ending}`, mediaType: MEDIA_TYPES[ending] ?? 'text/plain' };
}

function logOf({ summary, checks }: CheckReport): string {
  const parts = checks
    .filter(({ outcome }) => outcome !== 'skipped')
    .map(({ name, outcome, durationMs, output }) => `== ${name}: ${outcome} (${(durationMs / 1_000).toFixed(1)} s)\n${output.trim()}`);
  return `${[summary, ...parts].join('\n\n')}\n`;
}
