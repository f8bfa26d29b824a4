import { z } from 'zod';
import { checkedPath } from '../../git/paths.js';
import { stepOfPath } from '../context/birth.js';
import { asText } from './output.js';
import { defineTool, refused, type ToolContext, type ToolOutcome } from './tool.js';

// A program may print megabytes without a line's end; pieces of this many letters can be asked for like lines.
const LINE_CHARS_MAX = 1_000;

export const readFile = defineTool({
  name: 'read_file',
  description: 'Read a text file, or lines start_line to end_line of it (1-based, inclusive). Results that were cut name the path of their whole output.',
  schema: z.object({ path: z.string().max(2000), start_line: z.int().min(1).optional(), end_line: z.int().min(1).optional() }),
  async run({ path, start_line, end_line }, context) {
    const step = stepOfPath(path);
    if (step) return readOutput(path.trim(), step, { start_line, end_line }, context);
    const name = checkedPath(path);
    const content = await context.read(name);
    if (!content) return refused(`There is no file ${name}. list_files shows what there is.`);
    const text = asText(content);
    if (text === null) return refused(`${name} is a binary file (or not UTF-8) of ${content.length} bytes.`);
    return { ...linesOf(name, text.split('\n'), { start_line, end_line }), isRepeatable: true };
  },
});

interface Lines {
  start_line?: number | undefined;
  end_line?: number | undefined;
}

function linesOf(name: string, lines: readonly string[], { start_line, end_line }: Lines): ToolOutcome {
  const shown = lines.slice((start_line ?? 1) - 1, end_line ?? lines.length);
  return { ok: true, text: shown.join('\n'), summary: `${name}: ${shown.length} lines` };
}

/** The whole output of an earlier step, which the conversation shows cut. */
async function readOutput(name: string, { turn, call }: { turn: number; call: number }, lines: Lines, context: ToolContext): Promise<ToolOutcome> {
  const whole = await context.output(turn, call);
  if (whole === null) return refused(`Nothing more is kept of ${name}: it was shown in full, or there was no such step.`);
  const pieces = whole.split('\n').flatMap((line) => (line.length <= LINE_CHARS_MAX ? [line] : (line.match(/[\s\S]{1,1000}/g) ?? [])));
  return { ...linesOf(name, pieces, lines), isRepeatable: true };
}
