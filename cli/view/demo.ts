import type { StatusAnswer } from '../answers.js';
import type { TriedLine } from '../../curl/lines.js';
import type { Colors } from '../terminal.js';
import { named } from '../named.js';
import { cleanLine } from './clean.js';
import { madeBy } from './plan.js';
import { shortId } from './status.js';

export interface DemoEnd {
  status: StatusAnswer;
  url: string;
  lines: TriedLine[];
  /** The command that fetches the code; null when there is none. */
  clone: string | null;
  startMs: number;
  buildMs: number;
}

/** The last page of the demo: the address, lines to paste, where to look next, how long it took. */
export function renderDemoEnd(end: DemoEnd, colors: Colors, running: string[]): string[] {
  const id = shortId(end.status.id);
  const created = end.lines.some(({ line }) => line.startsWith('curl -X POST'));
  return [
    '',
    `${colors.green(colors.bold('It is live:'))} ${colors.bold(cleanLine(end.url, 500))}`,
    '',
    `Try it (each line was just sent and answered${created ? '; the first one made an example entry' : ''}):`,
    ...end.lines.map(({ line }) => `  ${cleanLine(line)}`),
    '',
    colors.dim(
      madeBy(end.status.model)
        .replace(/^Made by/, 'Planned and written by')
        .replace(/ Set .*/, ''),
    ),
    `It took ${seconds(end.buildMs)} from the intent to the answer${end.startMs >= 1_000 ? `, after ${seconds(end.startMs)} to start Millwright` : ''}.`,
    '',
    ...(end.clone ? [`Get the code: ${end.clone}`, ''] : []),
    'Millwright goes on running:',
    ...running.map((line) => `  ${line}`),
    named(`  mw status ${id}   this build     mw deploy ${id} production   next     mw down   stop everything`),
  ];
}

function seconds(milliseconds: number): string {
  const whole = Math.round(milliseconds / 1_000);
  return whole < 100 ? `${(milliseconds / 1_000).toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
