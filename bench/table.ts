/** The report as a person reads it. */
import type { Figure, Unit } from './figure.js';

export interface Section {
  name: string;
  figures: Figure[];
  /** Why it could not be measured, instead of figures. */
  problem?: string;
  /** Load average of the last minute when it began. */
  load: number;
}

const HEAD = ['figure', 'median', 'p95', 'n', 'floor of this run', 'bound', 'verdict'];

export function renderTable(sections: readonly Section[]): string[] {
  const rows = sections.flatMap((section) => section.figures.map(rowOf));
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = [line(HEAD), line(widths.map((width) => '-'.repeat(width)))];
  for (const { name, figures, problem, load } of sections) {
    lines.push(`${name} (load ${load.toFixed(1)})`);
    if (problem) lines.push(`  not measured: ${problem}`);
    for (const figure of figures) lines.push(line(rowOf(figure)), ...(figure.note ? [`      ${figure.note}`] : []));
  }
  return lines;
}

/** Every bound that was looked at holds, and everything was measured. */
export function allHold(sections: readonly Section[]): boolean {
  return sections.every(({ problem, figures }) => !problem && figures.every(({ bound }) => bound?.ok ?? true));
}

function rowOf({ name, unit, median, p95, count, floor, bound }: Figure): string[] {
  const floorText = floor ? `${amount(floor.value, unit)} ${floor.label}` : '-';
  return [
    `  ${name}`,
    amount(median, unit),
    count > 1 ? amount(p95, unit) : '-',
    String(count),
    floorText,
    bound?.text ?? '-',
    bound ? (bound.ok ? 'ok' : 'over') : '-',
  ];
}

/** Three digits that count, and no more. */
export function amount(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '?';
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}
