/** SARIF 2.1.0, the standard form of findings: read from scanners, written as the proof of a gate. */
import { z } from 'zod';
import { inWorkspace, short, type Finding } from './port.js';

const location = z.object({
  physicalLocation: z
    .object({
      artifactLocation: z.object({ uri: z.string().optional() }).optional(),
      region: z.object({ startLine: z.number().optional() }).optional(),
    })
    .optional(),
});

const sarifLog = z.object({
  runs: z.array(
    z.object({
      results: z
        .array(
          z.object({
            ruleId: z.string().optional(),
            rule: z.object({ id: z.string().optional() }).optional(),
            message: z.object({ text: z.string().optional(), markdown: z.string().optional() }),
            locations: z.array(location).optional(),
            suppressions: z.array(z.unknown()).optional(),
          }),
        )
        .nullish(),
    }),
  ),
});

/** Throws when it is no SARIF. Suppressed results are left out. */
export function parseSarif(text: string): Finding[] {
  const { runs } = sarifLog.parse(JSON.parse(text));
  return runs
    .flatMap(({ results }) => results ?? [])
    .filter(({ suppressions }) => !suppressions || suppressions.length === 0)
    .map(({ ruleId, rule, message, locations }) => {
      const place = locations?.[0]?.physicalLocation;
      const uri = place?.artifactLocation?.uri;
      return {
        file: uri ? inWorkspace(decoded(uri)) : null,
        line: place?.region?.startLine ?? null,
        rule: short(ruleId ?? rule?.id ?? 'finding').slice(0, 100),
        message: short(message.text ?? message.markdown ?? ''),
      };
    });
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri.replace(/^file:(?:\/\/)?/, ''));
  } catch {
    return uri;
  }
}

/** One scan as a run of the document: what was found, or why nothing is known. */
export interface Scan {
  /** The check's name: scan-code, scan-secrets, audit ... */
  name: string;
  outcome: 'passed' | 'failed' | 'unavailable' | 'skipped';
  findings: Finding[];
}

/** Written by us from what was read, so that nothing of a hostile report passes through but bounded text. Deterministic. */
export function writeSarif(scans: Scan[]): string {
  const runs = scans.map(({ name, outcome, findings }) => ({
    tool: { driver: { name: `millwright/${name}`, rules: [...new Set(findings.map(({ rule }) => rule))].toSorted().map((id) => ({ id })) } },
    // A scan that could not run is told apart from one that found nothing.
    invocations: [
      { executionSuccessful: outcome === 'passed' || outcome === 'failed', ...(outcome === 'unavailable' ? { exitCodeDescription: outcome } : {}) },
    ],
    results: findings.map(({ file, line, rule, message }) => ({
      ruleId: rule,
      level: 'warning',
      message: { text: message },
      ...(file ? { locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(file) }, ...(line ? { region: { startLine: line } } : {}) } }] } : {}),
    })),
  }));
  return JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs }, null, 2);
}
