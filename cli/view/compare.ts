import type { CompareAnswer } from '../answers.js';
import type { Colors } from '../terminal.js';
import { cleanLine } from './clean.js';
import { dollars } from './plan.js';

type ComparedBuild = CompareAnswer['builds'][number];

// More files are a --json away.
const FILES_SHOWN = 60;

/** Both builds in columns, then the files in which their results differ. */
export function renderComparison(answer: CompareAnswer, { colors }: { colors: Colors }): string[] {
  const rows = ROWS.map(([name, value]) => [name, ...answer.builds.map((build) => cleanLine(value(build), 60))]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const table = rows.map((row, index) => {
    const line = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
    return index === 0 ? colors.bold(line) : line;
  });
  return [...table, '', ...fileLines(answer, colors)];
}

const ROWS: [string, (build: ComparedBuild) => string][] = [
  ['', ({ id }) => id],
  ['status', ({ status }) => status],
  ['forked', ({ parent_build_id: parent, forked_at: at }) => (parent ? `from ${parent}${at ? ` at ${at}` : ''}` : '-')],
  ['plan', ({ plan }) => (plan.digest ? `version ${plan.version}, ${plan.digest.slice(0, 8)}` : '-')],
  [
    'tasks',
    ({ tasks }) =>
      `${tasks.filter(({ status }) => status === 'done').length} of ${tasks.length} done, ${tasks.filter(({ inherited }) => inherited).length} taken over`,
  ],
  ['models', ({ models }) => models.join(', ') || '-'],
  ['calls', ({ model_calls: own, model_calls_inherited: kept }) => `${own}${kept > 0 ? `, and ${kept} taken over` : ''}`],
  ['turns', ({ turns, steps }) => `${turns}, with ${steps} steps`],
  ['cost', ({ cost_usd: cost }) => dollars(cost)],
  ['time', ({ seconds }) => `${seconds} s`],
  ['tests', ({ tests }) => (tests ? `${tests.passed ? 'passed' : 'FAILED'}: ${tests.total - tests.failed} of ${tests.total}` : '-')],
  ['changed', ({ diff }) => (diff ? `${diff.files} files, +${diff.added} -${diff.removed}` : '-')],
  ['tree', ({ result }) => result?.tree.slice(0, 12) ?? '-'],
];

function fileLines({ same_tree: same, files, files_same: equal }: CompareAnswer, colors: Colors): string[] {
  if (same) return [colors.bold('Both results are the same tree.')];
  if (files.length === 0) return [`No file differs that both have packed (${equal} are the same).`];
  const counts = (lines: { added: number; removed: number } | null) => (lines ? `+${lines.added} -${lines.removed}` : 'not touched');
  const shown = files.slice(0, FILES_SHOWN).map(({ path, left, right, between }) => {
    const apart = between ? `, ${between.added + between.removed} lines apart` : '';
    return `  ${cleanLine(path, 200)}: ${counts(left)} against ${counts(right)}${apart}`;
  });
  const more = files.length > shown.length ? [`  ... and ${files.length - shown.length} more`] : [];
  return [colors.bold(`${files.length} files differ, ${equal} are the same:`), ...shown, ...more];
}
