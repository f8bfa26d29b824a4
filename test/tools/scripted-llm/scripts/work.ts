import type { Conversation } from '../conversation.js';
import { call, tools, type Reply, type ScriptedCall } from '../reply.js';

/** How a task is done: its turns one by one, then checks until they pass, then finish. */
export interface Work {
  turns: ScriptedCall[][];
  /** What is tried after the first, second ... failed check; then all of `turns` again. */
  repairs?: ScriptedCall[][];
  summary: string;
}

// The engine gives a task up after a few rounds anyway; an honest end comes first.
const FAILED_CHECKS_MAX = 3;

export const write = (files: Record<string, string>): ScriptedCall[] => Object.entries(files).map(([path, content]) => call('write_file', { path, content }));

/** The next turn of a task. It reads the results only of run_checks. */
export function nextTurn(conversation: Conversation, work: Work): Reply {
  const due = work.turns[conversation.step];
  if (due) return tools(due);
  const failed = conversation.checks.filter((outcome) => outcome === 'FAILED').length;
  if (conversation.lastTools.includes('run_checks')) {
    if (conversation.checks.at(-1) === 'PASSED') return finish(work.summary);
    if (failed > FAILED_CHECKS_MAX) return finish(`${work.summary} The checks still fail; I could not find out why.`);
    return tools(work.repairs?.[failed - 1] ?? work.turns.flat());
  }
  // Finishing was refused: do it all again rather than insist.
  if (conversation.lastTools.includes('finish')) return tools(work.turns.flat());
  return tools([call('run_checks', {})]);
}

export function finish(summary: string): Reply {
  return tools([call('finish', { summary })]);
}
