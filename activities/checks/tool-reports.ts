/** What linters and compilers report, as findings. */
import { z } from 'zod';
import { inWorkspace, short, type Finding } from './port.js';

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

// Of go, javac, rustc, ruby: `a/b.go:12:14: message`, `B.java:3: error: ...`, `c.rs:3:5: error[E0425]: ...`.
const PLACED_LINE =
  /^(?:vet: )?([^\s:()]{1,300}\.\w{1,6}):(\d{1,7})(?::\d{1,7})?:\s{0,8}(?:(error|warning|note)(?:\[(\w{1,20})\])?:\s{0,8})?(?:\[([\w-]{1,40})\]\s{1,8})?(\S.*)$/;
// Of C# compilers: `a/B.cs(11,17): warning CS0219: ...`, and without a place.
const CSHARP_LINE = /^(?:([^\s()]{1,300})\((\d{1,7}),\d{1,7}\): )?(error|warning) (CS\d{1,6}): (.*)$/;
// A line beyond this is no message of a compiler.
const LINE_CHARS_MAX = 2_000;

/** What compilers print for people, which is all that some have. Warnings only when asked for. */
export function parseCompiler(output: string, { warnings }: { warnings: boolean }): Finding[] {
  const found = output.split('\n').flatMap((whole): (Finding & { level: string })[] => {
    const line = whole.slice(0, LINE_CHARS_MAX).trimEnd();
    const csharp = CSHARP_LINE.exec(line);
    if (csharp) {
      const [, file, row, level = '', rule = '', message = ''] = csharp;
      return [{ file: file ? inWorkspace(file) : null, line: row ? Number(row) : null, rule, message: short(message), level }];
    }
    const placed = PLACED_LINE.exec(line);
    if (!placed) return [];
    const [, file = '', row, level = 'error', code, group, message = ''] = placed;
    return [{ file: inWorkspace(file), line: Number(row), rule: code ?? group ?? level, message: short(message), level }];
  });
  const wanted = found.filter(({ level }) => level === 'error' || (warnings && level === 'warning'));
  return wanted.map(({ level: _, ...rest }) => rest);
}

/** One file name a line: those that a formatter would write differently. */
export function parseNames(output: string): Finding[] {
  const names = output.split('\n').map((line) => line.trim());
  return [...new Set(names.filter((name) => name !== '' && name.length <= 300))].map((name) => ({
    file: inWorkspace(name),
    line: null,
    rule: 'format',
    message: 'is not formatted as the formatter would',
  }));
}

/** What the image has to say about itself, if anything. */
export function parseRemark(output: string): Finding[] {
  return output.trim() === '' ? [] : [{ file: null, line: null, rule: 'degraded', message: short(output.trim()) }];
}
