import type { Conversation } from '../conversation.js';
import type { Mistake, Reply } from '../reply.js';

export const TURN_KINDS = ['note', 'echo', 'none', 'mixed', 'asked'] as const;
export type TurnKind = (typeof TURN_KINDS)[number];

export interface ScriptOptions {
  /** Turns of the script `long` before it finishes. */
  turns: number;
  /**
   * What a turn of `long` is: a note, a run_command of echo, no tool at all, notes and echoes in turn, or `asked`: what the
   * intent says by "turns of note", "turns of echo" or "turns of none" (there every other turn is a note, for a session ends
   * after three turns without a tool).
   */
  turnKind: TurnKind;
}

/** Answers from the request alone: the same request gets the same answer, in any process. */
export interface Script {
  reply(conversation: Conversation): Reply;
  /** Mistakes to be made at this place of the conversation before the right reply, each as often as it says. */
  mistakes?(conversation: Conversation): Mistake[];
}
