/** docs/hostile-report.md: what the last whole run saw, program by program. */
import { cpus, release } from 'node:os';
import { HARMLESS, type HostileCase } from './case.js';
import type { Seen } from './expect.js';
import type { Proof } from './prove.js';

export interface Row {
  each: HostileCase;
  seen: Seen;
}

export interface Run {
  engine: string;
  rows: Row[];
  proofs: Proof[];
  /** What differs on the host, or in the builds that came after; empty when nothing does. */
  aftermath: string[];
  /** What was compared, for the report. */
  looks: string[];
  seconds: number;
}

const TOLD_CHARS = 160;

export function totals({ rows, proofs, aftermath }: Run) {
  const hostile = rows.filter(({ each }) => each.kind !== HARMLESS);
  const harmless = rows.filter(({ each }) => each.kind === HARMLESS);
  const fine = (some: Row[]): number => some.filter(({ seen }) => seen.problems.length === 0).length;
  return {
    hostile: hostile.length,
    contained: fine(hostile),
    harmless: harmless.length,
    notRefused: fine(harmless),
    detectors: proofs.length,
    proven: proofs.filter(({ problems }) => problems.length === 0).length,
    aftermath: aftermath.length,
  };
}

export function renderReport(run: Run): string {
  const sum = totals(run);
  const languages = [...new Set(run.rows.map(({ each }) => each.program.name))].sort();
  const lines = [
    '# Hostile programs',
    '',
    `Written by \`./mw test --hostile\` on ${new Date().toISOString()}: ${run.engine}, kernel ${release()}, ${cpus().length} cores, ${Math.round(run.seconds)} s of programs, some side by side. The programs are in \`test/hostile/cases/\`.`,
    '',
    `**${sum.contained} of ${sum.hostile} hostile programs contained**, **${sum.notRefused} of ${sum.harmless} harmless twins not refused**, ${sum.proven} of ${sum.detectors} walls proven by taking them away; ${sum.aftermath === 0 ? 'the host is unchanged and the builds after them passed' : `**${sum.aftermath} traces left**`}.`,
    '',
    '| language | hostile | harmless |',
    '| --- | --- | --- |',
    ...languages.map((name) => `| ${name} | ${count(run, name, false)} | ${count(run, name, true)} |`),
    '',
    `Compared before and after: ${run.looks.join(', ')}.`,
    ...run.aftermath.map((trace) => `- ${cell(trace, 400)}`),
    '',
    '## Programs',
    '',
    '| program | what it does | language | expected | seen | as people are told | ms |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...run.rows.map(row),
    '',
    '## Walls taken away',
    '',
    '| wall | program | with it | without it | ms |',
    '| --- | --- | --- | --- | --- |',
    ...run.proofs.map((proof) => `| ${proof.name} | ${proof.program} | ${cell(proof.with)} | ${cell(proof.without ?? 'NOTHING GOT THROUGH')} | ${proof.ms} |`),
  ];
  return `${lines.join('\n')}\n`;
}

function count({ rows }: Run, language: string, isHarmless: boolean): number {
  return rows.filter(({ each }) => each.program.name === language && (each.kind === HARMLESS) === isHarmless).length;
}

function row({ each, seen }: Row): string {
  const wanted = seen.reasons.find((reason) => each.expect.some((one) => reason === one || (one.startsWith('refused ') && reason.includes(one.slice(8)))));
  const shown = seen.problems.length > 0 ? `**NOT CONTAINED**: ${seen.problems.join('; ')}` : (wanted ?? '');
  const told = each.holds ?? seen.told;
  const cells = [each.id, each.what, each.program.name, each.expect.join(' or '), shown, told].map((text) => cell(text));
  return `| ${cells.join(' | ')} | ${seen.ms} |`;
}

function cell(text: string, chars: number = TOLD_CHARS): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').slice(0, chars);
}
