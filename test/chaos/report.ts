/** docs/chaos-report.md: the figures of the last whole run. */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Outcome } from './run.js';

const TITLES: Record<string, string> = {
  points: 'Named points: the worker killed at each, before the effect, after it, and after the report',
  random: 'Random kills of worker, API, Temporal and PostgreSQL',
  engine: 'The Docker engine killed under five builds, twice: containers that end with it, and such that live on',
  pauses: 'Pauses of one of two workers, longer than its heartbeat',
  outages: 'Temporal held down, PostgreSQL restarted',
  sweep: 'Everything that was left: histories, rows, logs, repositories, containers, audit chain',
};

export function renderReport(seed: number, parts: Record<string, Outcome>): string {
  const problems = Object.values(parts).flatMap((part) => part.problems);
  const total = (name: 'builds' | 'blows' | 'extraRequests') => Object.values(parts).reduce((sum, part) => sum + part[name], 0);
  const lines = [
    '# Chaos report',
    '',
    `Written by \`./mw test --chaos\` on ${new Date().toISOString()} with seed ${seed}, on ${cpus().length} cores and ${Math.round(totalmem() / 2 ** 30)} GB; see \`test/chaos/\`.`,
    '',
    `${total('builds')} builds, ${total('blows')} blows, ${total('extraRequests')} requests to the model sent again (each was open when a blow fell), **${problems.length} problems**.`,
    'Each build is compared with a calm twin: tree, commits by step, steps, events, audit rows, deployments, requests to the model, money.',
  ];
  for (const [name, part] of Object.entries(parts)) {
    lines.push('', `## ${TITLES[name] ?? name}`, '', '| what | figure |', '| --- | --- |');
    const own = name === 'sweep' ? {} : { builds: part.builds, blows: part.blows, 'requests sent again': part.extraRequests };
    for (const [what, figure] of Object.entries({ ...own, ...part.figures, problems: part.problems.length })) lines.push(`| ${what} | ${figure} |`);
    for (const problem of part.problems) lines.push('', `- ${problem}`);
  }
  return `${lines.join('\n')}\n`;
}

export function writeReport(file: string, seed: number, parts: Record<string, Outcome>): void {
  writeFileSync(file, renderReport(seed, parts));
}
