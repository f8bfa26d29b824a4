/** What linters and compilers report, as findings. */
import { z } from 'zod';
import { plainText } from '../sandbox/text.js';
import type { Finding } from './port.js';

// More findings than that are not read by anybody; the count stays in the summary.
export const FINDINGS_MAX = 200;
const MESSAGE_CHARS_MAX = 500;

const ruffReport = z.array(
  z.object({
    code: z.string().nullable().optional(),
    filename: z.string(),
    message: z.string(),
    location: z.object({ row: z.number() }).nullable().optional(),
  }),
);

/** Throws when it is no ruff report. */
export function parseRuff(json: string): Finding[] {
  return ruffReport.parse(JSON.parse(json)).map((item) => ({
    file: inWorkspace(item.filename),
    line: item.location?.row ?? null,
    rule: item.code ?? 'syntax',
    message: short(item.message),
  }));
}

// `src/a.ts(2,7): error TS2322: Type ...`, and without a place: `error TS18003: No inputs ...`.
const TSC_LINE = /^(?:(.{1,300}?)\((\d+),\d+\): )?error (TS\d+): (.*)$/;

export function parseTsc(output: string): Finding[] {
  return output.split('\n').flatMap((line) => {
    const match = TSC_LINE.exec(line);
    if (!match) return [];
    const [, file, row, rule = '', message = ''] = match;
    return [{ file: file ? inWorkspace(file) : null, line: row ? Number(row) : null, rule, message: short(message) }];
  });
}

/** Percent of lines covered, one decimal, or null when nothing was measured. */
export function parseLcov(lcov: string): number | null {
  let found = 0;
  let hit = 0;
  for (const line of lcov.split('\n')) {
    if (line.startsWith('LF:')) found += count(line);
    else if (line.startsWith('LH:')) hit += count(line);
  }
  return found > 0 && hit <= found ? Math.round((hit / found) * 1000) / 10 : null;
}

function count(line: string): number {
  const value = Number(line.slice(3));
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function inWorkspace(file: string): string {
  return plainText(file)
    .replace(/^(?:\/workspace|\.)\//, '')
    .slice(0, 300);
}

function short(message: string): string {
  return plainText(message).slice(0, MESSAGE_CHARS_MAX);
}
