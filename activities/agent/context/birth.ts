import { TOOL_OUTPUT_CHARS_MAX } from '../../../contracts/limits.js';
import type { ModelRouter } from '../../llm/port.js';
import type { SessionRun } from '../session-run.js';
import type { ToolOutcome } from '../tools/tool.js';
import { charsOf, windowOf } from './window.js';

// One result, and all of one turn: the next request must have room for them beside what the model is working on.
const RESULT_SHARE = 0.1;
const TURN_SHARE = 0.25;
// However many calls a turn has, each shows how it began and ended.
const RESULT_CHARS_MIN = 600;
// What a row keeps of an output; the sandbox prints no more than this by default.
const WHOLE_CHARS_MAX = 1_000_000;

/**
 * A result as the model will see it for as long as it is shown at all, and the whole where it was cut and cannot be had
 * again. Cut here, once, because a later cut would change what prompt caches hold.
 */
export function cutAtBirth(
  models: Pick<ModelRouter, 'windowTokens' | 'answerTokens' | 'nameOf'>,
  { run, turn, index }: { run: Pick<SessionRun, 'route' | 'steps'>; turn: number; index: number },
  outcome: ToolOutcome,
): { result: string; whole: string | null } {
  const { text } = outcome;
  const window = windowOf(models, run.route);
  const used = run.steps.reduce((sum, step) => (step.turn === turn ? sum + step.result.length : sum), 0);
  const room = Math.min(TOOL_OUTPUT_CHARS_MAX, charsOf(window, RESULT_SHARE), charsOf(window, TURN_SHARE) - used);
  const charsMax = Math.max(RESULT_CHARS_MIN, room);
  if (text.length <= charsMax) return { result: text, whole: null };
  const half = Math.floor(charsMax / 2);
  const where = outcome.isRepeatable ? 'ask for a smaller part' : `read_file with path "${outputPath(turn, index)}" and start_line, end_line shows them`;
  const result = `${text.slice(0, half)}\n... (${text.length - 2 * half} characters cut; ${where}) ...\n${text.slice(-half)}`;
  return { result, whole: outcome.isRepeatable ? null : text.slice(0, WHOLE_CHARS_MAX) };
}

const OUTPUT_PATH = /^output:(\d{1,6})\.(\d{1,3})$/;

/** How a tool call names the whole output of an earlier step. No file of a project is called so by accident. */
export function outputPath(turn: number, call: number): string {
  return `output:${turn}.${call}`;
}

/** The step that such a path names, or null when it is the path of a file. */
export function stepOfPath(path: string): { turn: number; call: number } | null {
  const match = OUTPUT_PATH.exec(path.trim());
  return match ? { turn: Number(match[1]), call: Number(match[2]) } : null;
}
