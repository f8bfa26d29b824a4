/** Advisories in the OSV form, from a file on this machine. A source that can not be read is unavailable: never an empty list. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export const SEVERITIES = ['low', 'moderate', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

const event = z.object({ introduced: z.string().optional(), fixed: z.string().optional(), last_affected: z.string().optional() });
const advisory = z.object({
  id: z.string().min(1).max(100),
  summary: z.string().optional(),
  details: z.string().optional(),
  withdrawn: z.string().optional(),
  affected: z.array(
    z.object({
      package: z.object({ ecosystem: z.string(), name: z.string() }),
      ranges: z.array(z.object({ type: z.string(), events: z.array(event) })).optional(),
      versions: z.array(z.string()).optional(),
    }),
  ),
  database_specific: z.object({ severity: z.string().optional() }).optional(),
});

export type Advisory = z.infer<typeof advisory>;

export interface AuditSource {
  /** Rejects when they can not be had; the message says why. */
  advisories(): Promise<Advisory[]>;
  /** From this severity on a finding fails the verdict; null: all of them are advice. */
  failFrom: Severity | null;
}

/** A JSON list of OSV entries, read anew each time: it may be refreshed while we run. */
export function advisoryFile(path: string, failFrom: Severity | null): AuditSource {
  return {
    failFrom,
    async advisories() {
      const parsed = z.array(advisory).safeParse(JSON.parse(await readFile(path, 'utf8')));
      if (!parsed.success) throw new Error(`${path} is no list of OSV advisories: ${z.prettifyError(parsed.error).slice(0, 300)}`);
      if (parsed.data.length === 0) throw new Error(`${path} holds no advisory`);
      return parsed.data;
    },
  };
}

/** The least when an advisory does not say. */
export function severityOf({ database_specific: own }: Advisory): Severity {
  const said = own?.severity?.toLowerCase().replace('medium', 'moderate');
  return SEVERITIES.find((each) => each === said) ?? 'low';
}
