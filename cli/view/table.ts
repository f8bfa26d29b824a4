import type { Colors } from '../terminal.js';

/** Rows under a head, in columns as wide as they need to be; no borders, so that a person and `awk` can read it. */
export function renderTable(head: string[], rows: string[][], colors: Colors): string[] {
  const table = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [colors.dim(line(head)), ...rows.map(line)];
}
