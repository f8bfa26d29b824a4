import type { ReplayAnswer } from '../answers.js';
import type { Colors } from '../terminal.js';
import { cleanLine } from './clean.js';

/** Task by task, then the whole: the same or not, and what was taken from the records instead of being done again. */
export function renderReplay({ result }: ReplayAnswer, { colors }: { colors: Colors }): string[] {
  if (!result) return [];
  const lines = result.tasks.flatMap((task) => {
    const verdict = task.same ? colors.green('same') : colors.red('DIFFERENT');
    const done = `${task.reexecuted} of ${task.steps} steps done again${task.commands > 0 ? `, ${task.commands} of them commands` : ''}`;
    const where = task.first_difference ? `, first at step ${cleanLine(task.first_difference, 20)}` : '';
    const taken = task.from_records.map(({ step, why }) => colors.dim(`    step ${cleanLine(step, 20)} taken from the records: ${cleanLine(why, 200)}`));
    return [`  ${cleanLine(task.task, 60)} (try ${cleanLine(task.try, 20)}): ${verdict}${where}; ${done}`, ...taken];
  });
  const base = result.main_from_records.map((point) => colors.dim(`  main taken from the records: ${cleanLine(point, 200)}`));
  const { total } = result;
  const end = total.same
    ? colors.green(`the same tree ${total.recorded_tree.slice(0, 12)}`)
    : colors.red(`DIFFERENT: recorded ${total.recorded_tree.slice(0, 12)}, replayed ${total.replayed_tree.slice(0, 12)}`);
  return [...base, ...lines, `${end}; no model was asked, ${result.seconds} s`];
}
